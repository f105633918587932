/** Search in files by their names: as in tickets, the function and the policies each hold alone. */
import { beforeAll, describe, expect, test } from 'vitest';
import { aClientUser, asClient, aSession, seats, type Seat } from '../support/builders.ts';
import { aMessage, anAttachment, aTicket, aTicketNote } from '../support/ticket-builders.ts';
import { attemptError, beneath, errorOf, tableOf } from './policy-assertions.ts';
import { useWorld } from './world.ts';

const inside = useWorld();
/** A word of its own for each file. */
const words = {
  ticket: 'aardvark',
  message: 'bandicoot',
  task: 'capybara',
  comment: 'dromedary',
  internal: 'echidna',
  note: 'flamingo',
  internalTicket: 'gazelle',
  internalMessage: 'hedgehog',
  internalTask: 'ibex',
  hiddenProject: 'jackal',
  neighbourTicket: 'kookaburra',
  neighbourTask: 'lemur',
  foreignTicket: 'manatee',
  foreignTask: 'narwhal',
};
type Word = keyof typeof words;
const all = Object.keys(words) as Word[];
const ofTickets: Word[] = ['ticket', 'message'];
const ofProjects: Word[] = ['task', 'comment'];
const ids = {} as Record<Word, string>;

beforeAll(async () => {
  const { db, contracts, clients, team, acme, rival } = inside();
  const open = { visibility: 'client_visible' };
  const file = async (
    word: Word,
    on: Record<string, string>,
    tenant = acme,
    visibility = 'client_visible',
  ) => {
    const name = `${words[word]}s_University-draft.v2.pdf`;
    ids[word] = (await anAttachment(db, tenant, { ...on, name, visibility })).id;
  };
  const idOf = async (kind: string, title: string) =>
    (
      await db.admin.query<{ id: string }>(
        `select id from app.${tableOf(kind)} where ${kind === 'task' ? 'title' : 'body'} = $1`,
        [title],
      )
    ).rows[0]?.id ?? '';
  const ticket = await aTicket(db, contracts.both, clients.own, open);
  const said = await aMessage(db, ticket, open);
  const unsaid = await aMessage(db, ticket);
  const noted = await aTicketNote(db, ticket, team.contributor);
  const hidden = await aTicket(db, contracts.both, clients.own);
  await file('ticket', { record_id: ticket.id });
  await file('message', { record_id: said.id });
  await file('task', { record_id: await idOf('task', 'shared/open') });
  await file('comment', { record_id: await idOf('comment', 'shared/open') });
  await file('internal', { record_id: ticket.id }, acme, 'internal_only');
  await file('note', { record_id: noted.id });
  await file('internalTicket', { record_id: hidden.id });
  await file('internalMessage', { record_id: unsaid.id });
  await file('internalTask', { record_id: await idOf('task', 'shared/internal') });
  await file('hiddenProject', { record_id: await idOf('task', 'hidden/open') });
  const theirs = await aTicket(db, contracts.both, clients.neighbour, open);
  await file('neighbourTicket', { record_id: theirs.id });
  await file('neighbourTask', { record_id: await idOf('task', 'neighbour/open') });
  const foreign = await aTicket(db, contracts.foreign, clients.stranger, open);
  await file('foreignTicket', { record_id: foreign.id }, rival);
  await file('foreignTask', { record_id: await idOf('task', 'foreign/open') }, rival);
});

/** The words that find something, under this seat: their own file, and nothing else. */
async function finding(seat: Seat, sins: string[] = [], misspelt = false): Promise<Word[]> {
  const found: Word[] = [];
  for (const word of all) {
    const { rows } = await beneath(inside().db, { sins, seat }, 'select app.search_files($1) as ids', [
      misspelt ? words[word].slice(0, -1) + 'x' : words[word],
    ]);
    const hits = (rows[0] as { ids: string[] }).ids;
    if (hits.length === 0) continue;
    expect(hits).toEqual([ids[word]]);
    found.push(word);
  }
  return found;
}
const search = async (token: string, query: string, most?: number) =>
  (
    await asClient<{ ids: string[] }>(
      inside().db,
      token,
      most === undefined ? 'select app.search_files($1) as ids' : 'select app.search_files($1, $2) as ids',
      most === undefined ? [query] : [query, most],
    )
  )[0]?.ids;

test('L40 L41: everybody finds the files that they can see, of the sections they have', async () => {
  const { client, looks } = inside();
  expect(await finding(seats.client(client.admin))).toEqual([...ofTickets, ...ofProjects]);
  expect(await finding(seats.look(looks.admin))).toEqual([...ofTickets, ...ofProjects]);
  expect(await finding(seats.client(client.employee))).toEqual(ofProjects);
  expect(await finding(seats.client(client.sectionless))).toEqual(ofTickets);
  expect(await finding(seats.client(client.neighbour))).toEqual(['neighbourTicket', 'neighbourTask']);
  expect(await finding(seats.client(client.stranger))).toEqual(['foreignTicket', 'foreignTask']);
});

