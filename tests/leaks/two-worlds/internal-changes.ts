/**
 * Random changes of Internal Only facts, made as staff through the staff login. Which tables and columns there are to
 * change comes from the catalog's grants, so a new one joins in by itself.
 */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';

type Column = { name: string; type: string; nullable: boolean };
type Table = {
  name: string;
  columns: string[];
  /** Rows carry "shared", so each is either visible to its client or not. */
  shareable: boolean;
  /** Whether its rows carry a flag of their own, from app.record. */
  flagged: boolean;
  /** A client may read some of its columns. */
  readable: boolean;
  insertable: Column[];
  /** Columns that staff may change and no client may read. */
  internal: Column[];
  updatable: Column[];
  deletable: boolean;
};

/** One thing to change: of this kind, in this table, where it is of one column that one. Resolves to how many rows it took. */
type Target = { kind: string; name: string; change: () => Promise<number | null> };

export type Changes = {
  /** How many of each kind took effect. */
  kinds: Record<string, number>;
  /** What they touched: tables, and columns as "app.task.labels". */
  touched: string[];
};

/** How often a target is tried in a round. */
const tries = 5;

/** A small seeded generator (mulberry32), so that a run can be repeated. */
function randomFrom(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return { next, pick: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T };
}

type Random = ReturnType<typeof randomFrom>;

/** Terms of a contract that clients notice: by being refused a ticket, and by what is disclosed of the clocks. */
const terms = [
  'app.contract_support.levels',
  'app.contract_support.sla_disclosure',
  'app.job_type.level',
  'app.job_type.active',
];

/** Whose order clients see of what is shared: of that it is no internal fact. Of what is hidden it is changed with the rest. */
const seenOrders = ['app.epic.position', 'app.story.position'];

/** What staff may write, out of the catalog. Columns that decide visibility, or that other rows' references hang on, are left to `flip`. */
async function readTables(admin: pg.Pool): Promise<Table[]> {
  const { rows } = await admin.query<{
    table: string;
    column: string;
    type: string;
    nullable: boolean;
    insert: boolean;
    update: boolean;
    internal: boolean;
    delete: boolean;
    shareable: boolean;
    flagged: boolean;
  }>(`
    select c.oid::regclass::text as table, a.attname as column, format_type(a.atttypid, null) as type, not a.attnotnull as nullable,
           has_column_privilege('staff', c.oid, a.attnum, 'insert') as insert,
           has_column_privilege('staff', c.oid, a.attnum, 'update') as update,
           not has_column_privilege('client', c.oid, a.attnum, 'select') as internal,
           has_table_privilege('staff', c.oid, 'delete') as delete,
           exists (select from pg_attribute s where s.attrelid = c.oid and s.attname = 'shared') as shareable,
           exists (select from pg_constraint f where f.conrelid = c.oid and f.confrelid = 'app.record'::regclass
                      and f.contype = 'f' and a.attname = 'visibility' and a.attnum = any (f.conkey)) as flagged
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind = 'r' and c.relnamespace = 'app'::regnamespace
     order by c.oid::regclass::text, a.attnum`);
  const byTable = Map.groupBy(rows, (row) => row.table);
  return [...byTable].flatMap(([name, columns]): Table[] => {
    const isWritable = columns.some((column) => column.insert || column.update);
    if (!isWritable) return [];
    const as = ({ column, type, nullable }: (typeof columns)[number]): Column => ({
      name: column,
      type,
      nullable,
    });
    const updatable = columns.filter(
      (column) =>
        column.update && column.column !== 'visibility' && !terms.includes(`${name}.${column.column}`),
    );
    return [
      {
        name,
        columns: columns.map(({ column }) => column),
        shareable: columns.some((column) => column.shareable),
        flagged: columns.some((column) => column.flagged),
        readable: columns.some((column) => !column.internal),
        insertable: columns.filter((column) => column.insert).map(as),
        internal: updatable.filter((column) => column.internal).map(as),
        updatable: updatable.map(as),
        deletable: columns.some((column) => column.delete),
      },
    ];
  });
}

