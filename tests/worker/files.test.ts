/** Files through the whole house: uploaded over HTTP, attached, looked at by the job, downloaded, withdrawn. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256, someBytes } from '../files/support/bytes.ts';
import { startClamd, type Clamd } from '../files/support/clamd.ts';
import { dataOf, startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';
import { until } from './process.ts';

let company: SampleCompany;
let clamd: Clamd;
let directory: string;
let claire: Visitor;
let ravi: Visitor;
let aisha: Visitor;
let jonas: Visitor;
let marta: Visitor;
let sofie: Visitor;
let jobTypeId: string;

beforeAll(async () => {
  clamd = await startClamd();
  directory = mkdtempSync(join(tmpdir(), 'portal-files-'));
  company = await startSampleCompany({
    REALMS: 'client,staff,worker',
    FILES_DIRECTORY: directory,
    CLAMD_ADDRESS: clamd.address,
    // What the front door finds is not tried here, but what the job finds.
    FILES_UNSCANNED: 'refuse',
  });
  claire = await company.asPerson('claire.');
  ravi = await company.asPerson('ravi.');
  aisha = await company.asPerson('aisha.');
  jonas = await company.asPerson('jonas@');
  marta = await company.asPerson('marta@');
  sofie = await company.asPerson('sofie@');
  jobTypeId = await company.idOf(
    `select j.id from app.job_type j join app.contract k on k.id = j.contract_id where k.number = 'CON-2024-018' and j.name = 'Incident'`,
  );
});
afterAll(async () => {
  console.log(
    company.server
      .log()
      .split('\n')
      .filter((line) => line.includes('err'))
      .slice(0, 4)
      .join('\n'),
  );
  await company.stop();
  await clamd.stop();
  rmSync(directory, { recursive: true, force: true });
});

const tus = { 'tus-resumable': '1.0.0' };
const metadata = (name: string) => ({
  'upload-metadata': `filename ${Buffer.from(name).toString('base64')}`,
});

const piece_bytes = 5 * 1024 * 1024;

/** Uploads in pieces, all of it or as far as `until_bytes`, and returns the upload's id. */
async function upload(
  visitor: Visitor,
  realm: 'portal' | 'staff',
  name: string,
  bytes: Buffer,
  until_bytes = bytes.length,
): Promise<string> {
  const created = await visitor.fetch(`/${realm}/uploads`, {
    method: 'POST',
    headers: { ...tus, ...metadata(name), 'upload-length': String(bytes.length) },
  });
  expect(created.status).toBe(201);
  const path = new URL(created.headers.get('location')!, 'http://localhost').pathname;
  for (let offset = 0; offset < until_bytes; offset += piece_bytes) {
    const piece = bytes.subarray(offset, Math.min(offset + piece_bytes, until_bytes));
    expect((await patch(visitor, path, offset, piece)).status).toBe(204);
  }
  return path.split('/').at(-1)!;
}

const patch = (visitor: Visitor, path: string, offset: number, bytes: Buffer) =>
  visitor.fetch(path, {
    method: 'PATCH',
    headers: { ...tus, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
    body: new Uint8Array(bytes),
  });

async function raise(visitor: Visitor, uploads: string[]): Promise<string> {
  const answer = await visitor.mutate('portal', 'tickets.raise', {
    ...{ jobTypeId, priority: 'low', title: 'With files', description: 'Look' },
    ...{ uploads, requestId: randomUUID() },
  });
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 200 });
  return (dataOf(answer) as { id: string }).id;
}

const stateOf = (id: string) =>
  company.idOf(`select state::text || ' ' || media_type as id from app.attachment where id = $1`, [id]);
const ready = (id: string, wanted: string) =>
  until(
    () => stateOf(id),
    (state) => state === wanted,
  );

/** A file of Claire's on a ticket of hers, looked at. */
async function attached(bytes: Buffer, name = 'file.txt', type = 'text/plain') {
  const id = await upload(claire, 'portal', name, bytes);
  const ticketId = await raise(claire, [id]);
  await ready(id, `ready ${type}`);
  return { id, ticketId };
}