test('also by a word that is nearly right, where no word is', async () => {
  const { client } = inside();
  expect(await finding(seats.client(client.admin), [], true)).toEqual([...ofTickets, ...ofProjects]);
  expect(await finding(seats.client(client.employee), [], true)).toEqual(ofProjects);
  expect(await finding(seats.client(client.sectionless), [], true)).toEqual(ofTickets);
});

test('L48: nobody finds any who was deactivated, lost the section, or has no session that holds', async () => {
  const { db, clients, clientNobodies } = inside();
  for (const [who, token] of Object.entries(clientNobodies))
    expect({ who, finds: await finding(seats.client(token)) }).toEqual({ who, finds: [] });
  const person = await aClientUser(db, clients.own, { sections: ['tickets'] });
  const token = await aSession(db, person);
  const set = (values: string) =>
    db.admin.query(`update app.client_user set ${values} where id = $1`, [person.id]);
  expect(await search(token, words.ticket)).toEqual([ids.ticket]);
  await set("sections = '{team}'");
  expect(await search(token, words.ticket)).toEqual([]);
  await set("sections = '{tickets}', active = false");
  expect(await search(token, words.ticket)).toEqual([]);
});

test('by the beginnings of words, in any order, by stems, and by all that people type', async () => {
  const { client } = inside();
  for (const [query, hits] of [
    ['aard', 1],
    ['AARD univ', 1],
    ['aardvark universi', 1],
    ['aardvarks_University-draft.v2.pdf', 1],
    ['aard drafts', 1],
    ['v2 aard', 1],
    ['vark', 0],
    [`${words.ticket} ${words.note}`, 0],
    ["aard'", 1],
    ['aard\\', 1],
    ["zzz'':* | !x", 0],
    ['', 0],
    ['&|!:*()', 0],
    ["'); drop table app.attachment; --", 0],
    ['-'.repeat(300), 0],
    ['x'.repeat(100_000), 0],
  ] as const)
    expect({ query: query.slice(0, 40), found: await search(client.admin, query) }).toEqual({
      query: query.slice(0, 40),
      found: hits ? [ids.ticket] : [],
    });
});

test('the latest first, as many as were asked for', async () => {
  const { db, client } = inside();
  await db.admin.query(
    `update app.attachment set shared_at = now() - interval '1 day' * array_position($1::uuid[], id) where id = any ($1)`,
    [[ids.comment, ids.ticket, ids.task, ids.message]],
  );
  const order = [ids.comment, ids.ticket, ids.task, ids.message];
  expect(await search(client.admin, 'university')).toEqual(order);
  expect(await search(client.admin, 'univ', 2)).toEqual(order.slice(0, 2));
  expect(await search(client.admin, 'univ', 0)).toEqual([]);
  expect(await search(client.admin, 'univ', 2_000_000_000)).toEqual(order);
});

test('the staff have no use for it', async () => {
  const w = inside();
  expect(await attemptError(w, seats.staff(w.staff.tenantManager), "select app.search_files('x')")).toBe(
    '42501 permission denied for function search_files',
  );
});

describe('the condition and the policy each hold alone', () => {
  const careless = `create or replace function app.search_files(words text, most integer default 1000, nearly boolean default true) returns uuid[]
    language plpgsql stable strict security definer set search_path = pg_catalog, pg_temp as $$
    begin return array(select id from app.attachment where search @@ plainto_tsquery('english', words)); end $$`;

  test('with a function that forgot its conditions, the policies hide what is hidden', async () => {
    const { client } = inside();
    const reading = async (seat: Seat) => {
      const found: Word[] = [];
      for (const word of all) {
        const { rows } = await beneath(
          inside().db,
          { sins: [careless], seat },
          'select id from app.attachment where id = any ((select app.search_files($1))::uuid[])',
          [words[word]],
        );
        if (rows.length) found.push(word);
      }
      return found;
    };
    // The ids are there, and lead to nothing.
    expect(await finding(seats.client(client.employee), [careless])).toEqual(all);
    expect(await reading(seats.client(client.employee))).toEqual(ofProjects);
    expect(await reading(seats.client(client.sectionless))).toEqual(ofTickets);
    expect(await reading(seats.client(client.neighbour))).toEqual(['neighbourTicket', 'neighbourTask']);
  });

  test('with policies that show everything, or that bind it, the function names what may be found', async () => {
    const { client } = inside();
    for (const sins of [
      ['drop policy floor on app.attachment', 'alter policy client_select on app.attachment using (true)'],
      ['alter role definer_search nobypassrls'],
    ]) {
      expect(await finding(seats.client(client.admin), sins)).toEqual([...ofTickets, ...ofProjects]);
      expect(await finding(seats.client(client.employee), sins)).toEqual(ofProjects);
      expect(await finding(seats.client(client.sectionless), sins)).toEqual(ofTickets);
    }
  });

  test('nobody reads the words it searches by', async () => {
    const { db, client } = inside();
    expect(
      await errorOf(
        beneath(db, { sins: [], seat: seats.client(client.admin) }, 'select search from app.attachment'),
      ),
    ).toBe('42501 permission denied for table attachment');
  });
});
