/** L77: who gets the preview of a picture, and the picture itself: by the same law, person by person, over HTTP. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diskStorage } from '../../src/lib/server/files/disk-storage.ts';
import { keyOf, previewKeyOf } from '../../src/lib/server/files/ledger-of.ts';
import { keep } from '../files/support/bytes.ts';
import { blackPng, marked } from '../files/support/pictures.ts';
import { anAttachment, type Ticket } from '../support/ticket-builders.ts';
import {
  dataOf,
  startSampleCompany,
  type Answer,
  type SampleCompany,
  type Visitor,
} from '../support/visitor.ts';
import { aDesk, type Desk } from './ticket-desk.ts';

let company: SampleCompany;
let desk: Desk;
let directory: string;
let ticket: Ticket;
const visitors: Record<string, Visitor> = {};

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'portal-previews-'));
  company = await startSampleCompany({ FILES_DIRECTORY: directory });
  desk = await aDesk(company);
  ticket = await desk.ticket({ title: 'With a picture' });
  for (const address of ['dana.', 'aisha.', 'helen.', 'marta@', 'jonas@'])
    visitors[address] = await company.asPerson(address);
  visitors.stranger = company.visitor();
});
afterAll(async () => {
  await company.stop();
  rmSync(directory, { recursive: true, force: true });
});

const who = (name: string) => visitors[name]!;
const small = () => marked(8, 6).webp({ lossless: true }).toBuffer();

/** A picture on the ticket that was looked at, with its preview. */
async function aPicture(values: Record<string, unknown> = {}): Promise<string> {
  const [picture, preview] = [await blackPng(40, 30), await small()];
  const { id } = await anAttachment(company.database, desk.nexus, {
    ...{ record_id: ticket.id, name: 'canary.png', size_bytes: picture.length, media_type: 'image/png' },
    ...{ visibility: 'client_visible', preview: 'ready', picture_width: 40, picture_height: 30 },
    ...{ preview_number: 1, preview_bytes: preview.length, ...values },
  });
  const storage = await diskStorage(directory);
  await keep(storage, keyOf(id), picture);
  await keep(storage, previewKeyOf(id, 1), preview);
  return id;
}

/** The words of an answer, whichever id it was asked for. */
const saidOf = ({ status, body, headers }: Answer, id: string) => ({
  status,
  body: body.replaceAll(id, 'ID'),
  location: headers.get('location')?.replaceAll(id, 'ID') ?? null,
});

test('a client gets the small picture, shown and not kept anywhere; the team gets it on its own side', async () => {
  const id = await aPicture();
  for (const [person, realm] of [
    ['dana.', 'portal'],
    ['marta@', 'staff'],
  ] as const) {
    // prettier-ignore
    const answer = await who(person).fetch(`/${realm}/files/${id}/preview`);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/webp',
      'content-length': String((await small()).length),
      'content-disposition': expect.stringMatching(/^inline/) as string,
      'cache-control': 'private, no-store',
      'content-security-policy': expect.stringContaining('sandbox') as string,
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
    const { etag } = Object.fromEntries((await who(person).fetch(`/${realm}/files/${id}`)).headers);
    expect(answer.headers.get('etag')).not.toBe(etag);
  }
});

