/** Support terms of a contract, and the reports on its tickets: who may set them up, and what they then say. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aContract, type Client, type StaffMember } from '../support/builders.ts';
import { aBreach, aContractMember, anEvaluation, aSupport, aTicket } from '../support/ticket-builders.ts';
import { rowOf } from '../portal/ticket-desk.ts';
import {
  dataOf,
  startSampleCompany,
  type Answer,
  type SampleCompany,
  type Visitor,
} from '../support/visitor.ts';

let company: SampleCompany;
let marta: Visitor;
let jonas: Visitor;
let sofie: Visitor;
let contractId: string;

type Contract = {
  maySetUp: boolean;
  version: number | null;
  levels: string[];
  reopenDays: number;
  disclosure: string;
  members: { id: string; name: string; role: string }[];
  jobTypes: { id: string; name: string; level: string; active: boolean }[];
  policies: { id: string; timeZone: string; targets: object[]; businessHours: object; by: string | null }[];
  held: { id: string; tickets: number; steps: number; reachesAnyway: boolean }[];
  steps: { clock: string; atPercent: number; name: string; reaches: boolean; goesTo: string | null }[];
  staff: { id: string; name: string }[];
};

beforeAll(async () => {
  company = await startSampleCompany();
  // The days of these tests are counted in UTC.
  await company.database.admin.query(`update app.tenant set time_zone = 'UTC'`);
  marta = await company.asPerson('marta@');
  jonas = await company.asPerson('jonas@');
  sofie = await company.asPerson('sofie@');
  contractId = await company.idOf(`select id from app.contract where number = 'CON-2024-018'`);
});
afterAll(() => company.stop());

const opened = async (visitor: Visitor) =>
  dataOf(await visitor.query('staff', 'contracts.open', { contractId })) as Contract;
const fieldsOf = ({ body }: Answer) =>
  (JSON.parse(body) as { error: { data: { fields?: Record<string, string> } } }).error.data.fields;
const set = (visitor: Visitor, name: string, input: object) =>
  visitor.mutate('staff', `contracts.${name}`, { contractId, ...input });

const policy = {
  timeZone: 'Europe/Berlin',
  monday: '09:00-12:00, 13:00-17:30',
  tuesday: '9:00–17:30',
  holidays: '2026-12-25 Christmas Day\n2027-01-01',
  thresholds: '90, 50',
  pausesOnHold: 'on',
  'first_response.every.high': '1h',
  'resolution.every.high': '8h',
  'resolution.l3.high': '1:30',
  'around_the_clock.every.critical': 'on',
};

describe('who sets up support', () => {
  test('a manager of the tenant does; an agent reads it; who is not on the contract finds nothing', async () => {
    expect((await opened(marta)).maySetUp).toBe(true);
    expect((await opened(jonas)).maySetUp).toBe(false);
    expect((await sofie.query('staff', 'contracts.open', { contractId })).status).toBe(404);
    expect(dataOf(await sofie.query('staff', 'contracts.list', undefined))).toEqual([]);
    const { staff, version } = await opened(marta);
    for (const [name, input] of [
      ['saveSupport', { levels: ['l1'], reopenDays: 1, disclosure: 'nothing', version }],
      ['setMember', { staffMemberId: staff[0]?.id, role: 'owner' }],
      ['saveJobType', { jobTypeId: null, name: 'Mine', level: 'l1' }],
      ['addSlaPolicy', policy],
      ['setStep', { clock: 'resolution', atPercent: 10, staffMemberId: staff[0]?.id }],
    ] as const)
      expect({ name, status: (await set(jonas, name, input)).status }).toEqual({ name, status: 403 });
  });
});

test('levels, window and disclosure are saved, and a stale save is told so', async () => {
  const { version } = await opened(marta);
  const save = (input: object) =>
    set(marta, 'saveSupport', { levels: ['l1', 'l2', 'l3'], reopenDays: 21, disclosure: 'status', ...input });
  expect((await save({ version })).status).toBe(200);
  expect(await opened(marta)).toMatchObject({ reopenDays: 21, disclosure: 'status' });
  expect((await save({ version })).status).toBe(409);
  expect(fieldsOf(await save({ version, levels: [] }))).toEqual({ levels: 'Choose at least one level.' });
});

test.each(['', ' ', '0x10', '1e2', '-1', '2.5', 'two', '７', null, [3]])(
  'days and per cent are not made of %j',
  async (typed) => {
    const { version, staff, steps } = await opened(marta);
    const days = { levels: ['l1', 'l2', 'l3'], reopenDays: typed, disclosure: 'status', version };
    expect(fieldsOf(await set(marta, 'saveSupport', days))).toEqual({
      reopenDays: 'Enter a whole number of days.',
    });
    const step = { clock: 'resolution', atPercent: typed, staffMemberId: staff[0]?.id };
    expect(fieldsOf(await set(marta, 'setStep', step))).toEqual({
      atPercent: 'Enter a whole number from 1 to 100.',
    });
    expect(await opened(marta)).toMatchObject({ version, steps });
  },
);

test('a job type that clients are offered starts on a level that the contract includes', async () => {
  const { version } = await opened(marta);
  const cut = await set(marta, 'saveSupport', {
    ...{ levels: ['l3'], reopenDays: 14, disclosure: 'status', version },
  });
  expect([cut.status, fieldsOf(cut)]).toEqual([
    409,
    { levels: "A job type uses a level you're removing. Change the job type first." },
  ]);
  const kind = await set(marta, 'saveJobType', {
    ...{ jobTypeId: null, name: 'Architecture', level: 'solution_architect' },
  });
  expect([kind.status, fieldsOf(kind)]).toEqual([400, { level: "The contract doesn't include this level." }]);
});

test('a new SLA counts from now on; what was promised before stays', async () => {
  const before = await opened(marta);
  const measured = () =>
    company.database.admin.query(
      'select id, sla_policy_id from app.ticket where contract_id = $1 order by id',
      [contractId],
    );
  const then = await measured();
  expect((await set(marta, 'addSlaPolicy', policy)).status).toBe(200);
  const after = await opened(marta);
  expect(after.policies).toHaveLength(before.policies.length + 1);
  expect(after.policies[0]).toMatchObject({
    timeZone: 'Europe/Berlin',
    by: 'Marta Lind',
    businessHours: {
      monday: [
        ['09:00', '12:00'],
        ['13:00', '17:30'],
      ],
      tuesday: [['09:00', '17:30']],
      wednesday: [],
    },
    thresholds: [50, 90],
    holidays: [
      { day: '2026-12-25', name: 'Christmas Day' },
      { day: '2027-01-01', name: '' },
    ],
  });
  expect(after.policies[0]?.targets).toContainEqual({
    priority: 'high',
    level: 'l3',
    first_response_minutes: null,
    resolution_minutes: 90,
    around_the_clock: false,
  });
  expect((await measured()).rows).toEqual(then.rows);
});

const overMidnight = (from: string, until: string) =>
  `Hours past midnight belong to two days: end this one with ${from}-24:00, and start the next with 00:00-${until}.`;

test.each([
  [{ monday: '17:00-09:00' }, { monday: overMidnight('17:00', '09:00') }],
  [{ friday: '22:00-06:00' }, { friday: overMidnight('22:00', '06:00') }],
  [{ friday: '9:00-9:00' }, { friday: '9:00 to 9:00 covers no time. For the whole day, enter 00:00-24:00.' }],
  [{ monday: '09:00-12:00, 11:00-13:00' }, { monday: 'These hours overlap.' }],
  [
    { monday: 'in the morning' },
    {
      monday: 'Enter hours like 09:00-17:30. Separate several with commas; leave a closed day empty.',
    },
  ],
  [{ monday: '09:00-25:00' }, { monday: "“09:00-25:00” isn't a valid time." }],
  [{ holidays: 'Christmas' }, { holidays: '“Christmas”: start with a date like 2026-12-25.' }],
  [
    { holidays: '2026-02-30 No day' },
    { holidays: '“2026-02-30 No day”: start with a date like 2026-12-25.' },
  ],
  [{ thresholds: '50, 100' }, { thresholds: 'Enter up to ten whole numbers from 1 to 99, like 50, 75, 90.' }],
  [
    { thresholds: '0x32 5e1' },
    { thresholds: 'Enter up to ten whole numbers from 1 to 99, like 50, 75, 90.' },
  ],
  [{ 'resolution.every.high': 'soon' }, { 'resolution.every.high': 'Enter a duration like 4h or 1:30.' }],
])('an SLA that cannot be read is told at its field: %o', async (given, fields) => {
  const answer = await set(marta, 'addSlaPolicy', { ...policy, ...given });
  expect(answer.status).toBe(400);
  expect(fieldsOf(answer)).toEqual(fields);
});

const neverOpen =
  'There are no business hours, so this target would never be due. Add business hours or select “24/7”.';
const closedAYear =
  'These holidays close every business day of the coming year. Remove the ones that are not holidays.';
const tooLong =
  'In these hours, this target would take more than two years. Shorten it or extend your business hours.';
const comingMondays = Array.from({ length: 60 }, (_, week) => {
  const monday = new Date(Date.now() + week * 7 * 86_400_000);
  monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7));
  return monday.toISOString().slice(0, 10);
}).join('\n');

test.each([
  [
    'all days closed',
    { monday: 'closed', tuesday: '' },
    ['first_response.every.high', 'resolution.every.high', 'resolution.l3.high'],
    neverOpen,
  ],
  ['every open day a holiday', { tuesday: '', holidays: comingMondays }, ['holidays'], closedAYear],
  [
    'a minute a week',
    { monday: '09:00-09:01', tuesday: '', 'first_response.every.high': '' },
    ['resolution.every.high'],
    tooLong,
  ],
])('an SLA that means nothing is told at its field: %s', async (_, given, fields, sentence) => {
  const before = (await opened(marta)).policies.length;
  const answer = await set(marta, 'addSlaPolicy', { ...policy, ...given });
  expect(answer.status).toBe(400);
  expect(fieldsOf(answer)).toEqual(Object.fromEntries(fields.map((field) => [field, sentence])));
  expect((await opened(marta)).policies.length).toBe(before);
});

test('hours up to midnight, a policy around the clock without hours, and one that promises nothing are put into force', async () => {
  const closed = { monday: '', tuesday: 'Closed', 'around_the_clock.every.high': 'on' };
  for (const given of [{ monday: '22:00-00:00', tuesday: '00:00-06:00' }, closed])
    expect((await set(marta, 'addSlaPolicy', { ...policy, ...given })).status).toBe(200);
  expect((await set(marta, 'addSlaPolicy', { timeZone: 'UTC' })).status).toBe(200);
});

test('a time zone that does not exist is refused by the database', async () => {
  expect((await set(marta, 'addSlaPolicy', { ...policy, timeZone: 'Mars/Olympus' })).status).toBe(400);
});

test('people, kinds of job and escalation steps come, change and go', async () => {
  const { staff } = await opened(marta);
  const sofieId = staff.find(({ name }) => name === 'Sofie Brandt')?.id;
  await set(marta, 'setMember', { staffMemberId: sofieId, role: 'observer' });
  expect((await opened(sofie)).members).toContainEqual({
    id: sofieId,
    name: 'Sofie Brandt',
    role: 'observer',
  });
  await set(marta, 'setMember', { staffMemberId: sofieId, role: 'none' });
  expect((await sofie.query('staff', 'contracts.open', { contractId })).status).toBe(404);

  expect((await set(marta, 'saveJobType', { jobTypeId: null, name: 'Training', level: 'l3' })).status).toBe(
    200,
  );
  const training = (await opened(marta)).jobTypes.find(({ name }) => name === 'Training');
  expect((await set(marta, 'saveJobType', { jobTypeId: null, name: 'Training', level: 'l3' })).status).toBe(
    409,
  );
  await set(marta, 'saveJobType', { jobTypeId: training?.id, name: 'Training', level: 'l3', active: false });
  expect((await opened(marta)).jobTypes).toContainEqual({ ...training, active: false });

  const step = { clock: 'first_response', atPercent: 60, staffMemberId: sofieId };
  const refused = await set(marta, 'setStep', step);
  expect(refused.status).toBe(400);
  expect(fieldsOf(refused)).toEqual({
    staffMemberId:
      "Sofie Brandt isn't on this contract, so it wouldn't appear in their queue. Choose someone who is.",
  });
  expect((await opened(marta)).staff).toContainEqual({ id: sofieId, name: 'Sofie Brandt', reaches: false });
  await set(marta, 'setMember', { staffMemberId: sofieId, role: 'observer' });
  expect((await opened(marta)).staff).toContainEqual({ id: sofieId, name: 'Sofie Brandt', reaches: true });
  await set(marta, 'setStep', step);
  expect((await opened(marta)).steps).toContainEqual(
    expect.objectContaining({ clock: 'first_response', atPercent: 60, name: 'Sofie Brandt' }),
  );
  await set(marta, 'setStep', { ...step, staffMemberId: null });
  expect((await opened(marta)).steps.map(({ atPercent }) => atPercent)).not.toContain(60);
  await set(marta, 'setMember', { staffMemberId: sofieId, role: 'none' });
});

test('removing a member lists their open tickets first, and says afterwards whom the escalation path notifies', async () => {
  const { staff } = await opened(marta);
  const personOf = (name: string) => staff.find((one) => one.name === name)?.id ?? '';
  const sofieId = personOf('Sofie Brandt');
  const page = async () =>
    (await marta.fetch(`/staff/contracts/${contractId}`)).body
      .replace(/<!--[^]*?-->/g, '')
      .replace(/\s+/g, ' ');
  const held = async () => (await opened(marta)).held.find(({ id }) => id === sofieId);
  await set(marta, 'setMember', { staffMemberId: sofieId, role: 'contributor' });
  expect(await held()).toEqual({ id: sofieId, tickets: 0, steps: 0, reachesAnyway: false });
  expect(await page()).toContain('They have no open tickets or escalation steps here.');

  const { rows } = await company.database.admin.query<{ id: string }>(
    "select id from app.ticket where contract_id = $1 and status in ('new', 'open', 'waiting_on_client') order by id limit 2",
    [contractId],
  );
  expect(rows).toHaveLength(2);
  const assigned = await marta.mutate('staff', 'tickets.updateMany', {
    ids: rows.map(({ id }) => id),
    assigneeId: sofieId,
  });
  expect(assigned.status).toBe(200);
  const step = { clock: 'first_response', atPercent: 61, staffMemberId: sofieId };
  expect((await set(marta, 'setStep', step)).status).toBe(200);
  expect(await held()).toEqual({ id: sofieId, tickets: 2, steps: 1, reachesAnyway: false });
  expect(await page()).toMatch(
    /Their 2 open tickets will become unassigned\. Their 1 escalation step will pass to the next person/,
  );
  const warning = 'Sofie Brandt is no longer on this contract. Until you change this step, it goes to ';
  expect(await page()).not.toContain(warning);

  const off = await marta.submit(`/staff/contracts/${contractId}?/setMember`, {
    staffMemberId: sofieId,
    role: 'none',
  });
  expect(off.status).toBeLessThan(400);
  for (const { id } of rows)
    expect(
      dataOf(await marta.query('staff', 'tickets.open', { ticketId: id })) as { assigneeId: string | null },
    ).toMatchObject({ assigneeId: null });
  const left = (await opened(marta)).steps.find(({ atPercent }) => atPercent === 61);
  expect(left).toMatchObject({ name: 'Sofie Brandt', reaches: false, goesTo: expect.any(String) as string });
  expect(left?.goesTo).not.toBe('Sofie Brandt');
  expect(await page()).toContain(warning + String(left?.goesTo));
  await set(marta, 'setStep', { ...step, staffMemberId: null });
  expect(await page()).not.toContain(warning);
});

describe('reports', () => {
  type Row = { group: string | null; raised: number; resolved: number; breached: number; measured: number };
  type Report = { weeks: { raised: number }[]; priorities: Row[]; agents: Row[]; clients: Row[] };
  const report = async (visitor: Visitor, filter: object = {}) =>
    dataOf(await visitor.query('staff', 'reports.tickets', filter)) as Report;
  const sum = (rows: { raised: number }[]) => rows.reduce((total, { raised }) => total + raised, 0);

  test('every way of grouping counts the same tickets, those in reach and no others', async () => {
    const all = await report(marta, { from: '2020-01-01' });
    const expected = await company.idOf(
      `select count(*)::text as id from app.ticket t join app.tenant n using (tenant_id) where n.name = 'Halden & Pike Delivery'`,
    );
    for (const rows of [all.weeks, all.priorities, all.agents, all.clients])
      expect(sum(rows)).toBe(Number(expected));
    expect(sum((await report(sofie, { from: '2020-01-01' })).weeks)).toBe(0);
    expect(all.clients.map(({ group }) => group)).not.toContain('Larkspur Legal');
  });

  test('a ticket with a missed target counts once, whatever it missed and how often, and not for what was withdrawn', async () => {
    const ticket = await company.idOf(
      `select t.id from app.ticket t where contract_id = $1 and priority = 'high' and sla_policy_id is not null limit 1`,
      [contractId],
    );
    const breached = async () =>
      (await report(marta, { from: '2020-01-01' })).priorities.find(({ group }) => group === 'high')
        ?.breached ?? 0;
    const before = await breached();
    const misses = (clock: string, at: string, withdrawn_at: string | null = null) =>
      company.database.admin.query(
        `insert into app.sla_breach (tenant_id, client_id, contract_id, ticket_id, clock, sla_policy_id, target_minutes, actual_minutes, breached_at, withdrawn_at)
         select tenant_id, client_id, contract_id, id, $2, sla_policy_id, 60, 90, $3, $4 from app.ticket where id = $1`,
        [ticket, clock, at, withdrawn_at],
      );
    await misses('resolution', '2026-03-01', '2026-03-01');
    expect(await breached()).toBe(before);
    await misses('first_response', '2026-03-02');
    await misses('resolution', '2026-03-02');
    await misses('resolution', '2026-03-03');
    expect(await breached()).toBe(before + 1);
  });

  test('medians, levels, rating and what was promised are those of the tickets of the days and the contract', async () => {
    const { database } = company;
    const client = (name: string) =>
      rowOf<Client>(database, 'select * from app.client where name = $1', [name]);
    const [nexus, orbis] = [await client('Nexus Corp'), await client('Orbis Health')];
    const person = (email: string) =>
      rowOf<StaffMember>(database, 'select * from app.staff_member where email like $1', [email]);
    const [agent, other] = [await person('jonas@%'), await person('sofie@%')];
    const supported = async (number: string) =>
      aSupport(database, await aContract(database, [nexus, orbis], { number, name: 'Reported' }));
    const [contract, elsewhere] = [await supported('CON-2021-001'), await supported('CON-2021-002')];
    for (const one of [contract, elsewhere])
      for (const member of [agent, other]) await aContractMember(database, one, member, 'contributor');
    type Told = {
      replies?: string[];
      promised?: Record<'first_response' | 'resolution', object>;
      breached?: string[];
      of?: Client;
      under?: typeof contract;
    };
    const raised = async (
      created_at: string,
      values: object,
      { replies = [], promised, breached = [], of = nexus, under = contract }: Told = {},
    ) => {
      const ticket = await aTicket(database, under, of, { created_at, ...values });
      for (const happened_at of replies)
        await database.admin.query(
          `insert into app.ticket_event (tenant_id, client_id, contract_id, ticket_id, ticket_shared, was_shared, kind, happened_at)
           values ($1, $2, $3, $4, false, true, 'replied', $5)`,
          [ticket.tenant_id, ticket.client_id, ticket.contract_id, ticket.id, happened_at],
        );
      await anEvaluation(database, ticket, { ...promised });
      for (const clock of breached) await aBreach(database, ticket, { clock });
      return ticket;
    };
    const target = { state: 'running', target_ms: 3_600_000 };
    const none = { state: 'running', target_ms: null };
    const mine = { assignee_staff_id: agent.id };
    const resolved = (resolved_at: string, rating: number) => ({
      ...{ status: 'resolved', resolved_at, rating, rated_at: resolved_at },
    });
    const first = await raised(
      '2021-03-01T00:00Z',
      { priority: 'high', level: 'l1', ...mine, ...resolved('2021-03-01T04:00Z', 5) },
      {
        replies: ['2021-03-01T03:00Z', '2021-03-01T00:30Z'],
        promised: { first_response: target, resolution: target },
        breached: ['first_response', 'resolution'],
      },
    );
    await raised(
      '2021-03-02T10:00Z',
      { priority: 'high', level: 'l2', ...mine, ...resolved('2021-03-03T10:00Z', 2) },
      { replies: ['2021-03-02T12:00Z'], promised: { first_response: none, resolution: target } },
    );
    await raised(
      '2021-03-07T23:59Z',
      { priority: 'high', level: 'l1', assignee_staff_id: other.id },
      { replies: ['2021-03-08T00:09Z'], promised: { first_response: none, resolution: none } },
    );
    await raised('2021-03-09T09:00Z', { priority: 'low', level: 'l2' });
    // A target of earlier that the reading knows no more.
    await raised(
      '2021-03-31T23:30Z',
      { priority: 'low', level: 'l1', status: 'closed', resolved_at: '2021-04-01T00:00Z' },
      { of: orbis, breached: ['resolution'] },
    );
    // None of these counts: merged, a minute too early, a day too late.
    await raised('2021-03-05T09:00Z', { ...resolved('2021-03-05T09:10Z', 1), merged_into_id: first.id });
    await raised('2021-02-28T23:59Z', { priority: 'critical' });
    await raised('2021-04-01T00:00Z', { priority: 'critical' });
    // This one does where no contract is asked for.
    await raised('2021-03-10T09:00Z', { priority: 'medium', level: 'l3' }, { under: elsewhere });

    const march = { from: '2021-03-01', until: '2021-03-31' };
    const nothing = { firstResponseMinutes: null, resolutionMinutes: null, rating: null };
    const low = { group: 'low', raised: 2, resolved: 1, breached: 1, measured: 1 };
    const { contracts, ...told } = (await report(marta, { ...march, contractId: contract.id })) as Report & {
      contracts: { number: string }[];
    };
    expect(told).toEqual({
      weeks: [
        { week: '2021-03-01', raised: 3, resolved: 2, breached: 1 },
        { week: '2021-03-08', raised: 1, resolved: 0, breached: 0 },
        { week: '2021-03-29', raised: 1, resolved: 1, breached: 1 },
      ],
      priorities: [
        { group: 'high', raised: 3, resolved: 2, breached: 1, measured: 2, ...{ firstResponseMinutes: 30, resolutionMinutes: 840, rating: 3.5 } },
        { ...low, ...nothing, resolutionMinutes: 30 },
      ],
      levels: [
        { group: 'l1', raised: 3, resolved: 2, breached: 2, measured: 2, ...{ firstResponseMinutes: 20, resolutionMinutes: 135, rating: 5 } },
        { group: 'l2', raised: 2, resolved: 1, breached: 0, measured: 1, ...{ firstResponseMinutes: 120, resolutionMinutes: 1440, rating: 2 } },
      ],
      agents: [
        { id: agent.id, apart: null, group: agent.name, raised: 2, resolved: 2, breached: 1, measured: 2, ...{ firstResponseMinutes: 75, resolutionMinutes: 840, rating: 3.5 } },
        { ...low, id: null, apart: null, group: null, ...nothing, resolutionMinutes: 30 },
        { id: other.id, apart: null, group: other.name, raised: 1, resolved: 0, breached: 0, measured: 0, ...nothing, firstResponseMinutes: 10 },
      ],
      clients: [
        { id: nexus.id, apart: null, group: nexus.name, raised: 4, resolved: 2, breached: 1, measured: 2, ...{ firstResponseMinutes: 30, resolutionMinutes: 840, rating: 3.5 } },
        { id: orbis.id, apart: null, group: orbis.name, raised: 1, resolved: 1, breached: 1, measured: 1, ...nothing, resolutionMinutes: 30 },
      ],
    }); // prettier-ignore
    expect(contracts.map(({ number }) => number)).toContain('CON-2021-002');
    const both = await report(marta, march);
    expect(both.priorities).toContainEqual(
      expect.objectContaining({ group: 'medium', raised: 1, breached: 0, measured: 0 }),
    );
    expect(sum(both.weeks)).toBe(6);
    expect(sum((await report(marta, { ...march, from: '2021-03-02', contractId: contract.id })).weeks)).toBe(
      4,
    );
  });

  test('two agents and two clients of one name are two rows, told apart by what differs', async () => {
    const { database } = company;
    const twinOf = async <Row extends object>(table: string, columns: string, values: string, name: string) =>
      rowOf<Row>(
        database,
        `insert into app.${table} (tenant_id, name, ${columns}) select tenant_id, name, ${values} from app.${table} where name = $1 limit 1 returning *`,
        [name],
      );
    const jonas = await rowOf<StaffMember>(
      database,
      "select * from app.staff_member where email like 'jonas@%'",
    );
    const nexus = await rowOf<Client>(database, "select * from app.client where name = 'Nexus Corp'");
    const agent = await twinOf<StaffMember>(
      'staff_member',
      'display_name, email, role',
      `display_name, 'jonas.twin@example.com', role`,
      jonas.name,
    );
    const client = await twinOf<Client>('client', 'time_zone', 'time_zone', 'Nexus Corp');
    const supported = async (number: string, of: [Client]) =>
      aSupport(database, await aContract(database, of, { number, name: 'Twins' }));
    const [own, shared] = [
      await supported('CON-2022-001', [client]),
      await supported('CON-2022-002', [nexus]),
    ];
    await database.admin.query(
      `insert into app.contract_member (tenant_id, contract_id, staff_member_id, role) values ($1, $2, $3, 'contributor'), ($1, $4, $3, 'contributor'), ($1, $4, $5, 'contributor')
         on conflict do nothing`,
      [agent.tenant_id, own.id, agent.id, shared.id, jonas.id],
    );
    const raised = (contract: typeof own, of: Client, assignee_staff_id: string) =>
      aTicket(database, contract, of, { created_at: '2022-06-01T10:00Z', assignee_staff_id });
    await raised(own, client, agent.id);
    await raised(own, client, agent.id);
    await raised(shared, nexus, jonas.id);

    const { agents, clients } = await report(marta, { from: '2022-06-01', until: '2022-06-30' });
    expect(agents).toMatchObject([
      { id: agent.id, group: jonas.name, apart: 'jonas.twin@example.com', raised: 2 },
      { id: jonas.id, group: jonas.name, apart: jonas.email, raised: 1 },
    ]);
    expect(clients).toMatchObject([
      { id: client.id, group: 'Nexus Corp', apart: 'CON-2022-001', raised: 2 },
      { id: nexus.id, group: 'Nexus Corp', raised: 1 },
    ]);
    expect((clients as (Row & { apart: string })[])[1]?.apart).toContain('CON-2022-002');
    const { body } = await marta.fetch('/staff/reports?from=2022-06-01&until=2022-06-30');
    for (const apart of ['jonas.twin@example.com', jonas.email, 'CON-2022-001'])
      expect(body).toContain(apart);
  });
});
