/**
 * Search in tickets: a definer reads past row security with the condition written out, and whoever asked reads what it names
 * under their own policies. Either alone keeps what is hidden hidden.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  aContract,
  asClient,
  aSession,
  aClientUser,
  asStaff,
  seats,
  type Seat,
} from '../support/builders.ts';
import {
  aMessage,
  anAttachment,
  aSupport,
  aTicket,
  aTicketNote,
  type Ticket,
} from '../support/ticket-builders.ts';
import { attemptError, beneath, errorOf } from './policy-assertions.ts';
import { projectRoles, useWorld } from './world.ts';

const inside = useWorld();
/** A word of its own for each place that text can stand in. */
const words = {
  title: 'aardvark',
  description: 'bandicoot',
  message: 'capybara',
  internalMessage: 'dromedary',
  note: 'echidna',
  internalTitle: 'flamingo',
  internalDescription: 'gazelle',
  messageOfInternal: 'hedgehog',
  noteOfInternal: 'ibex',
  neighbourTitle: 'jackal',
  neighbourMessage: 'kookaburra',
  foreignTitle: 'lemur',
  foreignMessage: 'manatee',
  foreignNote: 'narwhal',
  elsewhereTitle: 'ocelot',
  elsewhereMessage: 'pangolin',
  elsewhereNote: 'quokka',
  file: 'rattlesnake',
  messageFile: 'salamander',
  noteFile: 'tapir',
  internalFile: 'umbrellabird',
  fileOfInternalMessage: 'vicuna',
  fileOfInternal: 'wombat',
  taskFile: 'xerus',
  neighbourFile: 'yak',
  foreignFile: 'zebu',
  elsewhereFile: 'axolotl',
};
type Word = keyof typeof words;
const all = Object.keys(words) as Word[];
/** What the client of the shared ticket can read of it. */
const readable: Word[] = ['title', 'description', 'message', 'file', 'messageFile'];
const ofNeighbour: Word[] = [
  'neighbourTitle',
  'neighbourMessage',
  'elsewhereTitle',
  'elsewhereMessage',
  'neighbourFile',
  'elsewhereFile',
];
let shared: Ticket;
let internal: Ticket;
let elsewhere: Ticket;

beforeAll(async () => {
  const { db, contracts, clients, team } = inside();
  const open = { visibility: 'client_visible' };
  const file = (word: Word, parent: { tenant_id: string }, on: Record<string, string>, visibility = 'client_visible') =>
    anAttachment(db, parent, { ...on, name: `${words[word]}_reports-final.v2.pdf`, visibility }); // prettier-ignore
  shared = await aTicket(db, contracts.both, clients.own, {
    title: `The ${words.title} report`,
    description: `About ${words.description}s`,
    ...open,
  });
  const said = await aMessage(db, shared, { body: `A ${words.message} came`, ...open });
  const unsaid = await aMessage(db, shared, { body: `A ${words.internalMessage} went` });
  const noted = await aTicketNote(db, shared, team.contributor, { body: `An ${words.note} slept` });
  await file('file', shared, { record_id: shared.id });
  await file('messageFile', shared, { record_id: said.id });
  await file('noteFile', shared, { record_id: noted.id });
  await file('internalFile', shared, { record_id: shared.id }, 'internal_only');
  await file('fileOfInternalMessage', shared, { record_id: unsaid.id });
  const { rows: tasks } = await db.admin.query<{ id: string }>(
    "select id from app.task where title = 'shared/open'",
  );
  await file('taskFile', shared, { record_id: tasks[0]!.id });
  internal = await aTicket(db, contracts.both, clients.own, {
    title: `The ${words.internalTitle} report`,
    description: words.internalDescription,
  });
  await aMessage(db, internal, { body: words.messageOfInternal, ...open });
  await aTicketNote(db, internal, team.contributor, { body: words.noteOfInternal });
  await file('fileOfInternal', internal, { record_id: internal.id });
  const neighbour = await aTicket(db, contracts.both, clients.neighbour, {
    title: words.neighbourTitle,
    ...open,
  });
  await aMessage(db, neighbour, { body: words.neighbourMessage, ...open });
  await file('neighbourFile', neighbour, { record_id: neighbour.id });
  const foreign = await aTicket(db, contracts.foreign, clients.stranger, {
    id: shared.id,
    title: words.foreignTitle,
    ...open,
  });
  await aMessage(db, foreign, { body: words.foreignMessage, ...open });
  await file('foreignFile', foreign, { record_id: foreign.id });
  await aTicketNote(db, foreign, team.foreigner, { body: words.foreignNote });
  // Of the tenant, and of a contract on which no Member is.
  elsewhere = await aTicket(db, contracts.neighbour, clients.neighbour, {
    title: words.elsewhereTitle,
    ...open,
  });
  await aMessage(db, elsewhere, { body: words.elsewhereMessage, ...open });
  await file('elsewhereFile', elsewhere, { record_id: elsewhere.id });
  await aTicketNote(db, elsewhere, team.tenantManager, { body: words.elsewhereNote });
});

