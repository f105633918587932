/**
 * Somebody who can send any SQL on the login client_app, with one valid session of a client user who opens tickets: what they
 * can write, learn or take along there that is not theirs. What holds of every table is in the other adversary's files.
 */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { asStaff, seats, transact } from '../support/builders.ts';
import {
  aMessage,
  anAttachment,
  anUpload,
  aTicket,
  aTicketNote,
  type Ticket,
} from '../support/ticket-builders.ts';
import { useWorld } from '../policies/world.ts';

const inside = useWorld();

/** Every table of support, tickets and files, whatever a client may read of it. */
const tables = [
  ...['record', 'ticket', 'message', 'attachment', 'upload', 'ticket_event', 'ticket_task', 'ticket_note', 'text_revision'],
  ...['ticket_sla', 'sla_breach', 'escalation', 'escalation_step', 'ticket_status_transition', 'macro', 'saved_view'],
  ...['contract_support', 'contract_member', 'job_type', 'sla_policy', 'outbox', 'job'],
]; // prettier-ignore

type Statement = string | [string, unknown[]];

/** Everything that an error says to whoever reads it, in one line. */
const wordsOf = (error: pg.DatabaseError) =>
  [
    ...[error.code, error.message, error.detail, error.hint, error.where, error.internalQuery],
    ...[error.table, error.column, error.constraint, error.dataType],
  ]
    .filter(Boolean)
    .join(' | ');

/** The rows of the last of these statements, sent by a client user in one transaction that is rolled back; or all that the error says. */
async function ask(token: string, ...statements: Statement[]): Promise<unknown> {
  const client = await inside().db.as('client_app');
  try {
    await client.query('begin');
    await client.query("select set_config('role', 'client', true), set_config('app.session', $1, true)", [
      token,
    ]);
    let rows: unknown[] = [];
    for (const statement of statements) {
      const [sql, values] = typeof statement === 'string' ? [statement, undefined] : statement;
      rows = (await client.query(sql, values)).rows as unknown[];
    }
    return rows;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return wordsOf(error);
  } finally {
    await client.end();
  }
}

/** The one value that an expression has for a client user, or all that the error says. */
async function valueOf(token: string, expression: string, values: unknown[] = []): Promise<unknown> {
  const rows = await ask(token, [`select ${expression} as value`, values]);
  return Array.isArray(rows) ? (rows[0] as { value: unknown }).value : rows;
}

