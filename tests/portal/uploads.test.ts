/** A client's own uploads, and the files they open, by the procedures that the upload and the download go through. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataOf, startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';

let company: SampleCompany;
let dana: Visitor;
let others: Visitor[];

beforeAll(async () => {
  company = await startSampleCompany();
  dana = await company.asPerson('dana.');
  others = [await company.asPerson('ravi.'), await company.asPerson('aisha.')];
});
afterAll(() => company.stop());

const begin = async (who: Visitor) =>
  dataOf(await who.mutate('portal', 'files.begin', { name: 'notes.txt', size: 4 })) as string;
const find = async (who: Visitor, uploadId: string) =>
  dataOf(await who.query('portal', 'files.find', { uploadId })) as { receivedAt: string | null } | null;

test('one’s own upload is announced, there, and dropped; nobody else finds it, says it is there, or drops it', async () => {
  const uploadId = await begin(dana);
  expect(await find(dana, uploadId)).toMatchObject({ id: uploadId, name: 'notes.txt', receivedAt: null });
  for (const who of others) {
    expect(await find(who, uploadId)).toBeNull();
    await who.mutate('portal', 'files.receive', { uploadId });
    await who.mutate('portal', 'files.drop', { uploadId });
  }
  expect((await find(dana, uploadId))?.receivedAt).toBeNull();
  expect((await dana.mutate('portal', 'files.receive', { uploadId })).status).toBe(200);
  expect((await find(dana, uploadId))?.receivedAt).toEqual(expect.any(String));
  expect((await dana.mutate('portal', 'files.drop', { uploadId })).status).toBe(200);
  expect(await find(dana, uploadId)).toBeNull();
});

test('a person who is signed out, or of the other realm, calls none of them', async () => {
  const jonas = await company.asPerson('jonas@');
  for (const who of [company.visitor(), jonas]) {
    const uploadId = company.unknownId;
    for (const name of ['files.take', 'files.receive', 'files.drop'])
      expect((await who.mutate('portal', name, { uploadId })).status).toBe(401);
    expect((await who.mutate('portal', 'files.begin', { name: 'x', size: 1 })).status).toBe(401);
    expect((await who.query('portal', 'files.find', { uploadId })).status).toBe(401);
    expect((await who.query('portal', 'files.open', { attachmentId: uploadId })).status).toBe(401);
  }
});

test('a file is opened once it was looked at, by whoever sees what it hangs on', async () => {
  const task = await company.idOf(`select id from app.task where title = 'API performance work'`);
  const id = await company.idOf(
    `insert into app.attachment (tenant_id, id, record_id, name, size_bytes, author_name, visibility)
     select tenant_id, gen_random_uuid(), id, 'plan.txt', 4, 'Marta', 'client_visible' from app.task where id = $1 returning id`,
    [task],
  );
  const open = (who: Visitor, attachmentId = id) => who.query('portal', 'files.open', { attachmentId });
  const absent = await open(dana, company.unknownId);
  expect(absent.status).toBe(404);
  expect((await open(dana)).body).toBe(absent.body);
  await company.database.admin.query(
    `update app.attachment set state = 'ready', media_type = 'text/plain', sha256 = repeat('0', 64) where id = $1`,
    [id],
  );
  expect(dataOf(await open(dana))).toMatchObject({ id, name: 'plan.txt', mediaType: 'text/plain' });
  const claire = await company.asPerson('claire.');
  for (const who of [others[1]!, claire]) expect((await open(who)).body).toBe(absent.body);
});