/** The words that find something, under this seat. */
async function finding(seat: Seat, call: string, sins: string[] = []): Promise<Word[]> {
  const found: Word[] = [];
  for (const word of all) {
    const { rows } = await beneath(
      inside().db,
      { sins, seat },
      `select cardinality(app.${call}($1)) as hits`,
      [words[word]],
    );
    if (Number(rows[0]?.hits) > 0) found.push(word);
  }
  return found;
}
const byClient = (token: string) => finding(seats.client(token), 'search_tickets');
const byStaff = (token: string) => finding(seats.staff(token), 'search_staff_tickets');
const search = async (token: string, query: string, most?: number) =>
  (
    await asClient<{ ids: string[] }>(
      inside().db,
      token,
      most === undefined
        ? 'select app.search_tickets($1) as ids'
        : 'select app.search_tickets($1, $2) as ids',
      most === undefined ? [query] : [query, most],
    )
  )[0]?.ids;

describe('app.search_tickets()', () => {
  test('L40 L42: a client finds what they can read, and never by what stands in a note or is internal', async () => {
    const { client } = inside();
    expect(await byClient(client.admin)).toEqual(readable);
    expect(await byClient(client.sectionless)).toEqual(readable);
    expect(await byClient(client.neighbour)).toEqual(ofNeighbour);
    expect(await byClient(client.stranger)).toEqual(['foreignTitle', 'foreignMessage', 'foreignFile']);
  });

  test('L41: an employee without section tickets finds nothing', async () => {
    expect(await byClient(inside().client.employee)).toEqual([]);
  });

  test('L48: nor does a person who was deactivated, lost the section, or has no session that holds', async () => {
    const { db, clients, clientNobodies } = inside();
    for (const [who, token] of Object.entries(clientNobodies))
      expect({ who, finds: await byClient(token) }).toEqual({ who, finds: [] });
    const person = await aClientUser(db, clients.own, { sections: ['tickets'] });
    const token = await aSession(db, person);
    expect(await search(token, words.title)).toEqual([shared.id]);
    await db.admin.query("update app.client_user set sections = '{projects}' where id = $1", [person.id]);
    expect(await search(token, words.title)).toEqual([]);
    await db.admin.query("update app.client_user set sections = '{tickets}', active = false where id = $1", [
      person.id,
    ]);
    expect(await search(token, words.title)).toEqual([]);
  });

  test('staff who look through their eyes find the same', async () => {
    const { looks } = inside();
    expect(await finding(seats.look(looks.admin), 'search_tickets')).toEqual(readable);
    expect(await finding(seats.client(looks.admin), 'search_tickets')).toEqual([]);
  });

  test('by stems, by titles that are nearly right, by phrases and without words', async () => {
    const { client } = inside();
    for (const [query, hits] of [
      [`${words.title}s reporting`, 1],
      [words.title.toUpperCase(), 1],
      ['aardvarck', 1],
      [`"came ${words.message}"`, 0],
      [`"${words.message} came"`, 1],
      [`${words.message} -came`, 0],
      [`${words.message} -"${words.message} came"`, 0],
      [`${words.message} -"came ${words.message}"`, 1],
      // More minuses than there are words to negate.
      [`${words.message} ${'-'.repeat(90)} ${'- '.repeat(40)}`, 1],
      [`${words.message} or ${words.note}`, 1],
      [`${words.message} ${words.internalMessage}`, 0],
      ['zzzzqqqq', 0],
      ['', 0],
      ["'); drop table app.ticket; --", 0],
      ['&|!:*()', 0],
      ['x'.repeat(100_000), 0],
    ] as const)
      expect({ query: query.slice(0, 40), found: await search(client.admin, query) }).toEqual({
        query: query.slice(0, 40),
        found: hits ? [shared.id] : [],
      });
  });

  test('a ticket that is hidden is found no more, nor is a message, and again once shown', async () => {
    const { db, client } = inside();
    const flag = (to: string, of: string, which: string, value: string) =>
      db.admin.query(
        `update app.record r set visibility = $1 from app.${of} x
          where x.tenant_id = r.tenant_id and x.id = r.id and x.tenant_id = $2 and x.${which} $3`,
        [to, shared.tenant_id, value],
      );
    await flag('internal_only', 'ticket', 'id =', shared.id);
    expect(await byClient(client.admin)).toEqual([]);
    await flag('client_visible', 'ticket', 'id =', shared.id);
    expect(await byClient(client.admin)).toEqual(readable);
    await flag('internal_only', 'message', 'body like', `%${words.message}%`);
    expect(await byClient(client.admin)).toEqual(['title', 'description', 'file']);
    await flag('client_visible', 'message', 'body like', `%${words.message}%`);
    await flag('internal_only', 'attachment', 'name like', `${words.file}%`);
    expect(await byClient(client.admin)).toEqual(['title', 'description', 'message', 'messageFile']);
    await flag('client_visible', 'attachment', 'name like', `${words.file}%`);
    expect(await byClient(client.admin)).toEqual(readable);
  });

  test('by each word of a file’s name, which ends at a point, a line or a dash, and by the whole of it', async () => {
    const { client } = inside();
    const name = `${words.file}_reports-final.v2.pdf`;
    for (const [query, hits] of [
      [name, 1],
      [name.toUpperCase(), 1],
      [`${words.file} final`, 1],
      [`${words.file}s report`, 1],
      [`"${words.file} reports"`, 1],
      [`"reports ${words.file}"`, 0],
      [`${words.file}_final`, 1],
      [`${words.file} v2`, 1],
      [`${words.file} -final`, 0],
      [`${words.file} -draft`, 1],
      [`${words.file}.${words.noteFile}`, 0],
      [`${words.file} ${words.internalFile}`, 0],
    ] as const)
      expect({ query, found: await search(client.admin, query) }).toEqual({
        query,
        found: hits ? [shared.id] : [],
      });
  });

  test('the most recent by the client’s own activity first, as many as were asked for', async () => {
    const { db, contracts, clients, client } = inside();
    const visible = { title: 'rhinoceros', visibility: 'client_visible' };
    const tickets = [
      await aTicket(db, contracts.both, clients.own, visible),
      await aTicket(db, contracts.both, clients.own, visible),
      await aTicket(db, contracts.both, clients.own, visible),
    ].map(({ id }) => id);
    await db.admin.query(
      "insert into app.message (tenant_id, ticket_id, body, author_name, visibility) values ($1, $2, 'Found the rhinoceros', 'x', 'client_visible')",
      [shared.tenant_id, tickets[0]],
    );
    // An internal word on another moves nothing.
    await db.admin.query(
      "insert into app.message (tenant_id, ticket_id, body, author_name) values ($1, $2, 'rhinoceros', 'x')",
      [shared.tenant_id, tickets[1]],
    );
    const order = [tickets[0], tickets[2], tickets[1]];
    expect(await search(client.admin, 'rhinoceros')).toEqual(order);
    expect(await search(client.admin, 'rhinoceros', 2)).toEqual(order.slice(0, 2));
    expect(await search(client.admin, 'rhinoceros', 0)).toEqual([]);
    expect(await search(client.admin, 'rhinoceros', 2_000_000_000)).toEqual(order);
  });
});

