/** A client user's own files, by the procedures beneath uploads: tests/worker/files.test.ts goes through the whole house. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataOf, startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';

let company: SampleCompany;
let claire: Visitor;
let dana: Visitor;
let jonas: Visitor;
let owen: Visitor;

beforeAll(async () => {
  company = await startSampleCompany();
  claire = await company.asPerson('claire.');
  dana = await company.asPerson('dana.');
  jonas = await company.asPerson('jonas@');
  await company.database.admin.query("update app.client_user set active = true where email like 'owen.%'");
  owen = await company.asPerson('owen.');
  await company.database.admin.query("update app.client_user set active = false where email like 'owen.%'");
});
afterAll(() => company.stop());

const begin = (visitor: Visitor, size = 4) =>
  visitor.mutate('portal', 'files.begin', { name: 'mine.txt', size });
const begun = async (visitor: Visitor) => dataOf(await begin(visitor)) as string;
const found = async (visitor: Visitor, uploadId: string) =>
  dataOf(await visitor.query('portal', 'files.find', { uploadId }));

test('a file is announced, found by its uploader, written in turns, received once and taken back', async () => {
  const uploadId = await begun(claire);
  for (const writerEpoch of [1, 2]) {
    expect(dataOf(await claire.mutate('portal', 'files.take', { uploadId }))).toBe(writerEpoch);
    expect(await found(claire, uploadId)).toMatchObject({ writerEpoch });
  }
  expect(await found(claire, uploadId)).toMatchObject({ id: uploadId, name: 'mine.txt', receivedAt: null });
  await claire.mutate('portal', 'files.receive', { uploadId });
  expect(await found(claire, uploadId)).toMatchObject({ receivedAt: expect.any(String) as string });
  await claire.mutate('portal', 'files.drop', { uploadId });
  expect(await found(claire, uploadId)).toBeNull();
});

describe('nobody else', () => {
  test('a colleague finds, receives and takes back nothing of it', async () => {
    const uploadId = await begun(claire);
    expect(await found(dana, uploadId)).toBeNull();
    expect(dataOf(await dana.mutate('portal', 'files.take', { uploadId }))).toBeNull();
    await dana.mutate('portal', 'files.receive', { uploadId });
    await dana.mutate('portal', 'files.drop', { uploadId });
    expect(await found(claire, uploadId)).toMatchObject({ receivedAt: null, writerEpoch: 0 });
  });

  test('a deactivated person, a member of the staff and a stranger are signed out', async () => {
    const uploadId = await begun(claire);
    for (const visitor of [owen, jonas, company.visitor()]) {
      expect((await begin(visitor)).status).toBe(401);
      for (const name of ['files.take', 'files.receive', 'files.drop'])
        expect((await visitor.mutate('portal', name, { uploadId })).status).toBe(401);
      expect((await visitor.query('portal', 'files.find', { uploadId })).status).toBe(401);
      for (const name of ['files.open', 'files.preview'])
        expect((await visitor.query('portal', name, { attachmentId: uploadId })).status).toBe(401);
    }
  });
});

test('an upload is no attachment, and one that is not there answers the same', async () => {
  const uploadId = await begun(claire);
  const answers = await Promise.all(
    [uploadId, company.unknownId].map((attachmentId) =>
      claire.query('portal', 'files.open', { attachmentId }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  expect(answers[0]?.body).toBe(answers[1]?.body);
});

test('a file over the tenant’s limit, and one beside a hundred unfinished uploads, are refused', async () => {
  expect((await begin(claire, 200 * 1024 * 1024)).status).toBe(400);
  const helen = await company.asPerson('helen.');
  for (let nth = 0; nth < 100; nth++) await begun(helen);
  expect((await begin(helen)).status).toBe(400);
});