describe('nobody else:', () => {
  const asked = async (person: string, realm: string, id: string) => {
    const [preview, absent] = await Promise.all(
      [id, company.unknownId].map((of) => who(person).fetch(`/${realm}/files/${of}/preview`)),
    );
    expect(saidOf(preview!, id)).toEqual(saidOf(absent!, company.unknownId));
    return preview!.status;
  };

  test('not another organisation, not by a cookie of the other realm, not a stranger', async () => {
    const id = await aPicture();
    expect(await asked('helen.', 'portal', id)).toBe(404);
    expect(await asked('aisha.', 'portal', id)).toBe(404);
    expect(await asked('marta@', 'portal', id)).toBe(303);
    expect(await asked('dana.', 'staff', id)).toBe(303);
    expect(await asked('stranger', 'portal', id)).toBe(303);
    expect(await asked('stranger', 'staff', id)).toBe(303);
  });

  test('not a client while the file is Internal Only; whoever of the team has no part in its contract', async () => {
    const id = await aPicture({ visibility: 'internal_only' });
    expect(await asked('dana.', 'portal', id)).toBe(404);
    expect((await who('marta@').fetch(`/staff/files/${id}/preview`)).status).toBe(200);
    const outside = await company.database.admin.query<{ email: string }>(
      `select s.email from app.staff_member s
        where s.tenant_id = $1 and s.active and s.role = 'member'
          and not exists (select from app.contract_member m where m.staff_member_id = s.id and m.contract_id = $2)`,
      [ticket.tenant_id, (ticket as unknown as { contract_id: string }).contract_id],
    );
    for (const { email } of outside.rows) {
      visitors[email] = await company.asPerson(email);
      expect(await asked(email, 'staff', id)).toBe(404);
    }
  });

  test('not somebody who was deactivated while their page was open', async () => {
    const id = await aPicture();
    visitors.leaving = await company.asPerson('claire.');
    expect((await who('leaving').fetch(`/portal/files/${id}/preview`)).status).toBe(200);
    const active = (to: boolean) =>
      company.database.admin.query(`update app.client_user set active = $1 where email like 'claire.%'`, [
        to,
      ]);
    await active(false);
    expect(await asked('leaving', 'portal', id)).toBe(303);
    await active(true);
  });
});

test.each(['none', 'waiting', 'too_large', 'failed'])(
  'where the preview is %s, there is none to get, and the picture itself is saved and never opened',
  async (preview) => {
    const none = { preview, preview_number: null, preview_bytes: null };
    const id = await aPicture(none);
    for (const [person, realm] of [
      ['dana.', 'portal'],
      ['marta@', 'staff'],
    ] as const) {
      // prettier-ignore
      const [asked, absent] = await Promise.all(
        [id, company.unknownId].map((of) => who(person).fetch(`/${realm}/files/${of}/preview`)),
      );
      expect(saidOf(asked!, id)).toEqual(saidOf(absent!, company.unknownId));
      const original = await who(person).fetch(`/${realm}/files/${id}`);
      expect(original.headers.get('content-disposition')).toMatch(/^attachment/);
      expect(original.headers.get('content-type')).toBe('application/octet-stream');
    }
  },
);

test('a picture whose preview is there opens in a tab, as it is within bounds', async () => {
  const original = await who('dana.').fetch(`/portal/files/${await aPicture()}`);
  expect(original.headers.get('content-disposition')).toMatch(/^inline/);
});

test('that a client saw the preview is told to the team as fetching the file is, and a look through their eyes is not', async () => {
  const id = await aPicture();
  const receipts = () =>
    company.database.admin
      .query('select 1 from app.read_receipt where record_id = $1', [id])
      .then(({ rowCount }) => rowCount);
  await who('dana.').fetch(`/portal/files/${id}/preview`, { method: 'HEAD' });
  await who('dana.').fetch(`/portal/files/${id}/preview`, { headers: { range: 'bytes=4-' } });
  expect(await receipts()).toBe(0);
  await who('dana.').fetch(`/portal/files/${id}/preview`);
  expect(await receipts()).toBe(1);
});

test('the pages name the size of a picture that is too large, and of none that is hidden', async () => {
  const gone = { preview: 'too_large', preview_number: null, preview_bytes: null };
  await aPicture({ ...gone, picture_width: 16_000, picture_height: 16_000 });
  await aPicture({ ...gone, picture_width: 17_777, picture_height: 16_000, visibility: 'internal_only' });
  const opened = dataOf(await who('dana.').query('portal', 'tickets.open', { ticketId: ticket.id }));
  const listed = dataOf(await who('dana.').query('portal', 'files.list', { search: 'canary' }));
  for (const answer of [opened, listed]) {
    expect(JSON.stringify(answer)).toContain('"pictureWidth":16000');
    expect(JSON.stringify(answer)).not.toContain('17777');
  }
  for (const path of [`/portal/tickets/${ticket.id}`, '/portal/files?search=canary']) {
    const { body } = await who('dana.').fetch(path);
    expect(body).toContain('Too large to preview: 16,000 × 16,000 pixels. Download it to view it.');
    expect(body).not.toContain('17,777');
  }
});