describe('app.search_staff_tickets()', () => {
  const reachable: Word[] = all.filter((word) => !/^(foreign|elsewhere|task)/.test(word));

  test('finds in the contracts that the person is on, notes and internal messages included', async () => {
    const { staff } = inside();
    for (const role of projectRoles) expect(await byStaff(staff[role])).toEqual(reachable);
    expect(await byStaff(staff.tenantManager)).toEqual(all.filter((word) => !/^(foreign|task)/.test(word)));
    expect(await byStaff(staff.foreigner)).toEqual([
      'foreignTitle',
      'foreignMessage',
      'foreignNote',
      'foreignFile',
    ]);
  });

  test('L48: and nothing for people on none, and for nobody', async () => {
    const { staff, staffNobodies } = inside();
    expect(await byStaff(staff.outsider)).toEqual([]);
    for (const [who, token] of Object.entries(staffNobodies))
      expect({ who, finds: await byStaff(token) }).toEqual({ who, finds: [] });
  });

  test('a member who is taken off the contract finds nothing on it', async () => {
    const { db, clients, staff, team } = inside();
    const contract = await aSupport(db, await aContract(db, [clients.own]));
    await aTicket(db, contract, clients.own, { title: 'stegosaurus' });
    const hits = async () =>
      (
        await asStaff<{ ids: string[] }>(
          db,
          staff.outsider,
          "select app.search_staff_tickets('stegosaurus') as ids",
        )
      )[0]?.ids;
    await db.admin.query("insert into app.contract_member values ($1, $2, $3, 'observer')", [
      contract.tenant_id,
      contract.id,
      team.outsider.id,
    ]);
    expect(await hits()).toHaveLength(1);
    await db.admin.query('delete from app.contract_member where staff_member_id = $1', [team.outsider.id]);
    expect(await hits()).toEqual([]);
  });
});