/** What all rows of these tables are, as one word. */
async function fingerprint(names: readonly string[] = tables): Promise<Record<string, string>> {
  const entries = names.map(async (name) => {
    const { rows } = await inside().db.admin.query<{ print: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as print from app.${name} t`,
    );
    return [name, rows[0]?.print ?? ''] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Ids that a person may not act on, of one kind of record, and one that is nobody's. */
const beyond = (of: Record<string, { id: string }>) => ({
  ...Object.fromEntries(Object.entries(of).map(([name, { id }]) => [name, id])),
  absent: randomUUID(),
  zero: '00000000-0000-0000-0000-000000000000',
  nothing: null,
});

const raiseSql = "app.raise_ticket($1, $2, $3, 'high', $4, $5, $6, $7)";
const raising = (given: Record<string, unknown> = {}) => {
  const { contracts } = inside();
  const { contract, project, jobType, title, description, uploads, request } = {
    ...{ contract: contracts.both.id, project: null, jobType: contracts.both.jobType.id },
    ...{ title: 'Mine', description: 'It burns', uploads: [], request: randomUUID() },
    ...given,
  };
  return [contract, project, jobType, title, description, uploads, request];
};

describe('forged writes', () => {
  const forged = (name: string, key = name === 'ticket_status_transition' ? 'from_status' : 'tenant_id') => [
    `insert into app.${name} default values`,
    `insert into app.${name} (${key}) select ${key} from app.${name}`,
    `insert into app.${name} (${key}) select ${key} from app.${name} on conflict do nothing`,
    `update app.${name} set ${key} = ${key}`,
    `delete from app.${name}`,
    `delete from app.${name} where (${key}::text)::int > 0`,
    `merge into app.${name} t using (select 1) s on true when matched then delete`,
    `merge into app.${name} t using (select 1) s on true when not matched then insert default values`,
    `truncate app.${name} cascade`,
    `lock table app.${name} in access exclusive mode`,
    `select 1 from app.${name} for update`,
    `select 1 from app.${name} for key share`,
    `copy app.${name} from stdin`,
  ];

  test.each(tables)('%s takes none, and none changes a row', async (name) => {
    const before = await fingerprint([name]);
    for (const statement of forged(name))
      expect({ statement, told: await ask(inside().client.admin, statement) }).toEqual({
        statement,
        told: expect.stringMatching(/^42501 \| permission denied for table [a-z_]+( |$)/) as unknown,
      });
    expect(await fingerprint([name])).toEqual(before);
  });

  test.each([
    "update app.ticket set title = 'x'",
    "update app.ticket set status = 'closed'",
    "update app.ticket set visibility = 'client_visible'",
    'update app.ticket set rating = 5',
    "update app.message set body = 'x'",
    "update app.attachment set state = 'ready'",
    "update app.attachment set visibility = 'client_visible'",
    "update app.record set visibility = 'client_visible'",
    'update app.upload set received_at = now()',
    'update app.upload set client_user_id = gen_random_uuid()',
    "insert into app.message (ticket_id, body) select id, 'x' from app.ticket",
    "insert into app.upload (id, name, size_bytes) values (gen_random_uuid(), 'x', 1)",
    'insert into app.attachment (id, record_id) select u.id, t.id from app.upload u, app.ticket t',
  ])('%s', async (statement) => {
    expect(await ask(inside().client.admin, statement)).toMatch(/^42501 \| permission denied for table/);
  });

  test('columns that are the team’s are refused by name, alone, in a row, in a count, in a join and in an order', async () => {
    for (const [table, columns] of Object.entries({
      ticket: [
        'level',
        'assignee_staff_id',
        'breach_at',
        'at_risk_at',
        'missed_at',
        'sla_policy_id',
        'internal_number',
        'project_id',
        'merged_into_id',
        'search',
        'visibility',
        'request_id',
        'version',
        'created_at',
        'updated_at',
        'raised_by_staff_id',
      ],
      message: [
        'author_staff_id',
        'visibility',
        'visible',
        'search',
        'moved_from_id',
        'request_id',
        'version',
        'created_at',
      ],
      attachment: [
        'scan_result',
        'author_staff_id',
        'project_shared',
        'visible',
        'visibility',
        'created_at',
        'search',
        'client_id',
      ],
      job_type: ['level'],
      upload: ['client_user_id', 'staff_member_id', 'tenant_id'],
      ticket_event: ['id', 'from_level', 'to_level', 'actor_staff_id', 'was_shared'],
    }))
      // prettier-ignore
      for (const column of columns)
        for (const sql of [
          `select ${column} from app.${table}`,
          `select count(${column}) from app.${table}`,
          `select 1 from app.${table} order by ${column}`,
          `select 1 from app.${table} a join app.${table} b on a.${column} = b.${column}`,
          `select 1 from app.${table} where ${column} is null`,
          `select t from app.${table} t`,
          `select to_jsonb(t) from app.${table} t`,
        ])
          expect({ sql, told: await ask(inside().client.admin, sql) }).toEqual({
            sql,
            told: expect.stringMatching(/^42501 \| permission denied for (table|column)/) as unknown,
          });
  });
});

describe('functions, called with what is not theirs', () => {
  test('L36 L38 moving, rating and answering: an internal ticket, another client’s, another tenant’s, none and null answer the same', async () => {
    const { client, tickets, clients, contracts, db } = inside();
    // A ticket that is resolved, so that each of the calls would do something if it were reached.
    const resolved = await aTicket(db, contracts.both, clients.own, { title: 'done inside' });
    await db.admin.query("update app.ticket set status = 'resolved' where id = any($1)", [
      [resolved.id, tickets.neighbour.id],
    ]);
    const before = await fingerprint();
    for (const [what, id] of Object.entries(
      beyond({ internal: tickets.internal, neighbour: tickets.neighbour, resolved }),
    )) {
      const told = {
        moved: await valueOf(client.admin, "app.move_ticket($1, 'open')", [id]),
        resolved: await valueOf(client.admin, "app.move_ticket($1, 'resolved')", [id]),
        rated: await valueOf(client.admin, "app.rate_ticket($1, 5, '')", [id]),
        // What a check would refuse is not asked of a row that is not reached.
        ratedBadly: await valueOf(client.admin, "app.rate_ticket($1, 99, '')", [id]),
        answered: await valueOf(client.admin, "app.reply_to_ticket($1, 'x', '{}', gen_random_uuid())", [id]),
        answeredEmpty: await valueOf(client.admin, "app.reply_to_ticket($1, '', '{}', gen_random_uuid())", [
          id,
        ]),
      };
      expect({ what, told }).toEqual({
        what,
        told: { moved: false, resolved: false, rated: false, ratedBadly: false, answered: null, answeredEmpty: null },
      }); // prettier-ignore
    }
    expect(await fingerprint()).toEqual(before);
    expect(await valueOf(client.admin, "app.move_ticket($1, 'resolved')", [tickets.open.id])).toBe(true);
  });

  test('L38 raising: null, absent and foreign answer the same in every place', async () => {
    const { client, contracts, projects } = inside();
    const before = await fingerprint();
    const given = {
      contract: beyond({ neighbour: contracts.neighbour, foreign: contracts.foreign }),
      jobType: beyond({ neighbour: contracts.neighbour.jobType, foreign: contracts.foreign.jobType }),
      project: { hidden: projects.hidden.id, neighbour: projects.neighbour.id, absent: randomUUID() },
    };
    for (const [field, ids] of Object.entries(given))
      for (const [what, id] of Object.entries(ids))
        expect({ field, what, id: await valueOf(client.admin, raiseSql, raising({ [field]: id })) }).toEqual({
          field,
          what,
          id: null,
        });
    expect(await valueOf(client.admin, raiseSql, raising({ request: null }))).toBeNull();
    expect(await fingerprint()).toEqual(before);
    expect(await valueOf(client.admin, raiseSql, raising())).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('L85 a text that a constraint refuses is refused without a word of the row: level, policy, person', async () => {
    const { client, contracts, people, acme, db, tickets } = inside();
    const { rows } = await db.admin.query<{ id: string }>('select id from app.sla_policy');
    const internal = [...rows.map(({ id }) => id), people.admin.id, acme.tenant_id, contracts.both.id, 'l1'];
    const huge = 'x'.repeat(2_000_000);
    const refusals = [
      await valueOf(client.admin, raiseSql, raising({ title: '' })),
      await valueOf(client.admin, raiseSql, raising({ title: huge })),
      await valueOf(client.admin, raiseSql, raising({ description: huge })),
      await valueOf(client.admin, raiseSql, raising({ title: null })),
      await valueOf(client.admin, raiseSql, raising({ description: null })),
      await valueOf(client.admin, "app.reply_to_ticket($1, '', '{}', gen_random_uuid())", [tickets.open.id]),
      await valueOf(client.admin, "app.reply_to_ticket($1, $2, '{}', gen_random_uuid())", [tickets.open.id, huge]),
      await valueOf(client.admin, "app.reply_to_ticket($1, null, '{}', gen_random_uuid())", [tickets.open.id]),
      await ask(
        client.admin,
        ["select app.move_ticket($1, 'resolved')", [tickets.open.id]],
        ["select app.rate_ticket($1, 99, 'x')", [tickets.open.id]],
      ),
      await ask(
        client.admin,
        ["select app.move_ticket($1, 'resolved')", [tickets.open.id]],
        ['select app.rate_ticket($1, 2000000000, $2)', [tickets.open.id, huge]],
      ),
      await valueOf(client.admin, "app.begin_upload('', 1)"),
      await valueOf(client.admin, "app.begin_upload('x', -1)"),
      await valueOf(client.admin, 'app.begin_upload($1, 1)', [huge]),
      await valueOf(client.admin, "app.begin_upload('x', 9223372036854775807)"),
    ]; // prettier-ignore
    for (const told of refusals) {
      expect(told).toMatch(/^(22003|22P02|23502|23514) \| /);
      expect((told as string).length).toBeLessThan(2_000);
      for (const word of internal.filter((one) => one.length > 4)) expect(told).not.toContain(word);
      expect(told).not.toMatch(/Failing row|\bl1\b/);
    }
  });

  test('L85 a request’s name that somebody else used, or that names a hidden record, says nothing', async () => {
    const { client, db, people, clients, contracts, tickets } = inside();
    const [theirs, onBehalf] = [randomUUID(), randomUUID()];
    const neighbours = await transact(
      db,
      seats.client(client.neighbour),
      async (line) =>
        (await line.query<{ id: string }>(`select ${raiseSql} as id`, raising({ request: theirs }))).rows[0]?.id,
    ); // prettier-ignore
    expect(neighbours).toMatch(/^[0-9a-f-]{36}$/);
    // Another person's: a ticket of one's own comes of it.
    const mine = await valueOf(client.admin, raiseSql, raising({ request: theirs }));
    expect(mine).toMatch(/^[0-9a-f-]{36}$/);
    expect(mine).not.toBe(neighbours);
    // One that the team raised in one's name and keeps to itself: no error, no id.
    const hidden = await aTicket(db, contracts.both, clients.own, {
      raised_by_client_user_id: people.admin.id,
      request_id: onBehalf,
    });
    const told = await valueOf(client.admin, raiseSql, raising({ request: onBehalf }));
    expect(told).not.toBe(hidden.id);
    expect(told).toBeNull();
    // Of messages too.
    const [said, silent] = [randomUUID(), randomUUID()];
    await aMessage(db, tickets.open, { author_client_user_id: people.admin.id, request_id: silent });
    await aMessage(db, tickets.open, {
      ...{ author_client_user_id: people.admin.id, request_id: said, visibility: 'client_visible' },
    });
    const again = (request: string, ticket: string) =>
      valueOf(client.admin, "app.reply_to_ticket($1, 'x', '{}', $2)", [ticket, request]);
    expect(await again(silent, tickets.open.id)).toBeNull();
    expect(await again(silent, tickets.internal.id)).toBeNull();
    expect(await again(said, tickets.open.id)).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('L69 files of others among one’s own fail it whole, whoever’s they are, and in the same words as one that is not there', async () => {
    const { client, db, people, team, tickets } = inside();
    const mine = await anUpload(db, people.admin);
    const { rows: attached } = await db.admin.query<{ id: string }>('select id from app.attachment limit 1');
    const strangers = {
      colleague: (await anUpload(db, people.sectionless)).id,
      neighbour: (await anUpload(db, people.neighbour)).id,
      stranger: (await anUpload(db, people.stranger)).id,
      staff: (await anUpload(db, team.manager)).id,
      unfinished: (await anUpload(db, people.admin, { received_at: null })).id,
      attached: attached[0]?.id,
    };
    const before = await fingerprint();
    const attempts = (uploads: unknown[]) =>
      Promise.all([
        valueOf(client.admin, raiseSql, raising({ uploads })),
        valueOf(client.admin, "app.reply_to_ticket($1, 'x', $2, gen_random_uuid())", [tickets.open.id, uploads]),
      ]); // prettier-ignore
    const absent = await attempts([mine.id, randomUUID()]);
    for (const told of absent) expect(told).toMatch(/^23503 \| no such upload/);
    for (const [whose, id] of Object.entries(strangers))
      for (const uploads of [[mine.id, id], [id, mine.id], [id], [id, mine.id, null], [mine.id, mine.id, id]])
        expect({ whose, told: await attempts(uploads) }).toEqual({ whose, told: absent });
    expect(await attempts([mine.id, ...Array.from({ length: 20_000 }, () => randomUUID())])).toEqual(absent);
    expect(await fingerprint()).toEqual(before);
    // Nulls and repeats name nothing more.
    for (const told of await attempts([mine.id, null, mine.id])) expect(told).toMatch(/^[0-9a-f-]{36}$/);
    expect(await valueOf(client.admin, 'app.attach($1, $2)', [[mine.id], tickets.internal.id])).toMatch(
      /^42501/,
    );
  });

  test('L71 uploads of others are neither finished nor dropped, and what a file says of itself is not believed', async () => {
    const { client, db, people, team } = inside();
    const others = [
      await anUpload(db, people.sectionless, { received_at: null }),
      await anUpload(db, people.neighbour, { received_at: null }),
      await anUpload(db, team.manager, { received_at: null }),
    ];
    const before = await fingerprint();
    for (const id of [...others.map((one) => one.id), randomUUID()]) {
      expect(await valueOf(client.admin, 'app.receive_upload($1)', [id])).toBe(false);
      expect(await valueOf(client.admin, 'app.drop_upload($1)', [id])).toBe(false);
      expect(await ask(client.admin, ['select name from app.upload where id = $1', [id]])).toEqual([]);
    }
    for (const expression of [
      'app.receive_upload(null)',
      'app.drop_upload(null)',
      'app.begin_upload(null, 1)',
    ])
      expect(await valueOf(client.admin, expression)).toBeNull();
    expect(await fingerprint()).toEqual(before);
    // A name with a path is a name; a size is what is measured later.
    const id = await valueOf(client.admin, "app.begin_upload('../../etc/passwd', 4)");
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  });

  test('functions of the team, the job and the triggers are not to be called', async () => {
    const { client, tickets } = inside();
    const id = tickets.open.id;
    for (const call of [
      `app.refresh_activity(gen_random_uuid(), '${id}')`,
      'app.drain_outbox(10)',
      "app.lease_jobs('{check_file}', 10, 10, null)",
      `app.retry_job('${id}')`,
      `app.known_files(array['${id}']::uuid[])`,
      "app.search_staff_tickets('x')",
      `app.begin_ticket_preview('${id}', '\\x00')`,
      "app.staff_contracts('observer')",
      `app.reaches_contract('${id}', '${id}', '${id}')`,
    ])
      expect({ call, told: await valueOf(client.admin, call) }).toEqual({
        call,
        told: expect.stringMatching(/^42501 \| permission denied for function/) as unknown,
      });
  });
});

describe('L40 L42 the search', () => {
  const canary = 'quetzalcoatlus';
  const asked = [
    ...[canary, `"${canary}"`, `${canary}:*`, `'${canary}'`, `${canary} or open`, `-${canary}`, `open -${canary}`],
    ...[`!${canary}`, `open & !${canary}`, `(${canary} | open)`, `open <-> ${canary}`, `${canary}:AB`, `open:*A`],
    ...[canary.slice(0, 8), `${canary.slice(0, 8)}%`, `${canary.slice(0, -1)}z`, `zquetzalcoatlu`],
    ...[`'; select body from app.ticket_note; --`, `' or '1'='1`, `\\`, `%`, `_`, `*`, `''`, `"`, `((`, `))`, `|&!<>`],
    ...[`$1`, `{}`, `\u0001`, `\u{1F525}`, 'quetzal '.repeat(5_000), 'x'.repeat(1_000_000), '-'.repeat(10_000)],
    ...['(('.repeat(5_000), '"'.repeat(9_999), ' ', '', '- '.repeat(100), '-a '.repeat(60), '-"" '.repeat(50)],
    ...['-"'.repeat(100), '-!'.repeat(100), '-"a" '.repeat(40), 'a or '.repeat(40), 'or '.repeat(60), '-.'.repeat(99)],
    ...['-"-a" '.repeat(33), '-é '.repeat(66), "-'".repeat(99), '-(a'.repeat(66), '-a-'.repeat(66), '-"a -'.repeat(40)],
  ]; // prettier-ignore

  /** What each question answers, with as many as there are and with few, twisted as a client may twist it. */
  const answers = () =>
    transact(
      inside().db,
      seats.client(inside().client.admin),
      async (line) => {
        const told: Record<string, unknown> = {};
        await line.query('set local pg_trgm.word_similarity_threshold = 0');
        for (const words of asked)
          for (const most of [1000, 1]) {
            await line.query('savepoint one');
            const name = `${words.slice(0, 40)} ${words.length} ${most}`;
            for (const search of ['search_tickets', 'search_files']) {
              try {
                told[`${search} ${name}`] = (
                  await line.query(`select app.${search}($1, $2) as ids`, [words, most])
                ).rows;
              } catch (error) {
                told[`${search} ${name}`] = wordsOf(error as pg.DatabaseError);
              }
              await line.query('rollback to one');
            }
          }
        return told;
      },
      'rollback',
    );

  test('answers the same, errors included, with any internal text that holds the words, and says nothing in an error', async () => {
    const { db, contracts, clients, tickets, team } = inside();
    const before = await answers();
    for (const told of Object.values(before)) expect(told).toEqual([{ ids: expect.any(Array) as unknown }]);
    const values = { title: `${canary} open`, description: `open ${canary}` };
    const hidden = await aTicket(db, contracts.both, clients.own, values);
    await aMessage(db, hidden, { body: canary, visibility: 'client_visible' });
    await aMessage(db, tickets.open, { body: `open ${canary}` });
    await aTicketNote(db, tickets.open, team.contributor, { body: `${canary} open` });
    const theirs = await aTicket(db, contracts.both, clients.neighbour, { ...values, visibility: 'client_visible' });
    await aMessage(db, theirs, { body: canary, visibility: 'client_visible' });
    const file = { name: `${canary}_open.pdf`, visibility: 'client_visible' };
    for (const { id } of [hidden, theirs]) await anAttachment(db, hidden, { ...file, record_id: id });
    await anAttachment(db, hidden, { ...file, record_id: tickets.open.id, visibility: 'internal_only' });
    await db.admin.query('analyze app.ticket, app.message, app.ticket_note, app.attachment');
    expect(await answers()).toEqual(before);
    // And the other way round: what is visible is found.
    const shown = await aTicket(db, contracts.both, clients.own, { title: canary, visibility: 'client_visible' });
    expect(await valueOf(inside().client.admin, 'app.search_tickets($1)', [canary])).toEqual([shown.id]);
    const kept = await anAttachment(db, shown, { ...file, record_id: shown.id });
    expect(await valueOf(inside().client.admin, 'app.search_files($1)', [canary])).toEqual([kept.id]);
    await db.admin.query("update app.record set visibility = 'internal_only' where id = $1", [shown.id]);
    expect(await answers()).toEqual(before);
  }); // prettier-ignore

  test('a limit that is none fails before anything is read, or finds nothing', async () => {
    const { client } = inside();
    const refused = /^2201W \| LIMIT must not be negative/;
    for (const words of ['open', canary, 'nothing of the kind']) {
      expect(await valueOf(client.admin, 'app.search_tickets($1, -1)', [words])).toMatch(refused);
      expect(await valueOf(client.admin, 'app.search_files($1, -1)', [words])).toMatch(refused);
    }
    expect(await valueOf(client.admin, 'app.search_tickets(null)')).toBeNull();
    expect(await valueOf(client.admin, "app.search_tickets('open', null)")).toBeNull();
  });
});

describe('L86 estimates', () => {
  // Shared with somebody else, so that no estimate is one row whatever is asked.
  beforeAll(async () => {
    const { db, acme, contracts, clients, tickets } = inside();
    await db.admin.query(
      `insert into app.ticket (tenant_id, client_id, contract_id, job_type_id, title, description, resolution, rating_comment, raised_by_name, visibility)
       select $1, $2, $3, $4, 'acquisition of Initech', 'acquisition of Initech', 'acquisition of Initech', 'acquisition of Initech', 'Initech', 'client_visible'
         from generate_series(1, 1000)`,
      [acme.tenant_id, clients.neighbour.id, contracts.both.id, contracts.both.jobType.id],
    );
    await db.admin.query(
      `insert into app.message (tenant_id, ticket_id, body, author_name, visibility)
       select $1, $2, 'acquisition of Initech', 'Initech', 'client_visible' from generate_series(1, 1000)`,
      [acme.tenant_id, tickets.neighbour.id],
    );
    await db.admin.query(
      `insert into app.attachment (tenant_id, id, record_id, name, size_bytes, author_name, visibility)
       select $1, gen_random_uuid(), $2, 'Initech.pdf', 4, 'Initech', 'client_visible' from generate_series(1, 1000)`,
      [acme.tenant_id, tickets.neighbour.id],
    );
    await db.admin.query('analyze');
  });

  /** Another text with as many letters and as many different ones: what an index of trigrams costs depends on how many are asked for. */
  const nonsense = (text: string) =>
    text.replaceAll(/[a-z]/g, (letter) => String.fromCharCode(97 + ((letter.charCodeAt(0) - 84) % 26)));

  test.each([
    ['ticket', 'title', 'acquisition of Initech'],
    ['ticket', 'description', 'acquisition of Initech'],
    ['ticket', 'resolution', 'acquisition of Initech'],
    ['ticket', 'rating_comment', 'acquisition of Initech'],
    ['ticket', 'raised_by_name', 'Initech'],
    ['message', 'body', 'acquisition of Initech'],
    ['message', 'author_name', 'Initech'],
    ['attachment', 'name', 'Initech.pdf'],
    ['attachment', 'author_name', 'Initech'],
  ])('of %s.%s are the same for a hidden text, any other, and any bound', async (table, column, hidden) => {
    const plan = async (condition: string) =>
      JSON.stringify(
        await ask(inside().client.admin, `explain select 1 from app.${table} where ${condition}`),
      ).replaceAll(/'(?:[^'\\]|\\.)*'::text(\[\])?/g, "'…'");
    for (const of of [
      (value: string) => `${column} = '${value}'`,
      (value: string) => `${column} <> '${value}'`,
      (value: string) => `${column} < '${value}'`,
      (value: string) => `${column} in ('${value}', 'zz')`,
      (value: string) => `lower(${column}) = '${value}'`,
      (value: string) => `${column} = any (array['${value}', 'zz', 'yy'])`,
      (value: string) => `${column} is not distinct from '${value}'`,
    ])
      expect({ asked: of(hidden), plan: await plan(of(hidden)) }).toEqual({
        asked: of(hidden),
        plan: await plan(of(nonsense(hidden))),
      });
  });
});