test('a file of two megabytes comes in pieces, is attached, looked at and downloaded as it was', async () => {
  const bytes = someBytes(2_000_000);
  const id = await upload(claire, 'portal', '../../Résumé\u202Efdp.exe', bytes, 700_000);
  expect((await raiseStatus(claire, [id])).status).not.toBe(200);
  const path = `/portal/uploads/${id}`;
  const head = await claire.fetch(path, { method: 'HEAD', headers: tus });
  expect(head.headers.get('upload-offset')).toBe('700000');
  expect((await patch(claire, path, 700_000, bytes.subarray(700_000))).status).toBe(204);
  await raise(claire, [id]);
  await ready(id, 'ready application/octet-stream');
  expect(await company.idOf('select sha256 as id from app.attachment where id = $1', [id])).toBe(
    sha256(bytes),
  );

  const answer = await fetch(`${company.server.origin}/portal/files/${id}`, { headers: cookieOf(claire) });
  expect(sha256(Buffer.from(await answer.arrayBuffer()))).toBe(sha256(bytes));
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
  expect(answer.headers.get('content-disposition')).not.toMatch(/\/|\u202E/);
  expect(answer.headers.get('content-security-policy')).toMatch(/sandbox/);
  expect(answer.headers.get('cache-control')).toBe('private, no-store');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
});

const raiseStatus = (visitor: Visitor, uploads: string[]) =>
  visitor.mutate('portal', 'tickets.raise', {
    ...{ jobTypeId, priority: 'low', title: 'With files', description: 'Look' },
    ...{ uploads, requestId: randomUUID() },
  });
const cookieOf = (visitor: Visitor) => ({
  cookie: [...visitor.cookies].map((pair) => pair.join('=')).join('; '),
});

test('an HTML page named as a picture is never shown', async () => {
  const { id } = await attached(
    Buffer.from('<html><script>alert(1)</script></html>'),
    'holiday.png',
    'application/octet-stream',
  );
  const answer = await claire.fetch(`/portal/files/${id}`);
  expect(answer.headers.get('content-type')).toBe('application/octet-stream');
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
});

test('a text is shown; a part of it is sent where a part is asked for', async () => {
  const { id } = await attached(Buffer.from('0123456789'));
  const shown = await claire.fetch(`/portal/files/${id}`);
  expect(shown.headers.get('content-disposition')).toMatch(/^inline/);
  expect(shown.headers.get('referrer-policy')).toBe('no-referrer');
  const saved = await claire.fetch(`/portal/files/${id}?download`);
  expect(saved.headers.get('content-disposition')).toMatch(/^attachment/);
  const part = await claire.fetch(`/portal/files/${id}`, { headers: { range: 'bytes=2-4' } });
  expect([part.status, part.body, part.headers.get('content-range')]).toEqual([206, '234', 'bytes 2-4/10']);
});

describe('L69 L70 L71 L77 D3: who may have a file is asked at that moment', () => {
  test('a colleague with the section may; anybody else finds what they would find of nothing', async () => {
    const { id } = await attached(Buffer.from('ours'));
    const absent = async (visitor: Visitor, realm: 'portal' | 'staff') =>
      (await visitor.fetch(`/${realm}/files/${company.unknownId}`)).body.replaceAll(company.unknownId, '');
    expect((await claire.fetch(`/portal/files/${id}`)).body).toBe('ours');
    expect((await jonas.fetch(`/staff/files/${id}`)).body).toBe('ours');
    for (const [visitor, realm] of [
      [ravi, 'portal'],
      [aisha, 'portal'],
      [sofie, 'staff'],
    ] as const) {
      const answer = await visitor.fetch(`/${realm}/files/${id}`);
      expect(answer.status).toBe(404);
      expect(answer.body.replaceAll(id, '')).toBe(await absent(visitor, realm));
    }
    for (const visitor of [company.visitor(), jonas])
      expect((await visitor.fetch(`/portal/files/${id}`)).status).toBe(303);
    expect((await claire.fetch(`/staff/files/${id}`)).status).toBe(303);
  });

  test('a withdrawn file, message or ticket takes its files along', async () => {
    const { id, ticketId } = await attached(Buffer.from('once yours'));
    const set = (record: string, flag: string) =>
      company.database.admin.query('update app.record set visibility = $1 where id = $2', [flag, record]);
    for (const record of [id, ticketId]) {
      await set(record, 'internal_only');
      expect((await claire.fetch(`/portal/files/${id}`)).status).toBe(404);
      expect((await jonas.fetch(`/staff/files/${id}`)).status).toBe(200);
      await set(record, 'client_visible');
      expect((await claire.fetch(`/portal/files/${id}`)).status).toBe(200);
    }
  });

  test('a download that is under way ends when the permission does', async () => {
    const { id } = await attached(someBytes(20_000_000), 'large.bin', 'application/octet-stream');
    const answer = await fetch(`${company.server.origin}/portal/files/${id}`, { headers: cookieOf(claire) });
    const reader = answer.body!.getReader();
    await reader.read();
    await company.database.admin.query(`update app.record set visibility = 'internal_only' where id = $1`, [
      id,
    ]);
    let received = 0;
    await expect(
      (async () => {
        for (;;) {
          const { done, value } = await reader.read();
          if (done) return;
          received += value.byteLength;
        }
      })(),
    ).rejects.toThrow();
    expect(received).toBeLessThan(20_000_000);
  });

  test('a file on a note is the team’s, whatever flag it bears', async () => {
    const id = await upload(jonas, 'staff', 'inside.txt', Buffer.from('between us'));
    const ticketId = await raise(claire, []);
    const answer = await jonas.mutate('staff', 'tickets.createNote', {
      ...{ ticketId, body: 'With a file', uploads: [id], requestId: randomUUID() },
    });
    expect(answer.status).toBe(200);
    await ready(id, 'ready text/plain');
    await company.database.admin.query(`update app.record set visibility = 'client_visible' where id = $1`, [
      id,
    ]);
    expect((await claire.fetch(`/portal/files/${id}`)).status).toBe(404);
    expect((await claire.query('portal', 'tickets.open', { ticketId })).body).not.toMatch(
      /inside|between us/,
    );
    expect((await jonas.fetch(`/staff/files/${id}`)).body).toBe('between us');
  });
});