test('each realm searches by its own function alone', async () => {
  const w = inside();
  expect(await attemptError(w, seats.staff(w.staff.tenantManager), "select app.search_tickets('x')")).toBe(
    '42501 permission denied for function search_tickets',
  );
  expect(await attemptError(w, seats.client(w.client.admin), "select app.search_staff_tickets('x')")).toBe(
    '42501 permission denied for function search_staff_tickets',
  );
});

describe('the condition and the policy each hold alone', () => {
  /** The functions as they would be if somebody forgot every condition. */
  const careless = (name: string, notes = '') =>
    `create or replace function app.${name}(words text, most integer default 1000, nearly boolean default true) returns uuid[]
       language plpgsql stable strict security definer set search_path = pg_catalog, pg_temp as $$
       declare query tsquery := websearch_to_tsquery('english', words);
       begin
         return array(select id from app.ticket where search @@ query union select ticket_id from app.message where search @@ query
           union select ticket_id from app.attachment where search @@ query ${notes});
       end $$`;

  /** What each word leads to under a seat when the ids are read, as the application reads them. */
  async function reading(seat: Seat, call: string, sins: string[]) {
    const titles: Record<string, unknown[]> = {};
    for (const word of all) {
      const { rows } = await beneath(
        inside().db,
        { sins, seat },
        `select title from app.ticket where id = any ((select app.${call}($1))::uuid[]) order by 1`,
        [words[word]],
      );
      if (rows.length) titles[word] = rows.map(({ title }) => title);
    }
    return titles;
  }

  test('with a function that forgot its conditions, the policies hide what is hidden', async () => {
    const { client, staff } = inside();
    const sins = [
      careless('search_tickets'),
      careless('search_staff_tickets', 'union select ticket_id from app.ticket_note where search @@ query'),
    ];
    // The ids are there, and lead to nothing.
    expect(await finding(seats.client(client.employee), 'search_tickets', sins)).not.toEqual([]);
    expect(await reading(seats.client(client.employee), 'search_tickets', sins)).toEqual({});
    const own = await reading(seats.client(client.admin), 'search_tickets', sins);
    expect(new Set(Object.values(own).flat())).toEqual(new Set([`The ${words.title} report`]));
    for (const word of [
      'internalTitle',
      'internalDescription',
      'messageOfInternal',
      'neighbourTitle',
      'neighbourMessage',
      'elsewhereTitle',
      'fileOfInternal',
      'neighbourFile',
    ])
      expect(own).not.toHaveProperty(word);
    expect(await reading(seats.staff(staff.outsider), 'search_staff_tickets', sins)).toEqual({});
    const member = await reading(seats.staff(staff.observer), 'search_staff_tickets', sins);
    expect(Object.keys(member).filter((word) => word.startsWith('elsewhere'))).toEqual([]);
    expect(new Set(Object.values(member).flat())).not.toContain(words.foreignTitle);
  });

  test('on a server that lets no role read past row security, policies of its own let it find the same', async () => {
    const { client, staff } = inside();
    const sins = ['alter role definer_search nobypassrls'];
    expect(await finding(seats.client(client.admin), 'search_tickets', sins)).toEqual(readable);
    expect(await finding(seats.client(client.employee), 'search_tickets', sins)).toEqual([]);
    expect(await finding(seats.staff(staff.observer), 'search_staff_tickets', sins)).toEqual(
      all.filter((word) => !/^(foreign|elsewhere|task)/.test(word)),
    );
  });

  test('with policies that show everything, the functions name what may be found', async () => {
    const { client, staff } = inside();
    const sins = [
      'drop policy floor on app.ticket',
      'drop policy floor on app.message',
      'drop policy floor on app.attachment',
      'alter policy client_select on app.attachment using (true)',
      'alter policy staff_select on app.attachment using (true)',
      'alter policy client_select on app.ticket using (true)',
      'alter policy client_select on app.message using (true)',
      'alter policy staff_select on app.ticket using (true)',
      'alter policy staff_select on app.message using (true)',
      'alter policy staff_select on app.ticket_note using (true)',
    ];
    expect(await finding(seats.client(client.admin), 'search_tickets', sins)).toEqual(readable);
    expect(await finding(seats.client(client.employee), 'search_tickets', sins)).toEqual([]);
    expect(await finding(seats.staff(staff.outsider), 'search_staff_tickets', sins)).toEqual([]);
    expect(await finding(seats.staff(staff.observer), 'search_staff_tickets', sins)).toEqual(
      all.filter((word) => !/^(foreign|elsewhere|task)/.test(word)),
    );
  });

  test('the definer reads no text but what is searched, and writes nothing', async () => {
    const { db, client } = inside();
    const doing = (statement: string) =>
      errorOf(
        beneath(
          db,
          {
            sins: [
              `create or replace function app.search_tickets(words text, most integer default 1000, nearly boolean default true) returns uuid[]
                 language plpgsql volatile strict security definer set search_path = pg_catalog, pg_temp as $$ begin ${statement}; return '{}'; end $$`,
            ],
            seat: seats.client(client.admin),
          },
          "select app.search_tickets('x')",
        ),
      );
    for (const statement of [
      'perform description from app.ticket',
      'perform body from app.message',
      'perform body from app.ticket_note',
      'perform scan_result from app.attachment',
      'perform author_name from app.attachment',
      'delete from app.attachment',
      "update app.ticket set title = 'x'",
      'delete from app.ticket_note',
      'perform name from app.client_user',
    ])
      expect({ statement, error: await doing(statement) }).toEqual({
        statement,
        error: expect.stringMatching(/^42501 permission denied for table/) as unknown,
      });
    expect(await doing('perform search from app.ticket_note')).toBe('no error');
  });
});

