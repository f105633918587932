/** What each procedure of the delivery team answers to somebody who may not call it, or not with this record. */
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diskStorage } from '../../src/lib/server/files/disk-storage.ts';
import { previewKeyOf } from '../../src/lib/server/files/ledger-of.ts';
import { keep } from '../files/support/bytes.ts';
import { startSampleCompany, Visitor, type Answer, type SampleCompany } from '../support/visitor.ts';
import { inputs, namingNothing, procedureTypes, recordsOf, type Records } from './procedures.ts';

const types = await procedureTypes();
const names = Object.keys(types).filter((name) => types[name] !== 'subscription');
const naming = names.filter((name) => inputs[name] && !namingNothing.has(name));
const writing = names.filter((name) => types[name] === 'mutation');

const directory = mkdtempSync(join(tmpdir(), 'portal-denials-'));
let company: SampleCompany;
let own: Records;
let foreign: Records;
let unknown: Records;
let theirsBefore: string;
/** A client who sends their own session under the name of a staff member's. */
let disguised: Visitor;
let people: Record<'dana' | 'marta' | 'priya' | 'jonas' | 'luis' | 'sofie', Visitor>;

/** Everything the other company has, so that nothing of it changes unseen. */
const everythingOf = (tenant: string) =>
  company.idOf(
    `select md5(string_agg(row, e'\n' order by row)) as id from (
       select to_jsonb(t)::text as row from app.task t where tenant_id = (select tenant_id from app.tenant where name = $1)
       union all select to_jsonb(p)::text from app.project p where tenant_id = (select tenant_id from app.tenant where name = $1)
       union all select to_jsonb(m)::text from app.milestone m where tenant_id = (select tenant_id from app.tenant where name = $1)
       union all select to_jsonb(s)::text from app.sprint s where tenant_id = (select tenant_id from app.tenant where name = $1)
       union all select to_jsonb(e)::text from app.epic e where tenant_id = (select tenant_id from app.tenant where name = $1)
       union all select to_jsonb(r)::text from app.story r where tenant_id = (select tenant_id from app.tenant where name = $1)
       union all select to_jsonb(c)::text from app.text c where tenant_id = (select tenant_id from app.tenant where name = $1)
       union all select to_jsonb(x)::text from app.project_member x where tenant_id = (select tenant_id from app.tenant where name = $1)
       union all select to_jsonb(i)::text from app.time_entry i where tenant_id = (select tenant_id from app.tenant where name = $1)
       union all select to_jsonb(y)::text from app.task_dependency y where tenant_id = (select tenant_id from app.tenant where name = $1)
       union all select to_jsonb(f)::text from app.saved_filter f where tenant_id = (select tenant_id from app.tenant where name = $1)
       union all select to_jsonb(d)::text from app.project_default d where tenant_id = (select tenant_id from app.tenant where name = $1)
       union all select to_jsonb(k)::text from app.ticket k where tenant_id = (select tenant_id from app.tenant where name = $1)
       union all select to_jsonb(g)::text from app.message g where tenant_id = (select tenant_id from app.tenant where name = $1)
       union all select to_jsonb(b)::text from app.ticket_note b where tenant_id = (select tenant_id from app.tenant where name = $1)
       union all select to_jsonb(l)::text from app.escalation l where tenant_id = (select tenant_id from app.tenant where name = $1)
       union all select to_jsonb(j)::text from app.ticket_task j where tenant_id = (select tenant_id from app.tenant where name = $1)
       union all select to_jsonb(a)::text from app.macro a where tenant_id = (select tenant_id from app.tenant where name = $1)
       union all select to_jsonb(v)::text from app.saved_view v where tenant_id = (select tenant_id from app.tenant where name = $1)
     ) as rows`,
    [tenant],
  );

