/** V8 "View as client": the portal as a chosen client user gets it, read-only, logged, and ended by one click. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

const queries: [string, object?][] = [['account.me'], ['projects.list'], ['team.list']];

describe('a tenant Manager', () => {
  test('gets the portal to the byte as the client user does, page and procedures, with a banner', async () => {
    const { portal } = await looking();
    for (const [name, input] of queries) {
      const [theirs, ours] = [
        await dana.query('portal', name, input),
        await portal.query('portal', name, input),
      ];
      expect({ name, status: ours.status, body: ours.body }).toEqual({
        name,
        status: 200,
        body: theirs.body,
      });
    }
    for (const name of ['projects.open', 'projects.board'])
      expect((await portal.query('portal', name, { projectId })).body).toBe(
        (await dana.query('portal', name, { projectId })).body,
      );
    const page = await portal.fetch(`/portal/projects/${projectId}`);
    expect(page.status).toBe(200);
    expect(page.body).toContain('You see the portal as');
    expect((await dana.fetch(`/portal/projects/${projectId}`)).body).not.toContain('You see the portal as');
  });

  test('changes nothing: every writing procedure is refused, and no visit is noted', async () => {
    const { portal } = await looking();
    const visit = () =>
      company.idOf('select coalesce(max(last_seen_at)::text, $1) as id from app.client_visit', ['none']);
    const before = await visit();
    expect((await portal.mutate('portal', 'visits.record')).status).toBe(403);
    const colleague = await company.idOf(
      `select id from app.client_user where client_id = $1 and role = 'employee' limit 1`,
      [clientId],
    );
    const switched = await portal.mutate('portal', 'team.switchSections', {
      clientUserId: colleague,
      sections: ['projects', 'team'],
    });
    expect(switched.status).toBe(403);
    expect(switched.body).toContain('nothing can be changed');
    expect(await visit()).toBe(before);
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