describe('words are found by index, under the role that searches: below a policy they would not be', () => {
  /** Where the one index of a table is left, how each statement of a search goes about it. */
  async function plansOf(
    index: string,
    table: string,
    seat: Seat,
    call: string,
    word: string,
  ): Promise<string> {
    const client = await inside().db.admin.connect();
    const plans: string[] = [];
    const hear = ({ message = '' }: { message?: string | undefined }) => plans.push(message);
    client.on('notice', hear);
    try {
      await client.query('begin');
      await client.query(`load 'auto_explain'`);
      for (const [name, value] of [
        ['auto_explain.log_min_duration', '0'],
        ['auto_explain.log_nested_statements', 'on'],
        // The functions are silent below that: their client_min_messages is error.
        ['auto_explain.log_level', 'info'],
        ['enable_seqscan', 'off'],
      ])
        await client.query(`set local ${name} = ${value}`);
      // In a table of so few rows any index will do; what is asked is whether this one can be used.
      await client.query(
        'update pg_index set indisvalid = false where indrelid = $1::regclass and indexrelid is distinct from to_regclass($2)',
        [`app.${table}`, `app.${index}`],
      );
      await client.query('discard plans');
      await client.query(`set local session authorization ${seat.login}`);
      await client.query("select set_config('app.session', $1, true), set_config('app.tenant', $2, true)", [
        seat.token,
        seat.tenant ?? '',
      ]);
      await client.query(`set local role ${seat.role}`);
      await client.query(`select app.${call}($1)`, [word]);
      return plans.join('\n');
    } finally {
      client.off('notice', hear);
      await client.query('rollback');
      // Its plans are made for a table without its other indexes.
      client.release(true);
    }
  }

  test.each([
    ['ticket_search_for_client', 'ticket', 'client', '@@'],
    ['message_search_for_client', 'message', 'client', '@@'],
    ['ticket_title_for_client', 'ticket', 'client', '%>'],
    ['ticket_search_for_staff', 'ticket', 'staff', '@@'],
    ['message_search_for_staff', 'message', 'staff', '@@'],
    ['ticket_note_search_for_staff', 'ticket_note', 'staff', '@@'],
    ['ticket_title_for_staff', 'ticket', 'staff', '%>'],
  ] as const)('%s', async (index, table, realm, operator) => {
    const { client, staff } = inside();
    // Titles are compared where nothing holds the word.
    const word = operator === '%>' ? 'aardvarck' : 'aardvark';
    const plans =
      realm === 'client'
        ? await plansOf(index, table, seats.client(client.admin), 'search_tickets', word)
        : await plansOf(index, table, seats.staff(staff.tenantManager), 'search_staff_tickets', word);
    const conditions = [...plans.matchAll(new RegExp(`Scan on ${index} .*\\n\\s*Index Cond: (.*)`, 'g'))].map(
      ([, condition]) => condition,
    );
    expect(conditions).toContainEqual(expect.stringContaining(operator));
  });
});