describe('L69 L70 L71: on a task and its comments, as on a ticket', () => {
  let dana: Visitor;
  let project: string;
  let task: string;
  let hiddenTask: string;
  beforeAll(async () => {
    dana = await company.asPerson('dana.');
    const taskNamed = (title: string) => company.idOf('select id from app.task where title = $1', [title]);
    project = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
    [task, hiddenTask] = [await taskNamed('API performance work'), await taskNamed('OAuth provider fix')];
    await company.database.admin.query('update app.project set client_may_comment = true');
  });
  const has = async (visitor: Visitor, id: string, realm: 'portal' | 'staff' = 'portal') =>
    (await visitor.fetch(`/${realm}/files/${id}`)).status;
  const flag = (table: string, id: string, to: 'client_visible' | 'internal_only') =>
    company.database.admin.query(`update app.record set visibility = $1 where id = $2`, [to, id]);

  test('a file on a client’s comment is there for whoever sees the comment', async () => {
    const id = await upload(ravi, 'portal', 'trace.txt', Buffer.from('a trace'));
    const body = { taskId: task, body: 'See the trace' };
    expect(
      (await dana.mutate('portal', 'projects.comment', { ...body, uploads: [id], requestId: randomUUID() }))
        .status,
    ).toBe(400);
    expect(
      (await ravi.mutate('portal', 'projects.comment', { ...body, uploads: [id], requestId: randomUUID() }))
        .status,
    ).toBe(200);
    await ready(id, 'ready text/plain');
    expect([await has(dana, id), await has(ravi, id), await has(jonas, id, 'staff')]).toEqual([
      200, 200, 200,
    ]);
    expect([await has(claire, id), await has(aisha, id), await has(sofie, id, 'staff')]).toEqual([
      404, 404, 404,
    ]);
    const page = await dana.query('portal', 'projects.task', { projectId: project, taskId: task });
    expect(
      (dataOf(page) as { comments: { files: unknown[] }[] }).comments.flatMap(({ files }) => files),
    ).toEqual([
      {
        ...{ id, name: 'trace.txt', state: 'ready', mediaType: 'text/plain', size_bytes: 7 },
        ...{ preview: 'none', pictureWidth: null, pictureHeight: null },
      },
    ]);

    const comment = await company.idOf('select record_id as id from app.attachment where id = $1', [id]);
    for (const [table, record] of [
      ['comment', comment],
      ['task', task],
      ['project', project],
    ] as const) {
      await flag(table, record, 'internal_only');
      expect([table, await has(dana, id), await has(jonas, id, 'staff')]).toEqual([table, 404, 200]);
      await flag(table, record, 'client_visible');
      expect([table, await has(dana, id)]).toEqual([table, 200]);
    }
  });

  test('the team’s file on a task is Internal Only until somebody shares it, and on a hidden task all the same', async () => {
    const attach = async (taskId: string) => {
      const id = await upload(marta, 'staff', 'plan.txt', Buffer.from('the plan'));
      const input = { projectId: project, taskId, uploads: [id] };
      expect((await sofie.mutate('staff', 'tasks.attach', input)).status).toBe(404);
      expect((await marta.mutate('staff', 'tasks.attach', input)).status).toBe(200);
      await ready(id, 'ready text/plain');
      return id;
    };
    const share = (id: string) =>
      marta.mutate('staff', 'visibility.set', {
        kind: 'attachment',
        ids: [id],
        visibility: 'client_visible',
      });
    const [shown, hidden] = [await attach(task), await attach(hiddenTask)];
    expect([await has(dana, shown), await has(marta, shown, 'staff')]).toEqual([404, 200]);
    for (const id of [shown, hidden]) expect((await share(id)).status).toBe(200);
    expect([await has(dana, shown), await has(dana, hidden)]).toEqual([200, 404]);
  });

  test('a file on an Internal Only comment of the team is the team’s', async () => {
    const id = await upload(marta, 'staff', 'aside.txt', Buffer.from('aside'));
    const said = await marta.mutate('staff', 'comments.create', {
      ...{ projectId: project, taskId: task, body: 'Among us', visibility: 'internal_only', uploads: [id] },
      requestId: randomUUID(),
    });
    expect(said.status).toBe(200);
    await ready(id, 'ready text/plain');
    await flag('attachment', id, 'client_visible');
    expect([await has(dana, id), await has(marta, id, 'staff')]).toEqual([404, 200]);
    expect(
      (await dana.query('portal', 'projects.task', { projectId: project, taskId: task })).body,
    ).not.toMatch(/aside|Among us/);
  });

  test('the team learns who of the client fetched a file: not of a part of it, a question, or a look by staff', async () => {
    const id = await upload(ravi, 'portal', 'read.txt', Buffer.from('0123456789'));
    await ravi.mutate('portal', 'projects.comment', {
      taskId: task,
      body: 'Read it',
      uploads: [id],
      requestId: randomUUID(),
    });
    await ready(id, 'ready text/plain');
    const receipts = async () =>
      (
        await company.database.admin.query(
          `select u.email from app.read_receipt r join app.client_user u on u.id = r.client_user_id
            where record_kind = 'attachment' and record_id = $1`,
          [id],
        )
      ).rows.map(({ email }: { email: string }) => email.split('@')[0]);
    await jonas.fetch(`/staff/files/${id}`);
    await dana.fetch(`/portal/files/${id}`, { method: 'HEAD' });
    expect((await dana.fetch(`/portal/files/${id}`, { headers: { range: 'bytes=4-' } })).status).toBe(206);
    expect((await dana.fetch(`/portal/files/${id}`, { headers: { range: 'bytes=20-' } })).status).toBe(416);
    await claire.fetch(`/portal/files/${id}`);
    const looking = await company.asPerson('marta@');
    const person = await company.idOf(`select id from app.client_user where email like 'dana.%'`);
    const client = await company.idOf(`select client_id as id from app.client_user where id = $1`, [person]);
    const begun = await looking.submit(`/staff/clients/${client}?/viewAs`, { clientUserId: person });
    expect([begun.status, await has(looking, id)]).toEqual([303, 200]);
    expect(await receipts()).toEqual([]);
    expect((await dana.fetch(`/portal/files/${id}`, { headers: { range: 'bytes=0-3' } })).body).toBe('0123');
    expect(await receipts()).toEqual([expect.stringMatching(/^dana/)]);
  });
});