/** Days and hours apart, so that a day of the team's that reached a client would be another one. */
const timeZones = ['Pacific/Kiritimati', 'Etc/GMT+12', 'Asia/Kathmandu', 'America/Denver'];

/** Of a comment. */
const onSharedTask =
  'exists (select from app.task k where k.tenant_id = comment.tenant_id and k.id = comment.record_id and k.shared)';
/** The rows of what a file hangs on: comments and notes are texts of one table. */
const rowsOf = (kind: string) =>
  kind === 'comment'
    ? "(select * from app.text where kind = 'comment') comment"
    : kind === 'note'
      ? "(select * from app.text where kind <> 'comment') note"
      : `app.${kind}`;

const word = (random: Random) => `canary ${Math.floor(random.next() * 1e9).toString(36)}`;

function valueFor({ type, nullable }: Column, random: Random, enums: Map<string, string[]>): unknown {
  if (nullable && random.next() < 0.1) return null;
  const labels = enums.get(type);
  if (labels) return random.pick(labels);
  if (type === 'text' || type === 'app.seen_text') return word(random);
  if (type === 'text[]') return [word(random), word(random)];
  if (type === 'app.day' || type.startsWith('timestamp'))
    return `2026-${String(1 + Math.floor(random.next() * 12)).padStart(2, '0')}-1${Math.floor(random.next() * 9)}`;
  if (type === 'boolean') return random.next() < 0.5;
  return Math.floor(random.next() * random.pick([20, 1_000]));
}

/** The column that carries whether what a reference refers to is Client Visible; null where there is none. */
const carriedFlag = (table: Table, reference: string): string | null =>
  [reference.replace(/_id$/, '_visible'), reference.replace(/_id$/, '_shared')].find((name) =>
    table.columns.includes(name),
  ) ?? null;

/** What a reference refers to: "assignee_staff_id" to app.staff_member, "depends_on_id" to app.task; null where it is none. */
function targetOf(column: string, tables: ReadonlySet<string>): string | null {
  const [, stem] = /^(?:.*_)?([a-z]+(?:_[a-z]+)?)_id$/.exec(column) ?? [];
  if (/staff(_member)?_id$/.test(column)) return 'app.staff_member';
  if (column === 'depends_on_id') return 'app.task';
  return stem && tables.has(`app.${stem}`) ? `app.${stem}` : null;
}

/** A client under a contract of its own, with support and nobody who could sign in: there from the first call on. */
async function aClientElsewhere(admin: pg.Pool): Promise<string> {
  const name = 'Canary Elsewhere';
  const found = await admin.query<{ id: string }>('select id from app.client where name = $1', [name]);
  if (found.rows[0]) return found.rows[0].id;
  const { rows } = await admin.query<{ id: string }>(
    `with c as (insert into app.client (tenant_id, name)
            select tenant_id, $1 from app.client_user group by tenant_id order by count(*) desc limit 1 returning tenant_id, id),
          k as (insert into app.contract (tenant_id, number, name) select tenant_id, 'CANARY-1', $1 from c returning tenant_id, id),
          s as (insert into app.contract_support (tenant_id, contract_id, levels) select tenant_id, id, '{l1,l2}' from k)
     insert into app.contract_client (tenant_id, contract_id, client_id, contract_number, contract_name)
     select k.tenant_id, k.id, c.id, 'CANARY-1', $1 from k, c returning client_id as id`,
    [name],
  );
  await admin.query(
    `insert into app.job_type (tenant_id, contract_id, name, level)
     select tenant_id, contract_id, 'canary kind', 'l1' from app.contract_client where client_id = $1`,
    [rows[0]?.id],
  );
  return rows[0]?.id ?? '';
}

/**
 * Makes `count` changes that no client may notice, as the staff member whose database token this is: everything there is
 * to change in turn, in random order and with random values. A change that a constraint refuses is passed over.
 */
