import { parse as parseCsv } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aMessage, aTicket, aTicketNote, type Ticket } from '../support/ticket-builders.ts';
import { insert, type StaffMember } from '../support/builders.ts';
import { dataOf, startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';
import { aDesk, rowOf, type Desk } from './ticket-desk.ts';

let company: SampleCompany;
let desk: Desk;
let dana: Visitor;
let change: { id: string };
let project: string;
let made: Record<'printer' | 'login' | 'invoice' | 'export', Ticket>;

type Row = {
  id: string;
  number: number;
  title: string;
  hit: Record<'title' | 'snippet', { text: string; isMatch: boolean }[]> | null;
};
type List = {
  tickets: Row[];
  total: number;
  isCut: boolean;
  isNear: boolean;
  isWordless: boolean;
  page: number;
  pages: number;
  facets: Record<string, ({ tickets: number } & Record<string, string | number>)[]>;
};

beforeAll(async () => {
  company = await startSampleCompany();
  desk = await aDesk(company);
  dana = await company.as('Nexus Corp', 'Client Admin');
  const { database } = company;
  const staff = await rowOf<StaffMember>(
    database,
    `select * from app.staff_member where email like 'marta@%'`,
  );
  change = await insert<{ id: string }>(database, 'app.job_type', {
    tenant_id: desk.contract.tenant_id,
    contract_id: desk.contract.id,
    name: 'Change',
    level: 'l2',
  });
  const inactive = await insert<{ id: string }>(database, 'app.job_type', {
    tenant_id: desk.contract.tenant_id,
    contract_id: desk.contract.id,
    name: 'Canary kind',
    level: 'l2',
  });
  project = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
  const hiddenProject = await company.idOf(`select id from app.project where name = 'Renewal pitch 2027'`);
  const ticket = (title: string, day: string, values: Record<string, unknown> = {}) =>
    desk.ticket({ title, shared_at: `2026-03-${day}T12:00Z`, ...values });
  made = {
    printer: await ticket('Printer prints nothing', '01', {
      priority: 'low',
      description: 'We **printed** invoices all morning, and then it stopped.',
    }),
    login: await ticket('Cannot log in', '02', { priority: 'critical', job_type_id: change.id }),
    invoice: await ticket('=HYPERLINK("x") in an invoice, and "quotes"', '03', { project_id: project }),
    export: await ticket('Export of orders is slow', '04', { project_id: hiddenProject }),
  };
  await database.admin.query(`update app.ticket set status = 'resolved' where id = $1`, [made.export.id]);
  await aMessage(database, made.login, {
    body: 'The authenticator was replaced',
    visibility: 'client_visible',
  });
  await aMessage(database, made.login, { body: 'zebra inside', visibility: 'internal_only' });
  await aTicketNote(database, made.login, staff, { body: 'zebra note' });
  // Hidden: of a kind, a priority and a project that no visible ticket has.
  await desk.ticket({
    title: 'zebra hidden',
    visibility: 'internal_only',
    priority: 'high',
    job_type_id: inactive.id,
  });
  await aTicket(database, desk.foreignContract, desk.orbis, {
    title: 'zebra foreign',
    visibility: 'client_visible',
  });
});
afterAll(() => company.stop());

const list = async (input: object = {}, who = dana) => {
  const answer = await who.query('portal', 'tickets.list', { status: 'all', sort: 'number', ...input });
  expect(answer.status).toBe(200);
  return dataOf(answer) as List;
};
const names = async (input: object = {}) => {
  const { tickets, total } = await list(input);
  expect(total).toBe(tickets.length);
  return tickets
    .map(({ id }) => Object.entries(made).find(([, one]) => one.id === id)?.[0] ?? 'unknown')
    .sort();
};

test('a page of tickets past the end says so, and leads back to the first', async () => {
  const past = await dana.fetch('/portal/tickets?status=all&search=invoice&page=2');
  expect(past.body).toContain("There's nothing on this page");
  expect(past.body).toContain('<a href="/portal/tickets?status=all&amp;search=invoice"');
  expect(past.body).not.toContain('No matching tickets');
  const none = await dana.fetch('/portal/tickets?status=all&search=xylophone&page=2');
  expect(none.body).toContain('No matching tickets');
  expect(none.body).not.toContain("There's nothing on this page");
});

describe('tickets.list narrows', () => {
  test('by status, and to what is unresolved unless asked otherwise', async () => {
    expect(await names()).toEqual(['export', 'invoice', 'login', 'printer']);
    const usual = dataOf(await dana.query('portal', 'tickets.list', {})) as List;
    expect(usual.tickets.map(({ id }) => id)).not.toContain(made.export.id);
    expect(await names({ status: 'resolved' })).toEqual(['export']);
    expect(await names({ status: 'closed' })).toEqual([]);
  });

  test('by priority, kind, project, contract and day', async () => {
    expect(await names({ priority: 'low' })).toEqual(['printer']);
    expect(await names({ jobTypeId: change.id })).toEqual(['login']);
    expect(await names({ projectId: project })).toEqual(['invoice']);
    expect(await names({ contractId: desk.contract.id })).toHaveLength(4);
    expect(await names({ contractId: desk.foreignContract.id })).toEqual([]);
    expect(await names({ from: '2026-03-02', to: '2026-03-03' })).toEqual(['invoice', 'login']);
    expect(await names({ from: '2026-03-05' })).toEqual([]);
  });

  test('orders by each of its orders', async () => {
    const order = async (sort: string) =>
      (await list({ sort })).tickets.map(({ title }) => title.slice(0, 5));
    expect(await order('number')).toEqual(['Expor', '=HYPE', 'Canno', 'Print']);
    expect(await order('raised')).toEqual(['Expor', '=HYPE', 'Canno', 'Print']);
    expect((await order('priority'))[0]).toBe('Canno');
    expect((await order('priority')).at(-1)).toBe('Print');
    expect((await order('activity')).slice(-2)).not.toContain('Canno');
  });

  test('L32 refuses what it does not know', async () => {
    for (const input of [
      { status: 'urgent' },
      { level: 'l1' },
      { from: '2026-02-31' },
      { page: 0 },
      { sort: 'level' },
    ])
      expect((await dana.query('portal', 'tickets.list', input)).status).toBe(400);
  });
});

describe('searches', () => {
  test('by stems, quoted words, numbers, messages, and titles that are nearly right', async () => {
    expect(await names({ search: 'printing' })).toEqual(['printer']);
    expect(await names({ search: 'authenticators' })).toEqual(['login']);
    expect(await names({ search: '"orders is slow"' })).toEqual(['export']);
    expect(await names({ search: 'expport' })).toEqual(['export']);
    expect(await names({ search: `TKT-${String(made.login.number).padStart(4, '0')}` })).toEqual(['login']);
    expect(await names({ search: 'zebra' })).toEqual([]);
  });

  test('say when they had to guess, and when there was no word to go by', async () => {
    const how = async (search: string) => {
      const { isCut, isNear, isWordless, total } = await list({ search });
      return { isCut, isNear, isWordless, tickets: total };
    };
    const plain = { isCut: false, isNear: false, isWordless: false };
    expect(await how('printing')).toEqual({ ...plain, tickets: 1 });
    expect(await how('pritner prnts')).toEqual({ ...plain, isNear: true, tickets: 1 });
    // Nothing is guessed beside what a number names.
    expect(await how(`TKT-${String(made.login.number).padStart(4, '0')}`)).toEqual({ ...plain, tickets: 1 });
    expect(await how('pritner -down')).toEqual({ ...plain, tickets: 0 });
    expect(await how('“pritner”')).toEqual({ ...plain, tickets: 0 });
    expect(await how('🔥')).toEqual({ ...plain, isWordless: true, tickets: 0 });
    // Neither says anything of what is hidden.
    expect(await how('zebra')).toEqual({ ...plain, tickets: 0 });
    expect(await how('zeebra hiden')).toEqual({ ...plain, tickets: 0 });
    const page = async (search: string) =>
      (await dana.fetch(`/portal/tickets?status=all&search=${encodeURIComponent(search)}`)).body;
    expect(await page('pritner prnts')).toContain('No tickets match “pritner prnts”.');
    expect(await page('🔥')).toContain('“🔥” has no letters or digits');
    expect(await page('printing')).not.toContain('No tickets match');
  });

  test('find and mark words of every script, however they were typed, and keep what was written', async () => {
    const title = '三楼的打印机坏了 Größe „Straße“';
    const { id } = await desk.ticket({ title, description: 'ชั้นสาม เครื่องพิมพ์เสีย\u00adแล้ว', shared_at: '2026-02-01T12:00Z' }); // prettier-ignore
    const marked = (pieces: { text: string; isMatch: boolean }[] = []) =>
      pieces.map(({ text, isMatch }) => (isMatch ? `[${text}]` : text)).join('');
    const hitOf = async (search: string) =>
      (await list({ search })).tickets.find((row) => row.id === id)?.hit;
    expect(marked((await hitOf('打印机'))?.title)).toBe('三楼的[打印机]坏了 Größe „Straße“');
    expect(marked((await hitOf('Gro\u0308ße'))?.title)).toBe('三楼的打印机坏了 [Größe] „Straße“');
    expect(marked((await hitOf('STRASSE'))?.title)).toBe(title);
    expect(marked((await hitOf('เครื่องพิมพ์'))?.snippet)).toBe('ชั้นสาม [เครื่องพิมพ์]เสียแล้ว');
    await company.database.admin.query("update app.record set visibility = 'internal_only' where id = $1", [
      id,
    ]);
  });

  test('are stored and asked in one normal form, by whatever way they come', async () => {
    const [written, asked] = ['Vie\u0302\u0323t phở'.normalize('NFD'), 'Việt'.normalize('NFD')];
    expect(written).not.toBe(written.normalize('NFC'));
    const raised = await dana.mutate('portal', 'tickets.raise', {
      jobTypeId: desk.contract.jobType.id,
      title: written,
      requestId: crypto.randomUUID(),
    });
    expect(raised.status).toBe(200);
    const { tickets } = await list({ search: asked });
    expect(tickets.map(({ title }) => title)).toEqual([written.normalize('NFC')]);
    await company.database.admin.query("update app.record set visibility = 'internal_only' where id = $1", [
      tickets[0]!.id,
    ]);
  });

  test('L40 L42 L47 never finds, counts or shows internal text', async () => {
    for (const search of ['zebra', 'zebra inside', 'zebra note', 'zeebra hidden']) {
      const { tickets, total, facets } = await list({ search });
      expect({ search, tickets, total }).toEqual({ search, tickets: [], total: 0 });
      expect(Object.values(facets).flat()).toEqual([]);
    }
    const { body } = await dana.query('portal', 'tickets.list', {
      status: 'all',
      search: 'authenticator -zebra',
    });
    expect(body).not.toContain('zebra');
    expect((JSON.parse(body) as { result: { data: List } }).result.data.total).toBe(1);
  });

  test('L68 marks the words where they stand, and shows text and no markup', async () => {
    const [printer] = (await list({ search: 'printing' })).tickets;
    const marked = (pieces: { text: string; isMatch: boolean }[] = []) =>
      pieces.map(({ text, isMatch }) => (isMatch ? `[${text}]` : text)).join('');
    expect(marked(printer?.hit?.title)).toBe('Printer [prints] nothing');
    expect(marked(printer?.hit?.snippet)).toContain('[printed] invoices all morning');
    const [login] = (await list({ search: 'authenticator' })).tickets;
    expect(marked(login?.hit?.snippet)).toContain('[authenticator] was replaced');
    const [nearly] = (await list({ search: 'expport' })).tickets;
    expect(marked(nearly?.hit?.title)).toBe('Export of orders is slow');
    const page = await dana.fetch('/portal/tickets?search=printing');
    expect(page.body).toMatch(/<mark[^>]*>prints<\/mark>/);
  });

  test('takes anything that people type', async () => {
    for (const search of [
      "o'brien",
      '%',
      '\\',
      '((',
      '"',
      '& | !',
      ':*',
      '-',
      '<b>',
      'TKT-999999999999',
      '-'.repeat(200),
      '-"'.repeat(100),
    ])
      expect((await dana.query('portal', 'tickets.list', { search })).status).toBe(200);
  });
});

describe('L44 L45 L53 choices and counts', () => {
  const facet = async (name: string, key: string, input: object = {}): Promise<Record<string, number>> =>
    Object.fromEntries((await list(input)).facets[name]!.map((one) => [String(one[key]), one.tickets]));

  test('come from visible tickets alone', async () => {
    expect(await facet('priorities', 'priority')).toEqual({ critical: 1, low: 1, medium: 2 });
    expect(await facet('jobTypes', 'name')).toEqual({ Change: 1, Incident: 3 });
    expect(await facet('projects', 'name')).toEqual({ 'Platform Rewrite Q1': 1 });
    expect(Object.values(await facet('contracts', 'number'))).toEqual([4]);
    expect(await facet('statuses', 'status')).toEqual({ new: 3, resolved: 1 });
  });

  test('count what fits the other choices', async () => {
    expect(await facet('priorities', 'priority', { status: 'new' })).toEqual({
      critical: 1,
      low: 1,
      medium: 1,
    });
    expect(await facet('statuses', 'status', { priority: 'medium' })).toEqual({ new: 1, resolved: 1 });
    // Its own choice does not narrow a facet.
    expect(await facet('priorities', 'priority', { priority: 'low' })).toEqual({
      critical: 1,
      low: 1,
      medium: 2,
    });
    expect(await facet('jobTypes', 'name', { search: 'authenticator' })).toEqual({ Change: 1 });
  });

  test('of a person without projects name no project', async () => {
    const claire = await company.as('Nexus Corp', 'Client Employee (no projects section)');
    const { facets, total } = await list({}, claire);
    expect(total).toBe(4);
    expect(facets.projects).toEqual([]);
  });
});

describe('L73 the file', () => {
  const csv = (query: string, who = dana) => who.fetch(`/portal/tickets/export${query}`);
  const parse = (body: string) =>
    body
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',')[0]);

  test('holds what is on the screen, in its order, guarded against formulas (tickets.export)', async () => {
    type Name = keyof typeof made;
    const numbered = (names: Name[]) =>
      names.map((name) => `TKT-${String(made[name].number).padStart(4, '0')}`);
    const every: Name[] = ['export', 'invoice', 'login', 'printer'];
    const wanted: [query: string, found: Name[]][] = [
      ['?status=all', every],
      ['', ['invoice', 'login', 'printer']],
      ['?status=all&priority=medium&sort=number', ['export', 'invoice']],
      ['?status=all&search=printing', ['printer']],
      [`?status=all&type=${change.id}`, ['login']],
      [`?type=${desk.contract.jobType.id}&sort=raised`, ['invoice', 'printer']],
      [`?status=all&project=${project}`, ['invoice']],
      [`?status=all&contract=${desk.contract.id}`, every],
      [`?status=all&contract=${desk.foreignContract.id}`, []],
      ['?status=all&from=2026-03-02&to=2026-03-03', ['invoice', 'login']],
      ['?status=all&from=2026-03-03', ['export', 'invoice']],
      ['?status=all&to=2026-03-02', ['login', 'printer']],
      [`?type=${change.id}&project=${project}`, []],
    ];
    for (const [query, found] of wanted) {
      const page = await dana.fetch(`/portal/tickets${query}`);
      const onScreen = [...page.body.matchAll(/>(TKT-\d{4})<\/td>/g)].map(([, number]) => number);
      const file = await csv(query);
      expect({ query, file: parse(file.body) }).toEqual({ query, file: onScreen });
      expect({ query, found: onScreen.toSorted() }).toEqual({ query, found: numbered(found).sort() });
      // What narrows it is chosen in the form, so that the next choice keeps it.
      for (const [name, value] of new URLSearchParams(query)) {
        const field =
          new RegExp(`<select[^>]* name="${name}".*?</select>|<input[^>]* name="${name}"[^>]*>`, 's').exec(
            page.body,
          )?.[0] ?? '';
        expect({ query, name, field }).toEqual({
          ...{ query, name },
          field: expect.stringMatching(new RegExp(`value="${value}"( selected|[^>]*>$)`)) as unknown,
        });
      }
    }
    const { body, headers } = await csv('?status=all');
    expect(body).toContain(`"'=HYPERLINK(""x"") in an invoice, and ""quotes"""`);
    expect(body).not.toMatch(/zebra|Renewal pitch/);
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('content-type')).toContain('text/csv');
    expect(headers.get('content-disposition')).toContain('tickets.csv');
  });

  /** What a person reads in the cells of a page's table, and what its dates stand for. */
  const screenOf = (html: string) => {
    const text = (some: string) =>
      some
        .replaceAll(/<!--.*?-->|<svg.*?<\/svg>|<[^>]+>/gs, '')
        .replaceAll('&nbsp;', ' ')
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&')
        .trim();
    const table = /<table.*?<\/table>/s.exec(html)?.[0] ?? '';
    const cellsOf = (row: string, cell: string) =>
      [...row.matchAll(new RegExp(`<${cell}[ >].*?</${cell}>`, 'gs'))].map(([found]) => found);
    return {
      headings: cellsOf(table, 'th').map(text),
      rows: cellsOf(/<tbody.*<\/tbody>/s.exec(table)?.[0] ?? '', 'tr').map((row) =>
        cellsOf(row, 'td').flatMap((cell) => {
          const [link, about] = [
            /<a .*?<\/a>/s.exec(cell)?.[0],
            /<span class="aside.*?<\/span>/s.exec(cell)?.[0],
          ];
          if (link) return [text(link), text(about ?? '')];
          return [text(cell)];
        }),
      ),
    };
  };
  /** The same cells as a file has them: a moment of the zone that its heading names, for the day on the screen. */
  const fileOf = (body: string) => {
    const [headings = [], ...rows] = parseCsv(body.replace(/^\ufeff/, ''));
    const dayOf = (moment = '') =>
      new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' })
        .format(new Date(`${moment.replace(' ', 'T')}Z`))
        .replace(',', '')
        .replace('Sept', 'Sep');
    return {
      headings,
      rows: rows.map((row) => {
        const [number, title, kind, of, under, ...rest] = row.map((cell) => cell.replace(/^'(?==)/, ''));
        const about = [kind, of, under].filter(Boolean).join(' · ');
        return [number, title, about, ...rest.slice(0, -2), ...rest.slice(-2).map(dayOf)];
      }),
    };
  };

  test('says in every cell what the screen says, in the client’s time zone, with or without the SLA', async () => {
    const { database } = company;
    const usual = [...['Number', 'Ticket', 'Status', 'Priority', 'Created', 'Last activity']];
    const columns = ['Number', 'Ticket', 'Request type', 'Project', 'Contract', 'Status', 'Priority'];
    const times = (zone: string) => [`Created (${zone})`, `Last activity (${zone})`];
    const both = async (query: string) => [
      screenOf((await dana.fetch(`/portal/tickets${query}`)).body),
      fileOf((await csv(query)).body),
    ] as const; // prettier-ignore
    const [screen, file] = await both('?status=all&sort=number');
    expect(file.rows).toEqual(screen.rows);
    expect([screen.headings, file.headings]).toEqual([usual, [...columns, ...times('America/New_York')]]);
    const printer = made.printer.number;
    const rowOfPrinter = (rows: (string | undefined)[][]) =>
      rows.find(([number]) => number === `TKT-${String(printer).padStart(4, '0')}`);
    expect(rowOfPrinter(file.rows)?.slice(1, 6)).toEqual([
      ...['Printer prints nothing', 'Incident · CON-2026-901', 'New', 'Low', 'Sun 1 Mar'],
    ]);

    // At noon in London the next day has begun in Auckland. One ticket's clock is told.
    const zone = await company.idOf('select time_zone as id from app.client where id = $1', [desk.nexus.id]);
    const setZone = (to: string) =>
      database.admin.query('update app.client set time_zone = $2 where id = $1', [desk.nexus.id, to]);
    await setZone('Pacific/Auckland');
    await database.admin.query(`update app.ticket set sla_status = 'at_risk' where id = $1`, [made.login.id]);
    try {
      for (const query of [
        '?status=all&sort=number',
        // No ticket of these has a clock that is told: the column is there all the same, on the page and in the file.
        '?status=all&priority=low',
        '?status=all&search=printing',
        '',
      ]) {
        const [shown, exported] = await both(query);
        expect(shown.rows.length).toBeGreaterThan(0);
        expect({ query, rows: exported.rows }).toEqual({ query, rows: shown.rows });
        expect([shown.headings, exported.headings]).toEqual([
          usual.toSpliced(4, 0, 'SLA'),
          [...columns, 'SLA', ...times('Pacific/Auckland')],
        ]);
      }
      const { rows } = fileOf((await csv('?status=all')).body);
      expect(rowOfPrinter(rows)?.slice(3, 7)).toEqual(['New', 'Low', '', 'Mon 2 Mar']);
      expect(rows.map((row) => row[5]).filter(Boolean)).toEqual(['At risk']);
    } finally {
      await database.admin.query('update app.ticket set sla_status = null where id = $1', [made.login.id]);
      await setZone(zone);
    }
  });

  test('takes all pages, and nobody signed out', async () => {
    for (let nth = 0; nth < 30; nth += 1) await desk.ticket({ title: `Many ${nth}`, priority: 'high' });
    const { total, pages, tickets } = await list({ priority: 'high' });
    expect([total, pages, tickets.length]).toEqual([30, 2, 25]);
    const second = await list({ priority: 'high', page: 2 });
    expect(second.tickets).toHaveLength(5);
    const ids = [...tickets, ...second.tickets].map(({ id }) => id);
    expect(new Set(ids).size).toBe(30);
    expect(parse((await csv('?priority=high&page=2')).body)).toHaveLength(30);
    expect((await csv('', company.visitor())).status).toBe(303);
  });
});