describe('uploads are their uploader’s', () => {
  test('nobody else goes on with one, attaches it, or learns of it', async () => {
    const bytes = Buffer.from('half and half');
    const id = await upload(claire, 'portal', 'mine.txt', bytes, 4);
    const path = `/portal/uploads/${id}`;
    const dana = await company.asPerson('dana.');
    const unknown = await dana.fetch(`/portal/uploads/${company.unknownId}`, {
      method: 'HEAD',
      headers: tus,
    });
    for (const visitor of [dana, aisha, company.visitor()]) {
      const head = await visitor.fetch(path, { method: 'HEAD', headers: tus });
      expect([head.status, head.body]).toEqual([unknown.status, unknown.body]);
      expect((await patch(visitor, path, 4, bytes.subarray(4))).status).toBe(404);
      expect((await visitor.fetch(path, { method: 'DELETE', headers: tus })).status).toBe(404);
    }
    expect((await patch(claire, path, 4, bytes.subarray(4))).status).toBe(204);
    expect((await raiseStatus(dana, [id])).status).not.toBe(200);
    await raise(claire, [id]);
  });

  test('a file over the tenant’s limit is refused before a byte is sent', async () => {
    await company.database.admin.query('update app.tenant set upload_limit_bytes = 1000');
    for (const [visitor, realm] of [
      [claire, 'portal'],
      [jonas, 'staff'],
    ] as const) {
      const answer = await visitor.fetch(`/${realm}/uploads`, {
        method: 'POST',
        headers: { ...tus, ...metadata('large'), 'upload-length': '1001' },
      });
      expect(answer.status).toBe(413);
      expect(answer.body).toMatch(/too large/);
    }
    await company.database.admin.query('update app.tenant set upload_limit_bytes = default');
  });

  test('a staff member who looks as the client uploads nothing', async () => {
    const person = await company.idOf(`select id from app.client_user where email like 'dana.%'`);
    const form = await marta.fetch(
      '/staff/clients/' +
        (await company.idOf(`select client_id as id from app.client_user where id = $1`, [person])) +
        '?/viewAs',
      {
        method: 'POST',
        headers: { accept: 'text/html' },
        body: new URLSearchParams({ clientUserId: person }),
      },
    );
    expect(form.status).toBe(303);
    expect(
      (
        await marta.fetch('/portal/uploads', {
          method: 'POST',
          headers: { ...tus, ...metadata('x'), 'upload-length': '1' },
        })
      ).status,
    ).toBe(404);
  });
});

