/** How a person reads dates and numbers: by their own choice, else by the first language of their browser. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dataOf, startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';

let company: SampleCompany;
let dana: Visitor;
let ravi: Visitor;
let marta: Visitor;
let milestonePath: string;
let ticketPath: string;

const sql = (text: string, values: unknown[] = []) => company.database.admin.query(text, values);

beforeAll(async () => {
  company = await startSampleCompany();
  dana = await company.asPerson('dana.');
  ravi = await company.asPerson('ravi.');
  marta = await company.asPerson('marta@');
  await sql(`update app.client set time_zone = 'UTC'`);
  await sql(`update app.tenant set time_zone = 'UTC'`);
  const project = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
  const milestone = await company.idOf(
    `select m.id from app.milestone m join app.record r on r.id = m.id
      where m.project_id = $1 and r.visibility = 'client_visible' and m.met_on is null order by m.id limit 1`,
    [project],
  );
  await sql(`update app.milestone set agreed_on = '2025-03-03', forecast_on = null where id = $1`, [
    milestone,
  ]);
  milestonePath = `/portal/projects/${project}`;
  const ticket = await company.idOf(
    `update app.ticket set created_at = '2025-03-03T14:05Z' where id = (
       select t.id from app.ticket t join app.tenant n using (tenant_id)
        where n.name like 'Halden%' and t.merged_into_id is null order by t.id limit 1)
     returning id`,
  );
  ticketPath = `/staff/tickets/${ticket}`;
});
beforeEach(async () => {
  await sql('update app.client_user set locale = null');
  await sql('update app.staff_member set locale = null');
});
afterAll(() => company.stop());

/** The words of a moment or day on a page, as a browser of these languages is sent them. */
async function shown(visitor: Visitor, path: string, acceptLanguage: string, at: string) {
  const { status, body } = await visitor.fetch(path, { headers: { 'accept-language': acceptLanguage } });
  expect(status).toBe(200);
  const [, words] = new RegExp(`<time datetime="${at}"[^>]*>(.*?)</time>`, 's').exec(body) ?? [];
  return words?.replaceAll(/<!--.*?-->/g, '');
}
const onMilestone = (acceptLanguage: string, visitor = dana) =>
  shown(visitor, milestonePath, acceptLanguage, '2025-03-03');
const onTicket = (acceptLanguage: string, visitor = marta) =>
  shown(visitor, ticketPath, acceptLanguage, '2025-03-03T14:05:00Z');
const choose = (realm: 'portal' | 'staff', visitor: Visitor, locale: unknown) =>
  visitor.mutate(realm, 'account.update', { locale });

describe('without a choice', () => {
  test('dates are written as the browser’s first language has them', async () => {
    expect(await onMilestone('de-DE,de;q=0.9,en;q=0.8')).toBe('Mon 3 Mar 2025');
    expect(await onMilestone('en-US,en;q=0.9')).toBe('Mon, Mar 3, 2025');
    expect(await onTicket('de-DE')).toBe('Mon 3 Mar 2025, 14:05');
    expect(await onTicket('en-US')).toBe('Mon, Mar 3, 2025, 2:05 PM');
    expect(await onTicket('en-AU')).toBe('Mon 3 Mar 2025, 2:05 pm');
  });

  test.each([
    ['anything', '*'],
    ['an unknown language', 'xx-YY'],
    ['nothing but commas', ','.repeat(5000)],
    ['10,000 characters', 'x'.repeat(10_000)],
    ['a name of JavaScript', '__proto__'],
    ['a tag of HTML', '<b>'],
    ['nothing', ''],
    ['a weight out of range', 'en-GB;q=9'],
  ])('a header of %s reads as in Britain', async (_, acceptLanguage) => {
    expect(await onTicket(acceptLanguage)).toBe('Mon 3 Mar 2025, 14:05');
  });

  test('a header asks for no other calendar and no other figures', async () => {
    for (const odd of ['en-US-u-ca-buddhist', 'en-US-u-nu-arab-hc-h23', 'xx-YY, en-US'])
      expect(await onTicket(odd)).toBe('Mon, Mar 3, 2025, 2:05 PM');
    expect(await onTicket('ar-EG-u-nu-arab')).toBe('Mon 3 Mar 2025, 2:05 PM');
    expect(await onTicket('th-TH')).toBe('Mon 3 Mar 2025, 14:05');
  });

  test('requests that interleave are each answered in their own way', async () => {
    const wanted = { 'en-US': 'Mon, Mar 3, 2025', 'de-DE': 'Mon 3 Mar 2025' };
    const languages = Array.from({ length: 12 }, (_, nth) => (nth % 2 ? 'en-US' : 'de-DE'));
    const answers = await Promise.all(languages.map((language) => onMilestone(language)));
    expect(answers).toEqual(languages.map((language) => wanted[language]));
  });
});