beforeAll(async () => {
  company = await startSampleCompany({ FILES_DIRECTORY: directory });
  own = await recordsOf(company, 'Platform Rewrite Q1');
  await keep(await diskStorage(directory), previewKeyOf(own.attachmentId, 1), Buffer.from('a preview'));
  foreign = await recordsOf(company, 'Branch network');
  const { unknownId } = company;
  unknown = Object.fromEntries(Object.keys(own).map((key) => [key, unknownId])) as Records;
  people = {
    dana: await company.asPerson('dana.'),
    marta: await company.asPerson('marta@'),
    priya: await company.asPerson('priya@'),
    jonas: await company.asPerson('jonas@'),
    luis: await company.asPerson('luis@'),
    sofie: await company.asPerson('sofie@'),
  };
  disguised = company.visitor();
  const [staffCookie = ''] = people.marta.cookies.keys();
  const [session = ''] = people.dana.cookies.values();
  disguised.cookies.set(staffCookie, session);
  theirsBefore = await everythingOf('Cobalt Ridge IT Services');
});
afterAll(async () => {
  await company.stop();
  rmSync(directory, { recursive: true, force: true });
});

function call(visitor: Visitor, name: string, records: Records): Promise<Answer> {
  const input = inputs[name]?.(records);
  return types[name] === 'mutation'
    ? visitor.mutate('staff', name, input)
    : visitor.query('staff', name, input);
}
const seen = ({ status, body }: Answer) => ({ status, body });

test('every procedure of the router has its row here', () => {
  expect(Object.keys(inputs).sort()).toEqual(Object.keys(types).sort());
});

describe('L27 without a session of the staff realm', () => {
  test.each(names)('%s is refused: nobody, and a client, also with the cookie renamed', async (name) => {
    const nobody = await call(company.visitor(), name, own);
    expect(nobody.status).toBe(401);
    expect(seen(await call(people.dana, name, own))).toEqual(seen(nobody));
    expect(seen(await call(disguised, name, own))).toEqual(seen(nobody));
  });
});

const routes = [
  ...new Set(
    globSync('staff/(signed-in)/**/+{page.svelte,server.ts}', {
      cwd: join(import.meta.dirname, '../../src/routes'),
    }).map((file) => `/${file.replace('/(signed-in)', '').replace(/\/\+[a-z.]+$/, '')}`),
  ),
].sort();

describe('a page or file of the delivery team sends everybody else to its sign-in, empty-handed', () => {
  test.each(routes)('%s', async (route) => {
    const path = route.replaceAll(/\[(\w+)\]/g, (_, name: string) => own[name as keyof Records]);
    expect((await people.marta.fetch(path)).status).toBe(200);
    for (const visitor of [company.visitor(), people.dana, disguised]) {
      const { status, headers, body } = await visitor.fetch(path);
      expect({ status, body }).toEqual({ status: 303, body: '' });
      expect(headers.get('location')).toMatch(/^\/staff\/sign-in/);
      const data = await visitor.fetch(`${path}/__data.json`);
      expect(data.body).not.toMatch(/Platform Rewrite|Nexus|haldenpike/);
    }
  });
});

describe("L16 another company's record answers as one that does not exist", () => {
  test.each(naming)('%s', async (name) => {
    const absent = await call(people.marta, name, unknown);
    expect(seen(await call(people.marta, name, foreign))).toEqual(seen(absent));
    if (writing.includes(name)) expect(absent.status).toBeGreaterThanOrEqual(400);
    expect(absent.status).toBeLessThan(500);
  });

  test('and nothing of theirs has changed', async () => {
    expect(await everythingOf('Cobalt Ridge IT Services')).toBe(theirsBefore);
  });
});