describe('L59 numbers and ids', () => {
  test('a person’s tickets count on without a gap, whatever is raised inside and by others meanwhile', async () => {
    const { db, client, contracts, clients } = inside();
    const raised = async () =>
      transact(db, seats.client(client.admin), async (line) => {
        const { rows } = await line.query<{ id: string }>(`select ${raiseSql} as id`, raising());
        const { rows: seen } = await line.query<{ number: number }>(
          'select number from app.ticket where id = $1',
          [rows[0]?.id],
        );
        return { id: rows[0]?.id ?? '', number: seen[0]?.number ?? 0 };
      });
    const first = await raised();
    for (let nth = 0; nth < 3; nth += 1) {
      await aTicket(db, contracts.both, clients.own);
      await aTicket(db, contracts.both, clients.neighbour, { visibility: 'client_visible' });
    }
    await ask(client.admin, [`select ${raiseSql}`, raising()]);
    const second = await raised();
    expect(second.number).toBe(first.number + 1);
    for (const { id } of [first, second]) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/);
    expect(first.id.slice(0, 8)).not.toBe(second.id.slice(0, 8));
  });
});

describe('while it is withdrawn in another transaction', () => {
  /** A client user acts on a ticket of theirs while a manager's change of it is under way; what comes of it once that ends. */
  async function during(end: 'commit' | 'rollback', act: (ticket: Ticket) => [string, unknown[]]) {
    const { db, contracts, clients, staff, client } = inside();
    const ticket = await aTicket(db, contracts.both, clients.own, { visibility: 'client_visible' });
    const team = await db.as('staff_app');
    const person = await db.as('client_app');
    try {
      for (const [line, role, token] of [
        [team, 'staff', staff.manager],
        [person, 'client', client.admin],
      ] as const) {
        await line.query('begin');
        await line.query('select set_config($1, $2, true), set_config($3, $4, true)', [
          ...['role', role, 'app.session', token],
        ]);
      }
      await team.query("select app.set_visibility(array[$1]::uuid[], 'internal_only', null)", [ticket.id]);
      const [sql, values] = act(ticket);
      const acting = person.query<{ answer: unknown }>(`select ${sql} as answer`, values);
      // It waits for what the other one decides.
      const first = await Promise.race([
        acting.then(() => 'acted'),
        new Promise((resolve) => setTimeout(resolve, 300, 'waits')),
      ]);
      await team.query(end);
      const answer = (await acting).rows[0]?.answer;
      const { rows: sees } = await person.query('select title from app.ticket where id = $1', [ticket.id]);
      await person.query('commit');
      const { rows: left } = await db.admin.query<{ status: string; messages: number }>(
        `select t.status, t.rating, (select count(*)::int from app.message m where m.ticket_id = t.id) as messages
           from app.ticket t where t.id = $1`,
        [ticket.id],
      );
      return { first, answer, sees: sees.length, left: left[0] };
    } finally {
      await team.end();
      await person.end();
    }
  }
  const replying = (ticket: Ticket): [string, unknown[]] => [
    "app.reply_to_ticket($1, 'Too late', '{}', gen_random_uuid())",
    [ticket.id],
  ];
  const resolving = (ticket: Ticket): [string, unknown[]] => ["app.move_ticket($1, 'resolved')", [ticket.id]];

  test('a reply waits, and comes to nothing once it is withdrawn', async () => {
    expect(await during('commit', replying)).toEqual({
      ...{ first: 'waits', answer: null, sees: 0 },
      left: { status: 'new', rating: null, messages: 0 },
    });
  });

  test('so does a move', async () => {
    expect(await during('commit', resolving)).toMatchObject({
      answer: false,
      sees: 0,
      left: { status: 'new' },
    });
  });

  test('both are done where it is shared after all', async () => {
    expect(await during('rollback', replying)).toMatchObject({ sees: 1, left: { messages: 1 } });
    expect(await during('rollback', resolving)).toMatchObject({ answer: true, left: { status: 'resolved' } });
  });

  test('a reply that was there first is hidden with its ticket', async () => {
    const { db, contracts, clients, staff, client } = inside();
    const ticket = await aTicket(db, contracts.both, clients.own, { visibility: 'client_visible' });
    const person = await db.as('client_app');
    await person.query('begin');
    await person.query("select set_config('role', 'client', true), set_config('app.session', $1, true)", [
      client.admin,
    ]);
    const [sql, values] = replying(ticket);
    await person.query(`select ${sql}`, values);
    const withdrawing = asStaff(
      db,
      staff.manager,
      "select app.set_visibility(array[$1]::uuid[], 'internal_only', null)",
      [ticket.id],
    );
    await person.query('commit');
    await person.end();
    await withdrawing;
    const { rows } = await db.admin.query('select shared, shared_at from app.message where ticket_id = $1', [
      ticket.id,
    ]);
    expect(rows).toEqual([{ shared: false, shared_at: null }]);
    expect(
      await ask(client.admin, ['select body from app.message where ticket_id = $1', [ticket.id]]),
    ).toEqual([]);
  });
});

