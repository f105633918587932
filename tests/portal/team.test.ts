import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  dataOf,
  startSampleCompany,
  type Answer,
  type SampleCompany,
  type Visitor,
} from '../support/visitor.ts';

let company: SampleCompany;
let dana: Visitor;
let ravi: Visitor;

beforeAll(async () => {
  company = await startSampleCompany();
  dana = await company.asPerson('dana.');
  ravi = await company.asPerson('ravi.');
});
afterAll(() => company.stop());

type Team = {
  people: { name: string; role: string; sections: string[]; active: boolean }[];
  maySwitch: boolean;
};
const team = async (visitor: Visitor) => dataOf(await visitor.query('portal', 'team.list')) as Team;
const idOf = (address: string) =>
  company.idOf('select id from app.client_user where email like $1', [`${address}%`]);
const switchTo = (visitor: Visitor, clientUserId: string, sections: string[]) =>
  visitor.mutate('portal', 'team.switchSections', { clientUserId, sections });
const seen = ({ status, body }: Answer) => ({ status, body });

describe('team.list', () => {
  test('C2 L21 shows a Client Admin the people of the own client and what each may open', async () => {
    const { people, maySwitch } = await team(dana);
    expect(people.map(({ name, role, active }) => ({ name, role, active }))).toEqual([
      { name: 'Dana Whitfield', role: 'admin', active: true },
      { name: 'Claire Dubois', role: 'employee', active: true },
      { name: 'Ravi Menon', role: 'employee', active: true },
      { name: 'Owen Marsh', role: 'employee', active: false },
    ]);
    expect(maySwitch).toBe(true);
  });

  test('shows nobody to an employee without the section, on the page too', async () => {
    expect(await team(ravi)).toEqual({ people: [], maySwitch: false });
    const page = await ravi.fetch('/portal/team');
    expect(page.status).toBe(200);
    expect(page.body).not.toContain('Claire');
  });

  test('is closed to nobody in particular, to the staff realm, and to somebody deactivated', async () => {
    const nobody = await company.visitor().query('portal', 'team.list');
    expect(nobody.status).toBe(401);
    const marta = await company.asPerson('marta@');
    expect(seen(await marta.query('portal', 'team.list'))).toEqual(seen(nobody));
    const [portalCookie = ''] = dana.cookies.keys();
    marta.cookies.set(portalCookie, [...marta.cookies.values()][0] ?? '');
    expect(seen(await marta.query('portal', 'team.list'))).toEqual(seen(nobody));

    const samuel = await company.asPerson('samuel.');
    await company.database.admin.query(
      `update app.client_user set active = false where email like 'samuel.%'`,
    );
    expect(seen(await samuel.query('portal', 'team.list'))).toEqual(seen(nobody));
    expect(seen(await switchTo(samuel, await idOf('samuel.'), ['team']))).toEqual(seen(nobody));
  });
});

describe('team.switchSections', () => {
  test('holds from the next request on, both ways', async () => {
    const claire = await company.asPerson('claire.');
    const projects = async () =>
      (dataOf(await claire.query('portal', 'projects.list')) as { projects: unknown[] }).projects.length;
    const id = await idOf('claire.');
    expect(await projects()).toBe(0);
    expect((await switchTo(dana, id, ['tickets', 'projects'])).status).toBe(200);
    expect(await projects()).toBe(2);
    expect((await switchTo(dana, id, ['tickets'])).status).toBe(200);
    expect(await projects()).toBe(0);
  });

  test('an employee switches nothing, with the section "team" too', async () => {
    const id = await idOf('ravi.');
    await switchTo(dana, id, ['projects', 'team']);
    expect((await team(ravi)).people).toHaveLength(4);
    expect((await team(ravi)).maySwitch).toBe(false);
    for (const person of [id, await idOf('claire.')]) {
      const refused = await switchTo(ravi, person, ['projects', 'invoices']);
      expect(refused.status).toBe(403);
      expect(refused.body).toContain("You don't have permission to do this.");
    }
    expect((await team(dana)).people.find(({ name }) => name === 'Ravi Menon')?.sections).toEqual([
      'projects',
      'team',
    ]);
    await switchTo(dana, id, ['projects', 'documents']);
  });

  test("L36 another client's person, another tenant's, an admin and nobody answer alike", async () => {
    const absent = await switchTo(dana, company.unknownId, ['projects']);
    expect(absent.status).toBe(404);
    for (const address of ['samuel.', 'tim.', 'dana.', 'helen.']) {
      const id = await idOf(address);
      const before = await company.idOf('select sections::text as id from app.client_user where id = $1', [
        id,
      ]);
      expect(seen(await switchTo(dana, id, ['team']))).toEqual(seen(absent));
      expect(await company.idOf('select sections::text as id from app.client_user where id = $1', [id])).toBe(
        before,
      );
    }
  });

  test('says what is wrong with a section that is none', async () => {
    const answer = await switchTo(dana, await idOf('ravi.'), ['everything']);
    expect(answer.status).toBe(400);
    expect(answer.body).toContain('Choose sections from the list.');
  });

  test('works as a form without JavaScript', async () => {
    const id = await idOf('ravi.');
    const form = (sections: string[]) =>
      dana.fetch('/portal/team', {
        method: 'POST',
        headers: { accept: 'text/html' },
        body: new URLSearchParams([['clientUserId', id], ...sections.map((one) => ['section', one])]),
      });
    const page = await form(['documents']);
    expect(page.status).toBe(200);
    expect((await team(dana)).people.find(({ name }) => name === 'Ravi Menon')?.sections).toEqual([
      'documents',
    ]);
    await form(['projects', 'documents']);
  });
});