describe('L65 a record that is named under another project answers as one that does not exist', () => {
  let elsewhere: Records;
  let absent: Records;
  beforeAll(async () => {
    const projectId = await company.idOf(
      `select p.id from app.project p join app.project x on x.tenant_id = p.tenant_id
        where x.id = $1 and p.id <> x.id order by p.id limit 1`,
      [own.projectId],
    );
    elsewhere = { ...own, projectId };
    const { taskId, sprintId, milestoneId, epicId, storyId, commentId, noteId } = unknown;
    absent = { ...elsewhere, taskId, sprintId, milestoneId, epicId, storyId, commentId, noteId };
  });

  test.each(naming)('%s', async (name) => {
    const inputOf = (records: Records) => JSON.stringify(inputs[name]?.(records));
    const isOfProject = inputOf(elsewhere) !== inputOf(own);
    if (!isOfProject || inputOf(elsewhere) === inputOf(absent)) return;
    expect((await call(people.marta, 'projects.open', elsewhere)).status).toBe(200);
    for (const person of [people.marta, people.priya, people.luis]) {
      const answer = await call(person, name, elsewhere);
      expect(seen(answer)).toEqual(seen(await call(person, name, absent)));
      if (person === people.marta) expect(answer.status).toBe(404);
    }
  });
});

describe('a project or contract that a Member is not on answers as one that does not exist', () => {
  test.each(
    naming.filter(
      // Clients and macros are every colleague's.
      (name) => !/^(clients|macros)\./.test(name) && name !== 'projects.create',
    ),
  )('%s', async (name) => {
    expect(seen(await call(people.sofie, name, own))).toEqual(seen(await call(people.sofie, name, unknown)));
  });
});

describe('a role that does not go far enough', () => {
  const before = (table: string) =>
    company.idOf(
      `select md5(string_agg(to_jsonb(t)::text, '' order by to_jsonb(t)::text)) as id from app.${table} t`,
    );

  test.each(writing)('%s is refused to a Reviewer', async (name) => {
    // Which is what Reviewers are for, and what everybody may do with their own.
    if (/^(account|comments|filters|files)\./.test(name) || name === 'clients.endView') return;
    if (/^tickets\.(createNote|updateNote|saveView|removeView)$/.test(name)) return;
    const kept = [
      await before('task'),
      await before('project_member'),
      await before('project'),
      await before('ticket'),
      await before('message'),
    ];
    const answer = await call(people.luis, name, own);
    expect(answer.status).toBe(403);
    expect(answer.body).not.toMatch(/policy|permission denied|row-level/);
    expect([
      await before('task'),
      await before('project_member'),
      await before('project'),
      await before('ticket'),
      await before('message'),
    ]).toEqual(kept);
  });

  test.each([
    'visibility.set',
    'milestones.create',
    'sprints.create',
    'projects.update',
    'projects.setCommenting',
    'projects.setMember',
    'projects.move',
    'tasks.remove',
    'time.decide',
    'comments.remove',
    'comments.removeNote',
    'epics.reorder',
    'epics.reorderStory',
    'epics.remove',
    'epics.removeStory',
    'epics.updateStory',
    'milestones.remove',
    'sprints.remove',
  ])('%s is refused to a Contributor', async (name) => {
    expect((await call(people.jonas, name, own)).status).toBe(403);
  });

  test.each(['comments.remove', 'comments.removeNote'])('%s is refused to a Reviewer', async (name) => {
    const kept = await before('text');
    expect((await call(people.luis, name, own)).status).toBe(403);
    expect(await before('text')).toBe(kept);
  });

  test.each(['projects.setMember', 'projects.setDefault', 'projects.move'])(
    '%s is refused to a project Manager',
    async (name) => {
      expect((await call(people.priya, name, own)).status).toBe(403);
    },
  );
});

test('a deactivated person is refused from the next request on', async () => {
  const amara = await company.asPerson('amara@');
  expect((await amara.query('staff', 'projects.list', {})).status).toBe(200);
  await company.database.admin.query(`update app.staff_member set active = false where email like 'amara@%'`);
  for (const name of names)
    expect({ name, status: (await call(amara, name, foreign)).status }).toEqual({ name, status: 401 });
  expect((await amara.fetch('/staff')).status).toBe(303);
});
