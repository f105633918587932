/** V8 "View as client": the portal as a chosen client user gets it, read-only, logged, and ended by one click. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call } from '../leaks/two-worlds/record.ts';
import { findSurfaces, type Surface } from '../leaks/two-worlds/surfaces.ts';
import { startSampleCompany, Visitor, type SampleCompany } from '../support/visitor.ts';

let company: SampleCompany;
let dana: Visitor;
let clientId: string;
let danaId: string;
let projectId: string;

beforeAll(async () => {
  company = await startSampleCompany();
  dana = await company.asPerson('dana.');
  danaId = await company.idOf(`select id from app.client_user where email like 'dana.%'`);
  clientId = await company.idOf('select client_id as id from app.client_user where id = $1', [danaId]);
  projectId = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
});
afterAll(() => company.stop());

const viewAs = (visitor: Visitor, clientUserId: string) =>
  visitor.submit(`/staff/clients/${clientId}?/viewAs`, { clientUserId });
const log = async () =>
  (
    await company.database.admin.query<{ by: string; as: string; ended: boolean }>(
      `select s.email as by, u.email as as, v.ended_at is not null as ended
         from app.client_view v join app.staff_member s on s.id = v.staff_member_id join app.client_user u on u.id = v.client_user_id
        order by v.began_at desc`,
    )
  ).rows;

/** A manager who looks as Dana. A browser sends each cookie to its own path; this visitor sends the portal only the look. */
async function looking(address = 'marta@') {
  const staff = await company.asPerson(address);
  const own = new Set(staff.cookies.keys());
  const begun = await viewAs(staff, danaId);
  expect(begun.status).toBe(303);
  expect(begun.headers.get('location')).toBe('/portal');
  const portal = company.visitor();
  for (const [name, value] of staff.cookies) if (!own.has(name)) portal.cookies.set(name, value);
  expect(portal.cookies.size).toBe(1);
  return { staff, portal };
}