describe('the job that looks at files', () => {
  const eicar = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*';

  test('quarantines what the scanner finds, and nobody has it', async () => {
    // As if the scanner had learnt of it only after the upload.
    const id = await upload(claire, 'portal', 'clean.txt', Buffer.from('clean'));
    const ticketId = await raise(claire, []);
    await company.database.admin.query(
      `insert into app.attachment (tenant_id, id, record_id, name, size_bytes, author_name, visibility)
       select tenant_id, $2, id, 'virus.txt', $3, 'Claire Dubois', 'client_visible' from app.ticket where id = $1`,
      [ticketId, await bytesAt(eicar), eicar.length],
    );
    await until(
      () => company.idOf(`select state::text as id from app.attachment where name = 'virus.txt'`),
      (state) => state === 'quarantined',
    );
    const virus = await company.idOf(`select id from app.attachment where name = 'virus.txt'`);
    for (const [visitor, realm] of [
      [claire, 'portal'],
      [jonas, 'staff'],
    ] as const)
      expect((await visitor.fetch(`/${realm}/files/${virus}`)).status).toBe(404);
    expect((await claire.query('portal', 'tickets.open', { ticketId })).body).not.toContain('Eicar');
    expect(id).toBeDefined();
  });

  test('gives up what never came, though somebody said it had', async () => {
    const ticketId = await raise(claire, []);
    const id = randomUUID();
    await company.database.admin.query(
      `insert into app.attachment (tenant_id, id, record_id, name, size_bytes, author_name, visibility)
       select tenant_id, $2, id, 'never.txt', 10, 'Claire Dubois', 'client_visible' from app.ticket where id = $1`,
      [ticketId, id],
    );
    const failing = () =>
      company.database.admin.query(
        'update app.job set attempts = 7, next_run_at = now() where record_id = $1 and leased_until is null',
        [id],
      );
    await until(failing, ({ rowCount }) => rowCount === 1);
    await ready(id, 'failed application/octet-stream');
    expect((await claire.fetch(`/portal/files/${id}`)).status).toBe(404);
  });

  test('an upload abandoned for a day is deleted, with its bytes', async () => {
    const bytes = Buffer.from('forgotten');
    const id = await upload(claire, 'portal', 'forgotten.txt', bytes);
    const lies = () =>
      readdirSync(directory, { recursive: true }).some((name) =>
        String(name).includes(id.replaceAll('-', '')),
      );
    expect(lies()).toBe(true);
    await company.database.admin.query(
      `update app.upload set expires_at = now() - interval '1 second' where id = $1`,
      [id],
    );
    expect((await claire.fetch(`/portal/uploads/${id}`, { method: 'HEAD', headers: tus })).status).toBe(404);
  });
});

/** Puts bytes into the store past every door, and returns the id they lie under. */
async function bytesAt(text: string): Promise<string> {
  const { diskStorage } = await import('../../src/lib/server/files/disk-storage.ts');
  const { keep } = await import('../files/support/bytes.ts');
  const { keyOf } = await import('../../src/lib/server/files/ledger-of.ts');
  const id = randomUUID();
  await keep(await diskStorage(directory), keyOf(id), Buffer.from(text));
  return id;
}
