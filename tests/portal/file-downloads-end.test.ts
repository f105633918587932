/** L69 D3: a download that is under way dies when the permission for it does, whatever took it away. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diskStorage } from '../../src/lib/server/files/disk-storage.ts';
import { keyOf } from '../../src/lib/server/files/ledger-of.ts';
import { keep, someBytes } from '../files/support/bytes.ts';
import { aProject, aProjectMember, aTask, insert, type StaffMember } from '../support/builders.ts';
import { aMessage, anAttachment, type Ticket } from '../support/ticket-builders.ts';
import { startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';
import { aDesk, rowOf, type Desk } from './ticket-desk.ts';

/** More than lies between a server and a reader who waits. */
const bytes = someBytes(24_000_000);

let company: SampleCompany;
let desk: Desk;
let directory: string;
let ticket: Ticket;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'portal-downloads-'));
  company = await startSampleCompany({ FILES_DIRECTORY: directory });
  desk = await aDesk(company);
  ticket = await desk.ticket();
});
afterAll(async () => {
  await company.stop();
  rmSync(directory, { recursive: true, force: true });
});

const sql = (text: string, values: unknown[] = []) => company.database.admin.query(text, values);

/** A large file that was looked at. */
async function hang(parent: Record<string, string>): Promise<string> {
  const { id } = await anAttachment(company.database, desk.nexus, {
    ...parent,
    ...{ name: 'large.bin', media_type: 'application/octet-stream', size_bytes: bytes.length },
    visibility: 'client_visible',
  });
  await keep(await diskStorage(directory), keyOf(id), bytes);
  return id;
}

/** Begins a download, and goes on reading once `meanwhile` is done. How it ended, and how much came. */
async function downloadWhile(
  visitor: Visitor,
  path: string,
  meanwhile: () => Promise<unknown>,
  headers: Record<string, string> = {},
) {
  const cookie = [...visitor.cookies].map((pair) => pair.join('=')).join('; ');
  const answer = await fetch(company.server.origin + path, { headers: { cookie, ...headers } });
  expect(answer.ok).toBe(true);
  const reader = answer.body!.getReader();
  let received = (await reader.read()).value!.byteLength;
  await meanwhile();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read())
      received += next.value.byteLength;
    return { ended: 'all of it', received };
  } catch {
    return { ended: 'cut off', received };
  }
}
const isCutOff = ({ ended, received }: Awaited<ReturnType<typeof downloadWhile>>) => {
  expect(ended).toBe('cut off');
  expect(received).toBeLessThan(bytes.length);
};

const hide = (table: string, id: string) =>
  sql(`update app.record set visibility = 'internal_only' where id = $1`, [id]);