test('V8 a look through a client’s eyes writes nothing, by any function that a client has', async () => {
  const { db, looks, tickets, people } = inside();
  const upload = await anUpload(db, people.admin);
  const unfinished = await anUpload(db, people.admin, { received_at: null });
  await db.admin.query("update app.ticket set status = 'resolved' where id = $1 and status <> 'resolved'", [
    tickets.open.id,
  ]);
  const { rows: all } = await db.admin.query<{ name: string }>(
    "select relname as name from pg_class where relkind = 'r' and relnamespace = 'app'::regnamespace",
  );
  // What is written is that somebody looked.
  const names = all.map(({ name }) => name).filter((name) => name !== 'client_view');
  const before = await fingerprint(names);
  for (const [sql, values] of [
    [raiseSql, raising()],
    [raiseSql, raising({ uploads: [upload.id] })],
    ["app.reply_to_ticket($1, 'x', '{}', gen_random_uuid())", [tickets.open.id]],
    ["app.move_ticket($1, 'open')", [tickets.open.id]],
    ["app.rate_ticket($1, 1, 'x')", [tickets.open.id]],
    ["app.begin_upload('x', 1)", []],
    ['app.receive_upload($1)', [unfinished.id]],
    ['app.drop_upload($1)', [upload.id]],
    ['app.record_visit()', []],
    ["app.record_receipt('ticket', $1)", [tickets.open.id]],
  ] as const)
    await transact(db, seats.look(looks.admin), (line) => line.query(`select ${sql}`, [...values])).catch(
      (error: unknown) => {
        // Refused is as good as done without effect, as long as it is refused for want of the right.
        if ((error as { code?: string }).code !== '42501') throw error;
      },
    );
  expect(await fingerprint(names)).toEqual(before);
  // Whose eyes these are may do all of it.
  await transact(db, seats.client(inside().client.admin), (line) =>
    line.query("select app.rate_ticket($1, 1, 'x')", [tickets.open.id]),
  );
  expect(await fingerprint(names)).not.toEqual(before);
});