/** Every surface of the portal, asked of what Dana sees. */
async function surfacesOf(kind: RegExp): Promise<Surface[]> {
  const first = (table: string) =>
    company.idOf(`select id from app.${table} where client_id = $1 and shared order by id limit 1`, [
      clientId,
    ]);
  const ids = new Map([
    ['projectId', [projectId]],
    [
      'taskId',
      [
        await company.idOf(
          'select id from app.task where project_id = $1 and shared order by number limit 1',
          [projectId],
        ),
      ],
    ],
    ['ticketId', [await first('ticket')]],
    ['attachmentId', [company.unknownId]],
    ['clientUserId', [danaId]],
    ['recordId', [projectId]],
    ['kind', ['project']],
    ['requestId', ['11111111-1111-4111-8111-111111111111']],
  ]);
  return (await findSurfaces(ids)).filter(({ name }) => kind.test(name));
}
const cookieOf = (visitor: Visitor) =>
  [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
/** What a page shows between its banner and its scripts, without the picture by which it tells that it was opened. */
const shownBy = (html: string) =>
  (/<main[ >].*<\/main>/s.exec(html)?.[0] ?? '').replaceAll(
    // A look writes nothing: its forms do not say whose draft they hold, which nobody sees.
    /<script.*?<\/script>|<noscript>.*?<\/noscript>|<!--.*?-->|<input type="hidden" name="writer"[^>]*>/gs,
    '',
  );

describe('a tenant Manager', () => {
  test('gets the portal to the byte as the client user does: every query', async () => {
    const { portal } = await looking();
    const surfaces = await surfacesOf(/^query /);
    expect(surfaces.length).toBeGreaterThan(12);
    let answered = 0;
    for (const { name, calls } of surfaces)
      for (const one of calls.slice(0, 12)) {
        const [theirs, ours] = [
          await call(company.server.origin, one, cookieOf(dana)),
          await call(company.server.origin, one, cookieOf(portal)),
        ];
        expect({ name, path: one.path, ...ours }).toEqual({ name, path: one.path, ...theirs });
        if (ours.status === 200) answered += 1;
      }
    expect(answered).toBeGreaterThan(12);
  });

  test('and every page, with a banner', { timeout: 60_000 }, async () => {
    const { portal } = await looking();
    const surfaces = await surfacesOf(/^page \/portal\/\(signed-in\)/);
    expect(surfaces.length).toBeGreaterThan(6);
    let shown = 0;
    for (const { name, calls } of surfaces)
      for (const one of calls.slice(0, 3)) {
        const [theirs, ours] = [
          await call(company.server.origin, one, cookieOf(dana)),
          await call(company.server.origin, one, cookieOf(portal)),
        ];
        const of = { name, path: one.path };
        expect({ ...of, status: ours.status }).toEqual({ ...of, status: theirs.status });
        if (ours.status !== 200 || !ours.headers.includes('text/html')) continue;
        shown += 1;
        expect({ ...of, shown: shownBy(ours.body) }).toEqual({ ...of, shown: shownBy(theirs.body) });
        expect({ ...of, banner: ours.body.includes('Viewing as') }).toEqual({
          ...of,
          banner: true,
        });
        expect({ ...of, banner: theirs.body.includes('Viewing as') }).toEqual({
          ...of,
          banner: false,
        });
      }
    expect(shown).toBeGreaterThan(6);
  });

  test('changes nothing: every writing procedure is refused, and nothing is noted', async () => {
    const { portal } = await looking();
    const tables = [
      'text',
      'message',
      'ticket',
      'ticket_event',
      'read_receipt',
      'client_visit',
      'upload',
      'attachment',
      'client_user',
    ];
    const everything = () =>
      company.idOf(
        `select md5(string_agg(row, '' order by row)) as id from (${tables
          .map((table) => `select to_jsonb(x)::text as row from app.${table} x`)
          .join(' union all ')}) as rows`,
      );
    const before = await everything();
    const surfaces = await surfacesOf(/^mutation /);
    expect(surfaces.length).toBeGreaterThan(8);
    for (const { name, calls } of surfaces) {
      const statuses = new Set<number>();
      for (const one of calls.slice(0, 12)) {
        const { status, body } = await call(company.server.origin, one, cookieOf(portal));
        statuses.add(status);
        if (status === 403) expect(body).toContain('nothing can be changed');
      }
      // What makes no sense may be told so first.
      statuses.delete(400);
      expect({ name, statuses: [...statuses] }).toEqual({ name, statuses: [403] });
    }
    expect(await everything()).toBe(before);
  });

  test('is in the log, and ends by one click on the staff side', async () => {
    const { staff, portal } = await looking();
    expect((await log())[0]).toMatchObject({ by: expect.stringMatching(/^marta@/) as unknown, ended: false });
    const page = await portal.fetch('/portal');
    const [, viewId = ''] = /name="viewId" value="([^"]+)"/.exec(page.body) ?? [];
    const [, nonce = ''] = /name="nonce" value="([^"]+)"/.exec(page.body) ?? [];
    const ended = await staff.submit('/staff/view-as/end', { viewId, nonce });
    expect(ended.status).toBe(303);
    expect(ended.headers.getSetCookie().join()).toMatch(/portal_view=;.*Path=\/portal/);
    expect((await log())[0]).toMatchObject({ ended: true });
    const after = await portal.fetch('/portal');
    expect(after.headers.get('location')).toBe('/staff');
    expect((await portal.query('portal', 'projects.list')).status).toBe(401);
  });

  test('whose session ends, or who is deactivated, sees no more', async () => {
    const { staff, portal } = await looking();
    await staff.submit('/staff/sign-out', {});
    expect((await portal.query('portal', 'projects.list')).status).toBe(401);

    const tom = await looking('tom@');
    expect((await tom.portal.query('portal', 'projects.list')).status).toBe(200);
    await company.database.admin.query(`update app.staff_member set active = false where email like 'tom@%'`);
    expect((await tom.portal.query('portal', 'projects.list')).status).toBe(401);
    await company.database.admin.query(`update app.staff_member set active = true where email like 'tom@%'`);
  });

  test('after half an hour sees no more', async () => {
    const { portal } = await looking();
    await company.database.admin.query(
      'update identity.client_session set expires_at = now() where viewer_session is not null',
    );
    expect((await portal.query('portal', 'projects.list')).status).toBe(401);
  });
});

describe('nobody else', () => {
  test('a Member is refused, and so are a person of another tenant, a deactivated one and nobody', async () => {
    const before = (await log()).length;
    const jonas = await company.asPerson('jonas@');
    expect((await viewAs(jonas, danaId)).status).toBe(403);
    const marta = await company.asPerson('marta@');
    const theirs = await company.idOf(
      `select u.id from app.client_user u join app.tenant x using (tenant_id) where x.name like 'Cobalt%' and u.active limit 1`,
    );
    const former = await company.idOf(
      'select id from app.client_user where client_id = $1 and not active limit 1',
      [clientId],
    );
    for (const person of [theirs, former, company.unknownId])
      expect((await viewAs(marta, person)).status).toBe(404);
    expect(marta.cookies.size).toBe(1);
    expect(await log()).toHaveLength(before);
  });

  test("a client's own session is worth nothing as a look, nor a look as a client's session or a staff member's", async () => {
    const { portal } = await looking();
    const [[viewName, viewValue] = ['', '']] = [...portal.cookies];
    const token = viewValue.split('.')[2] ?? '';

    const disguised = company.visitor();
    const [[clientName, clientValue] = ['', '']] = [...dana.cookies];
    disguised.cookies.set(viewName, `x.y.${clientValue}`);
    expect((await disguised.query('portal', 'projects.list')).status).toBe(401);

    const asClient = company.visitor();
    asClient.cookies.set(clientName, token);
    expect((await asClient.query('portal', 'projects.list')).status).toBe(401);

    const marta = await company.asPerson('marta@');
    const [staffName = ''] = marta.cookies.keys();
    const asStaff = company.visitor();
    asStaff.cookies.set(staffName, token);
    expect((await asStaff.query('staff', 'projects.list', {})).status).toBe(401);
  });
});