export async function changeInternals(
  admin: pg.Pool,
  staff: pg.Client,
  token: string,
  count: number,
  seed: number,
): Promise<Changes> {
  const random = randomFrom(seed);
  const tables = await readTables(admin);
  const { rows: enumRows } = await admin.query<{ type: string; labels: string[] }>(
    `select format_type(enumtypid, null) as type, array_agg(enumlabel::text order by enumsortorder) as labels from pg_enum group by 1`,
  );
  const enums = new Map(enumRows.map(({ type, labels }) => [type, labels]));
  const { rows: names } = await admin.query<{ name: string }>(
    "select oid::regclass::text as name from pg_class where relkind = 'r' and relnamespace = 'app'::regnamespace",
  );
  const known = new Set(names.map(({ name }) => name));
  const inProject = new Set(
    tables.filter(({ columns }) => columns.includes('project_id')).map(({ name }) => name),
  );

  const randomRow = (table: Table, where = 'true') =>
    `(select ctid from ${table.name} where ${where} order by random() limit 1)`;
  const changed = async (sql: string, values: unknown[] = []) => (await staff.query(sql, values)).rowCount;
  /** What jobs do, and other clients. */
  const beneath = async (sql: string, values: unknown[] = []) => (await admin.query(sql, values)).rowCount;
  const elsewhere = await aClientElsewhere(admin);
  /** A file of the person's own that waits to be attached. */
  async function uploaded(): Promise<string> {
    const id = randomUUID();
    await changed('insert into app.upload (id, name, size_bytes) values ($1, $2, 4)', [id, word(random)]);
    await changed('update app.upload set received_at = now() where id = $1', [id]);
    return id;
  }

  /** Sets a column of one random row: a reference to a random record of the same project, anything else to a random value. */
  function edit(table: Table, column: Column, where: string, targetWhere = 'true') {
    // A text is edited by its author alone.
    const isOwn = column.name === 'body' && table.columns.includes('author_staff_id');
    const one = randomRow(table, isOwn ? `${where} and author_staff_id = app.staff_id()` : where);
    if (column.type !== 'uuid')
      return changed(`update ${table.name} set ${column.name} = $1 where ctid = ${one}`, [
        column.name === 'time_zone' ? random.pick(timeZones) : valueFor(column, random, enums),
      ]);
    const target = targetOf(column.name, known);
    if (!target) return Promise.resolve(null);
    const same =
      inProject.has(target) && target !== 'app.ticket' && table.columns.includes('project_id')
        ? 'and r.project_id = x.project_id'
        : '';
    const found = `(select r.id from ${target} r where r.tenant_id = x.tenant_id ${same} and ${targetWhere} order by random() limit 1)`;
    const value = column.nullable && random.next() < 0.2 ? 'null' : found;
    return changed(`update ${table.name} x set ${column.name} = ${value} where x.ctid = ${one}`);
  }

  /** A new row of a table that no client reads, on a random task, sprint and person of a random project. */
  function createUnshareable(table: Table) {
    const values: unknown[] = [];
    const given = table.insertable.filter(
      ({ name }) => name !== 'id' && name !== 'request_id' && !name.endsWith('_at'),
    );
    const value = (column: Column) => {
      if (column.name === 'tenant_id' || column.name === 'project_id') return `t.${column.name}`;
      if (column.name === 'task_id') return 't.id';
      // Time is spent on a task or on a ticket.
      if (column.name === 'record_id')
        return `case when random() < 0.5 then t.id else
                  (select k.id from app.ticket k where k.tenant_id = t.tenant_id order by random() limit 1) end`;
      if (column.name === 'staff_member_id' && table.name !== 'app.project_member') return 'app.staff_id()';
      const target = targetOf(column.name, known);
      if (target) {
        const same =
          inProject.has(target) && target !== 'app.ticket' ? 'and r.project_id = t.project_id' : '';
        return `(select r.id from ${target} r where r.tenant_id = t.tenant_id ${same} order by random() limit 1)`;
      }
      values.push(valueFor({ ...column, nullable: false }, random, enums));
      return `$${values.length}::${column.type}`;
    };
    const list = given.map(value);
    return changed(
      `insert into ${table.name} (${given.map(({ name }) => name).join(', ')})
       select ${list.join(', ')} from (select * from app.task order by random() limit 1) t`,
      values,
    );
  }

  const targets: Target[] = tables.flatMap((table): Target[] => {
    const of = (kind: string, change: Target['change'], column?: Column): Target => ({
      kind,
      name: column ? `${table.name}.${column.name}` : table.name,
      change,
    });
    if (!table.shareable && table.readable)
      return table.internal.map((column) =>
        of('editInternalColumn', () => edit(table, column, 'true'), column),
      );
    if (!table.shareable)
      return [
        /** Tables no client reads at all: defaults, members, dependencies, capacity, time, filters. */
        // Three times as often as they are deleted, so that there is something to edit.
        ...(table.insertable.length
          ? [1, 2, 3].map(() => of('createUnshareable', () => createUnshareable(table)))
          : []),
        ...table.updatable.map((column) => of('editUnshareable', () => edit(table, column, 'true'), column)),
        ...(table.deletable
          ? [
              of('deleteUnshareable', () =>
                changed(`delete from ${table.name} where ctid = ${randomRow(table)}`),
              ),
            ]
          : []),
      ];
    const hidden = 'not shared';
    const grouping = table.internal.filter(({ name }) => name.endsWith('_id') && carriedFlag(table, name));
    return [
      /** A hidden copy of any record, shared ones included. */
      of('create', () => {
        const columns = table.insertable.filter(({ name }) => name !== 'id');
        const values: unknown[] = [];
        const value = ({ name, type }: Column) => {
          if (name === 'visibility') return "'internal_only'";
          if (name === 'request_id') return 'null';
          if (!enums.has(type) || random.next() < 0.5) return name;
          values.push(random.pick(enums.get(type) ?? []));
          return `$${values.length}::${type}`;
        };
        const list = columns.map(value);
        return changed(
          `insert into ${table.name} (${columns.map(({ name }) => name).join(', ')}) select ${list.join(', ')} from ${table.name} order by random() limit 1`,
          values,
        );
      }),
      /** Anything of a hidden record. */
      ...table.updatable.map((column) => of('editHidden', () => edit(table, column, hidden), column)),
      /** What no client may read of a record they see. */
      ...table.internal
        .filter((column) => !grouping.includes(column) && column.name !== 'client_id')
        .filter((column) => !seenOrders.includes(`${table.name}.${column.name}`))
        .map((column) => of('editInternalColumn', () => edit(table, column, 'shared'), column)),
      /** A record they see among groups that they do not. */
      ...grouping.map((column) =>
        of(
          'regroup',
          () =>
            edit(table, column, `shared and ${carriedFlag(table, column.name)} is not true`, 'not r.shared'),
          column,
        ),
      ),
      ...(table.deletable
        ? [
            of('deleteHidden', () =>
              changed(`delete from ${table.name} where ctid = ${randomRow(table, hidden)}`),
            ),
          ]
        : []),
      /** The flag of a record that its parent hides, or that stays hidden. */
      ...(table.flagged
        ? [
            of('flip', async () => {
              const { rows } = await staff.query<{ id: string; changed: number }>(
                `select id, app.set_visibility(array[id], $1::app.visibility, null) as changed
                   from ${table.name} where ctid = ${randomRow(table, hidden)}`,
                [random.pick(['client_visible', 'internal_only'])],
              );
              const [one] = rows;
              if (!one?.changed) return 0;
              const { rowCount } = await staff.query(`select from ${table.name} where id = $1 and shared`, [
                one.id,
              ]);
              if (rowCount) throw new Error('this one would be shared');
              return one.changed;
            }),
          ]
        : []),
    ];
  });
  /** As `changed`, of a function that answers how many rows it reached, or whether it did. */
  const reached = async (sql: string) => {
    const { rows } = await staff.query<{ reached: number | boolean }>(sql);
    return Number(rows[0]?.reached ?? 0);
  };
  const planned = (tasks: string, sprints: string) =>
    reached(
      `select app.plan_into_sprint(t.project_id, array[t.id], (
                select s.id from app.sprint s where s.project_id = t.project_id and ${sprints} order by random() limit 1)) as reached
         from (select project_id, id from app.task where ${tasks} order by random() limit 1) t`,
    );
  targets.push(
    /** A task they see in a sprint that they do not, and a hidden one in any; a hidden project of another client. */
    {
      kind: 'regroup',
      name: 'app.task.sprint_id',
      change: () => planned('shared and sprint_visible is not true', 'not s.shared'),
    },
    /** The flags of several records at once, of whatever kinds, that what they hang on or their project hides. */
    {
      kind: 'flip',
      name: 'app.record.visibility',
      change: () =>
        reached(
          `select app.set_visibility(array(
                    select r.id from app.record r left join app.project p on p.tenant_id = r.tenant_id and p.id = r.project_id
                     where r.id <> r.root_id and (not r.parent_visible or not p.shared) and (r.kind <> 'note' or p.id is not null)
                     order by random() limit 7), '${random.pick(['client_visible', 'internal_only'])}', null) as reached`,
        ),
    },
    { kind: 'editHidden', name: 'app.task.sprint_id', change: () => planned('not shared', 'true') },
    {
      kind: 'editHidden',
      name: 'app.message.ticket_id',
      change: () =>
        reached(
          `select app.move_to_ticket(a.id, b.id) as reached
             from app.ticket a join app.ticket b on b.client_id = a.client_id and b.id <> a.id
            where not a.shared order by random() limit 1`,
        ),
    },
    {
      kind: 'editHidden',
      name: 'app.project.client_id',
      change: () =>
        reached(
          `select app.move_project(p.id, (select c.id from app.client c order by random() limit 1), null) as reached
             from (select id from app.project where not shared order by random() limit 1) p`,
        ),
    },
    /** What the team knows of who read what. Clients write it by reading; here it changes by itself. */
    {
      kind: 'receipt',
      name: 'app.read_receipt',
      change: async () =>
        (
          await admin.query(
            `insert into app.read_receipt as r (tenant_id, client_id, client_user_id, project_id, record_kind, record_id)
             select u.tenant_id, u.client_id, u.id, t.project_id, 'task', t.id
               from app.client_user u join app.task t on t.tenant_id = u.tenant_id and t.client_id = u.client_id
              order by random() limit 1
             on conflict (tenant_id, client_user_id, record_kind, record_id) do update set times = r.times + 1, last_at = now()`,
          )
        ).rowCount,
    },
    /** The clock moves on. */
    {
      kind: 'clock',
      name: 'app.ticket.breach_at',
      change: () =>
        beneath(
          `update app.ticket set breach_at = now() + random() * interval '1 day',
                  at_risk_at = case when random() < 0.5 then now() end, missed_at = case when random() < 0.5 then now() end
            where ctid = (select ctid from app.ticket order by random() limit 1)`,
        ),
    },
    {
      kind: 'clock',
      name: 'app.ticket_sla',
      change: () =>
        beneath(
          `insert into app.ticket_sla as s (tenant_id, client_id, contract_id, ticket_id, resolution)
           select tenant_id, client_id, contract_id, id, jsonb_build_object('state', 'running', 'elapsed_ms', (random() * 1000)::int)
             from app.ticket order by random() limit 1
           on conflict (tenant_id, ticket_id) do update set resolution = excluded.resolution, evaluated_at = now()`,
        ),
    },
    {
      kind: 'job',
      name: 'app.outbox',
      change: () =>
        beneath(
          `insert into app.outbox (tenant_id, kind, record_id)
           select tenant_id, 'close_ticket', id from app.ticket order by random() limit 1`,
        ),
    },
    {
      kind: 'job',
      name: 'app.job',
      change: () =>
        beneath(
          `insert into app.job as j (tenant_id, kind, record_id, next_run_at, last_error, died_at)
           select tenant_id, 'evaluate_sla', id, now(), 'canary', now() from app.ticket order by random() limit 1
           on conflict (tenant_id, kind, record_id) do update set attempts = j.attempts + 1`,
        ),
    },
    {
      kind: 'breach',
      name: 'app.sla_breach',
      change: () =>
        beneath(
          `insert into app.sla_breach as b (tenant_id, client_id, contract_id, ticket_id, clock, sla_policy_id, target_minutes, actual_minutes, breached_at)
           select tenant_id, client_id, contract_id, id, 'resolution', sla_policy_id, 60, 75, '2026-03-02' from app.ticket
            where sla_policy_id is not null order by random() limit 1
           on conflict (tenant_id, ticket_id, clock, breached_at) do update set actual_minutes = b.actual_minutes + 1`,
        ),
    },
    /** A ticket that is theirs led to a task that is not. */
    {
      kind: 'link',
      name: 'app.ticket_task',
      change: () =>
        changed(
          `insert into app.ticket_task (ticket_id, task_id)
           select t.id, k.id from app.ticket t join app.task k on k.client_id = t.client_id and k.shared <> t.shared
            order by random() limit 1`,
        ),
    },
    /** A ticket of the team becomes part of another that is the team's; tried more often, since few pairs allow it. */
    ...[1, 2, 3].map(() => ({
      kind: 'merge',
      name: 'app.ticket.merged_into_id',
      change: () =>
        changed(
          `update app.ticket t set merged_into_id = m.id
             from (select a.id as part, b.id from app.ticket a join app.ticket b on b.client_id = a.client_id and b.id <> a.id
                    where not a.shared and not b.shared and a.merged_into_id is null and b.merged_into_id is null
                    order by random() limit 1) m
            where t.id = m.part`,
        ),
    })),
    ...(
      [
        // On a note, which the team alone reads whatever the file's flag says; on a text that is theirs; and hidden on one that is not.
        ['ticket_note', 'client_visible', 'true'],
        ['message', 'client_visible', 'not shared'],
        ['message', 'internal_only', 'shared'],
        ['ticket', 'internal_only', 'shared'],
        ['ticket', 'client_visible', 'not shared'],
        // The team's on what is theirs of a project, and shared ones on what is not.
        ['task', 'internal_only', 'shared'],
        ['task', 'client_visible', 'not shared'],
        ['comment', 'internal_only', 'shared'],
        ['comment', 'client_visible', `not shared and ${onSharedTask}`],
        ['comment', 'client_visible', `not ${onSharedTask}`],
        ['note', 'internal_only', 'shared'],
        ['note', 'client_visible', 'not shared'],
      ] as const
    ).map(([parent, visibility, where]) => ({
      kind: 'file',
      name: `app.attachment on a ${parent}`,
      change: () =>
        beneath(
          `insert into app.attachment (tenant_id, id, record_id, visibility, name, size_bytes, author_name)
           select tenant_id, gen_random_uuid(), id, '${visibility}', 'canary.txt', 4, 'canary'
             from ${rowsOf(parent)} where ${where} order by random() limit 1`,
        ),
    })),
    /** A note of the team on any record that is theirs, and one flagged Client Visible on any that is not. */
    ...['project', 'epic', 'story', 'sprint', 'milestone', 'task'].flatMap((place) =>
      (
        [
          ['internal_only', 'shared'],
          ['client_visible', 'not shared'],
        ] as const
      ).map(([visibility, where]) => ({
        kind: 'note',
        name: `app.text on a ${place}`,
        change: () =>
          changed(
            `insert into app.text (kind, record_id, body, visibility)
             select 'note', id, $1, '${visibility}' from app.${place} where ${where} order by random() limit 1`,
            [word(random)],
          ),
      })),
    ),
    /** A file of the team on something that is theirs, or on an internal text there: there, looked at, found bad, and gone again. */
    ...(
      [
        ['task', "shared and not project_id = any (app.projects_sharing('attachment'))"],
        ['comment', `not shared and ${onSharedTask}`],
        ['note', 'not shared'],
        ['ticket_note', 'true'],
      ] as const
    ).map(([parent, where]) => ({
      kind: 'upload',
      name: `app.upload on a ${parent}`,
      change: async () => {
        const id = await uploaded();
        const hung = await changed(
          `insert into app.attachment (id, record_id) select $1, id from ${rowsOf(parent)} where ${where} order by random() limit 1`,
          [id],
        );
        await changed(`delete from app.attachment where id = $1`, [id]);
        return hung;
      },
    })),
    {
      kind: 'upload',
      name: 'app.upload',
      change: async () => changed('delete from app.upload where id = $1', [await uploaded()]),
    },
    {
      kind: 'upload',
      name: 'app.text with a file',
      change: async () => {
        const [id, comment] = [await uploaded(), randomUUID()];
        await changed(
          `insert into app.text (kind, id, record_id, body, visibility)
           select 'comment', $1, id, $2, 'internal_only' from app.task where shared order by random() limit 1`,
          [comment, word(random)],
        );
        await changed('insert into app.attachment (id, record_id) values ($1, $2)', [id, comment]);
        return random.next() < 0.5 ? 1 : changed('delete from app.text where id = $1', [comment]);
      },
    },
    {
      kind: 'file',
      name: 'app.attachment.scan_result',
      change: () =>
        beneath(
          `update app.attachment set state = 'quarantined', scan_result = 'canary', media_type = 'text/canary'
            where ctid = (select ctid from app.attachment where not shared and project_id is not null
                           order by random() limit 1)`,
        ),
    },
    {
      kind: 'file',
      name: 'app.attachment.state',
      change: () =>
        beneath(
          `update app.attachment set state = 'quarantined', scan_result = 'canary'
            where ctid = (select ctid from app.attachment where not shared order by random() limit 1)`,
        ),
    },
    /** A client of whom nobody is asked is busy: kinds of request, tickets and messages that they see. */
    {
      kind: 'elsewhere',
      name: 'app.job_type',
      change: () =>
        beneath(
          `insert into app.job_type (tenant_id, contract_id, name, level)
           select tenant_id, contract_id, $1, 'l1' from app.contract_client where client_id = $2`,
          [word(random), elsewhere],
        ),
    },
    {
      kind: 'elsewhere',
      name: 'app.ticket',
      change: () =>
        beneath(
          `insert into app.ticket (tenant_id, client_id, contract_id, job_type_id, title, description, raised_by_name, priority, visibility)
           select j.tenant_id, $2, j.contract_id, j.id, $1, $1, 'canary', 'critical', 'client_visible'
             from app.job_type j join app.contract_client k on k.contract_id = j.contract_id
            where k.client_id = $2 order by random() limit 1`,
          [word(random), elsewhere],
        ),
    },
    {
      kind: 'elsewhere',
      name: 'app.message',
      change: () =>
        beneath(
          `insert into app.message (tenant_id, ticket_id, body, author_name, visibility)
           select tenant_id, id, $1, 'canary', 'client_visible' from app.ticket where client_id = $2 order by random() limit 1`,
          [word(random), elsewhere],
        ),
    },
    /** Somebody of the team looks through a client user's eyes, and is done. */
    {
      kind: 'look',
      name: 'app.client_view',
      change: async () => {
        const { rows } = await staff.query<{ view: string | null }>(
          `select app.begin_client_view(u.id, sha256($1)) as view from (select id from app.client_user order by random() limit 1) u`,
          [Buffer.from(word(random))],
        );
        return rows[0]?.view ? 1 : null;
      },
    },
  );

  const kinds: Record<string, number> = {};
  const touched = new Set<string>();
  /** In which round a target last took effect. */
  const taken = new Map<Target, number>();
  await staff.query('select setseed($1)', [random.next()]);
  let made = 0;
  for (let round = 0; made < count && round < 40; round += 1) {
    const order = targets.map((target) => ({ target, at: random.next() })).sort((a, b) => a.at - b.at);
    // What chance draws may be refused; then it draws again, so that every target takes part.
    for (const { target } of order.flatMap((one) => Array.from({ length: tries }, () => one))) {
      if (made === count) break;
      if (taken.get(target) === round) continue;
      await staff.query('begin');
      await staff.query(`select set_config('role', 'staff', true), set_config('app.session', $1, true)`, [
        token,
      ]);
      try {
        const took = await target.change();
        await staff.query('commit');
        if (!took) continue;
        made += 1;
        taken.set(target, round);
        kinds[target.kind] = (kinds[target.kind] ?? 0) + 1;
        touched.add(target.name);
      } catch {
        await staff.query('rollback');
      }
    }
  }
  if (made < count) throw new Error(`only ${made} of ${count} internal changes took effect`);
  return { kinds, touched: [...touched].sort() };
}