describe('a client’s', () => {
  type Ending = { of: Record<string, string>; ending: (id: string, dana: Visitor) => Promise<unknown> };
  const ravi = `email like 'ravi.%'`;
  const endings: Record<string, () => Promise<Ending>> = {
    'the file is withdrawn': () =>
      Promise.resolve({ of: { record_id: ticket.id }, ending: (id) => hide('attachment', id) }),
    'its ticket is made internal': async () => {
      const own = await desk.ticket();
      return { of: { record_id: own.id }, ending: () => hide('ticket', own.id) };
    },
    'its message is made internal': async () => {
      const message = await aMessage(company.database, ticket, { visibility: 'client_visible' });
      return { of: { record_id: message.id }, ending: () => hide('message', message.id) };
    },
    'the project of its task is made internal': async () => {
      const project = await aProject(company.database, desk.nexus, { visibility: 'client_visible' });
      const task = await aTask(company.database, project, { visibility: 'client_visible' });
      return { of: { record_id: task.id }, ending: () => hide('project', project.id) };
    },
    'it is deleted': () =>
      Promise.resolve({
        of: { record_id: ticket.id },
        ending: (id) => sql('delete from app.attachment where id = $1', [id]),
      }),
    'the person signs out': () =>
      Promise.resolve({
        of: { record_id: ticket.id },
        ending: async (_id, visitor) => {
          expect((await visitor.submit('/portal/sign-out', {})).status).toBe(303);
        },
      }),
    'the session comes to its hour': () =>
      Promise.resolve({
        of: { record_id: ticket.id },
        ending: () =>
          sql(
            `update identity.client_session set expires_at = now() where client_user_id = (select id from app.client_user where ${ravi})`,
          ),
      }),
    'the person is deactivated': () =>
      Promise.resolve({
        of: { record_id: ticket.id },
        ending: () => sql(`update app.client_user set active = false where ${ravi}`),
      }),
    'the client is closed': () =>
      Promise.resolve({
        of: { record_id: ticket.id },
        ending: () => sql('update app.client set active = false where id = $1', [desk.nexus.id]),
      }),
    'the section is taken from the person': () =>
      Promise.resolve({
        of: { record_id: ticket.id },
        ending: () => sql(`update app.client_user set sections = '{projects}' where ${ravi}`),
      }),
  };

  test.each(Object.keys(endings))('when %s', async (why) => {
    await sql(`update app.client set active = true where id = $1`, [desk.nexus.id]);
    await sql(`update app.client_user set active = true, sections = '{projects,tickets}' where ${ravi}`);
    const visitor = await company.asPerson('ravi.');
    const { of, ending } = await endings[why]!();
    const id = await hang(of);
    isCutOff(await downloadWhile(visitor, `/portal/files/${id}`, () => ending(id, visitor)));
    await sql(`update app.client set active = true where id = $1`, [desk.nexus.id]);
  });

  test('a part of it, as all of it', async () => {
    await sql(`update app.client_user set active = true, sections = '{projects,tickets}' where ${ravi}`);
    const id = await hang({ record_id: ticket.id });
    const visitor = await company.asPerson('ravi.');
    const part = { range: 'bytes=100-' };
    isCutOff(await downloadWhile(visitor, `/portal/files/${id}`, () => hide('attachment', id), part));
  });

  test('goes on to its end while nothing was taken, also when something else was', async () => {
    await sql(`update app.client_user set active = true, sections = '{projects,tickets}' where ${ravi}`);
    const [id, other] = [await hang({ record_id: ticket.id }), await hang({ record_id: ticket.id })];
    const visitor = await company.asPerson('ravi.');
    const elsewhere = async () => {
      await hide('attachment', other);
      await sql(`update app.client_user set sections = '{tickets}' where ${ravi}`);
    };
    expect(await downloadWhile(visitor, `/portal/files/${id}`, elsewhere)).toEqual({
      ended: 'all of it',
      received: bytes.length,
    });
  });
});

describe('a staff member’s', () => {
  const sofieIs = `email like 'sofie@%' and tenant_id = $1`;
  const sofie = () =>
    rowOf<StaffMember>(company.database, `select * from app.staff_member where ${sofieIs}`, [
      desk.nexus.tenant_id,
    ]);

  test.each(['leaves the contract', 'is deactivated', 'signs out'] as const)(
    'when the person %s',
    async (how) => {
      const person = await sofie();
      await sql('update app.staff_member set active = true where id = $1', [person.id]);
      await sql('delete from app.contract_member where staff_member_id = $1', [person.id]);
      await insert(company.database, 'app.contract_member', {
        tenant_id: desk.nexus.tenant_id,
        contract_id: desk.contract.id,
        staff_member_id: person.id,
        role: 'observer',
      });
      const visitor = await company.asPerson('sofie@');
      const id = await hang({ record_id: ticket.id });
      const meanwhile = {
        'leaves the contract': () =>
          sql('delete from app.contract_member where staff_member_id = $1', [person.id]),
        'is deactivated': () => sql('update app.staff_member set active = false where id = $1', [person.id]),
        'signs out': () => visitor.submit('/staff/sign-out', {}),
      }[how];
      isCutOff(await downloadWhile(visitor, `/staff/files/${id}`, meanwhile));
      await sql('update app.staff_member set active = true where id = $1', [person.id]);
    },
  );

  test('when the person leaves the project', async () => {
    const person = await sofie();
    const project = await aProject(company.database, desk.nexus);
    await aProjectMember(company.database, project, person, 'observer');
    const task = await aTask(company.database, project);
    const visitor = await company.asPerson('sofie@');
    const id = await hang({ record_id: task.id });
    isCutOff(
      await downloadWhile(visitor, `/staff/files/${id}`, () =>
        sql('delete from app.project_member where staff_member_id = $1', [person.id]),
      ),
    );
  });

  test('who looks through a client user’s eyes, when they sign out', async () => {
    await sql(
      `update app.client_user set active = true, sections = '{projects,tickets}' where email like 'ravi.%'`,
    );
    const looking = await company.asPerson('marta@');
    const clientUserId = await company.idOf(`select id from app.client_user where email like 'ravi.%'`);
    const begun = await looking.submit(`/staff/clients/${desk.nexus.id}?/viewAs`, { clientUserId });
    expect(begun.status).toBe(303);
    const id = await hang({ record_id: ticket.id });
    isCutOff(
      await downloadWhile(looking, `/portal/files/${id}`, () => looking.submit('/staff/sign-out', {})),
    );
  });
});