describe('account.me', () => {
  test('hands the browser the formats that the page was made with', async () => {
    const me = async (acceptLanguage: string) =>
      dataOf(
        await dana.fetch('/portal/api/trpc/account.me', { headers: { 'accept-language': acceptLanguage } }),
      );
    expect(await me('de-DE')).toMatchObject({
      formats: { monthFirst: false, decimal: ',', halves: null },
    });
    expect(await me('en-US')).toMatchObject({ formats: { monthFirst: true, halves: ['AM', 'PM'] } });
  });
});

describe('account.open and account.update', () => {
  test('a choice wins over the header, for that person alone, until they leave it to the browser again', async () => {
    expect((await choose('portal', dana, 'en-US')).status).toBe(200);
    expect(await onMilestone('de-DE')).toBe('Mon, Mar 3, 2025');
    expect(await onMilestone('de-DE', ravi)).toBe('Mon 3 Mar 2025');
    expect(dataOf(await dana.query('portal', 'account.open'))).toMatchObject({ locale: 'en-US' });
    expect(dataOf(await ravi.query('portal', 'account.open'))).toMatchObject({ locale: '' });
    expect((await choose('portal', dana, '')).status).toBe(200);
    expect(await onMilestone('de-DE')).toBe('Mon 3 Mar 2025');

    expect((await choose('staff', marta, 'en-US')).status).toBe(200);
    expect(await onTicket('de-DE')).toBe('Mon, Mar 3, 2025, 2:05 PM');
    expect(await onTicket('de-DE', await company.asPerson('tom@'))).toBe('Mon 3 Mar 2025, 14:05');
    expect(dataOf(await marta.query('staff', 'account.open'))).toMatchObject({ locale: 'en-US' });
  });

  test('each choice shows how it writes, the browser’s own first', async () => {
    const { choices } = dataOf(
      await dana.fetch('/portal/api/trpc/account.open', { headers: { 'accept-language': 'de-DE' } }),
    ) as { choices: { locale: string; words: string }[] };
    expect(choices[0]).toEqual({
      locale: '',
      words: 'Same as my browser: Thu 31 Dec 2026, 14:05; 12.345,6',
    });
    expect(choices.slice(-2).map(({ words }) => words)).toEqual([
      'United Kingdom: Thu 31 Dec 2026, 14:05; 12,345.6',
      'United States: Thu, Dec 31, 2026, 2:05 PM; 12,345.6',
    ]);
  });

  test.each(['portal', 'staff'] as const)('the form of the %s saves it without scripts', async (realm) => {
    const visitor = realm === 'portal' ? dana : marta;
    const saved = await visitor.submit(`/${realm}/account`, { locale: 'de-CH' });
    expect(saved.status).toBe(200);
    expect(saved.body).toContain('Saved.');
    expect(saved.body).toMatch(/<option value="de-CH" selected/);
    const refused = await visitor.submit(`/${realm}/account`, { locale: 'en-US-u-ca-buddhist' });
    expect(refused.status).toBe(400);
    expect(refused.body).toContain('Choose a format from the list.');
    expect(dataOf(await visitor.query(realm, 'account.open'))).toMatchObject({ locale: 'de-CH' });
  });

  test('is closed to nobody in particular, to the other realm and to what is no choice', async () => {
    const nobody = company.visitor();
    for (const realm of ['portal', 'staff'] as const) {
      expect((await nobody.query(realm, 'account.open')).status).toBe(401);
      expect((await choose(realm, nobody, 'de-DE')).status).toBe(401);
    }
    expect((await choose('staff', dana, 'de-DE')).status).toBe(401);
    expect((await choose('portal', marta, 'de-DE')).status).toBe(401);
    for (const odd of ['xx-YY', 'en', 'x'.repeat(10_000), 5, {}, ['de-DE']])
      expect((await choose('portal', dana, odd)).status).toBe(400);
    const { rows } = await sql(
      'select locale from app.client_user where locale is not null union all select locale from app.staff_member where locale is not null',
    );
    expect(rows).toEqual([]);
  });
});

test('a refusal writes numbers by the person’s choice too', async () => {
  const refusal = async () =>
    (
      await marta.fetch('/staff/api/trpc/tickets.escalate', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'accept-language': 'en-US' },
        body: JSON.stringify({ ticketId: ticketPath.split('/').at(-1), reason: 'x'.repeat(2001) }),
      })
    ).body;
  expect(await refusal()).toContain('Keep it under 2,000 characters.');
  await choose('staff', marta, 'de-DE');
  expect(await refusal()).toContain('Keep it under 2.000 characters.');
});
