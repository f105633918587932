/** Hiding, sharing and moving a project never fail for their size: they have a time-out of their own, longer than any page's. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';

let company: SampleCompany;
let marta: Visitor;
let projectId: string;

beforeAll(async () => {
  company = await startSampleCompany();
  marta = await company.asPerson('marta@');
  projectId = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
  // As slow as a project of very many records: longer than the 15 s that a statement has elsewhere.
  await company.database.admin.query(`
    create function app.take_long() returns trigger language plpgsql as $$ begin perform pg_sleep(17); return null; end $$;
    grant execute on function app.take_long() to public;
    grant execute on function pg_catalog.pg_sleep(double precision) to public;
    create trigger take_long after update on app.project for each statement execute function app.take_long()`);
});
afterAll(() => company.stop());

const flagOf = () =>
  company.idOf('select visibility::text as id from app.project where id = $1', [projectId]);

test(
  'a project that takes long to hide and to share is hidden and shared',
  { timeout: 200_000 },
  async () => {
    for (const visibility of ['internal_only', 'client_visible']) {
      const change = { kind: 'project', ids: [projectId], visibility, reason: 'It takes long' };
      const answer = await marta.mutate('staff', 'visibility.set', change);
      expect({ status: answer.status, flag: await flagOf() }).toEqual({ status: 200, flag: visibility });
    }
  },
);

test(
  'so is one that is moved, while an edit that takes so long is given up',
  { timeout: 200_000 },
  async () => {
    const clientId = await company.idOf(`select id from app.client where name like 'Orbis%'`);
    const move = { projectId, clientId, contractId: null, confirmation: 'Platform Rewrite Q1' };
    expect((await marta.mutate('staff', 'projects.move', move)).status).toBe(200);
    const edit = { projectId, clientMayComment: true };
    expect((await marta.mutate('staff', 'projects.setCommenting', edit)).status).toBeGreaterThanOrEqual(400);
  },
);
