import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { stopUnderLoad } from './stop-under-load.ts';

let company: SampleCompany;
beforeAll(async () => {
  company = await startSampleCompany();
});
afterAll(() => company.stop());

test('a process that is told to stop ends with pages and a stream open', async () => {
  const dana = await company.as('Nexus Corp', 'Client Admin');
  const marta = await company.as('Halden & Pike Delivery', 'Owner');
  expect((await dana.fetch('/portal')).status).toBe(200);
  expect((await marta.fetch('/staff')).status).toBe(200);
  const stream = await fetch(`${company.server.origin}/portal/api/trpc/live.projects?input={"cursor":null}`, {
    headers: { cookie: [...dana.cookies].map((pair) => pair.join('=')).join('; ') },
  });
  expect(stream.status).toBe(200);
  const ended = stream.text();
  await company.server.stop();
  // It is told to come again, rather than cut off.
  expect(await ended).toContain('SERVICE_UNAVAILABLE'.toLowerCase());
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  'a loaded process that is told to stop by %s answers all that it has taken',
  { timeout: 120_000 },
  async (signal) => {
    const { answered, failed, cut, said } = await stopUnderLoad(company, signal);
    expect({ failed, cut }).toEqual({ failed: [], cut: [] });
    expect(answered).toBeGreaterThan(60);
    expect(said).not.toMatch(/Cannot use a pool|"level":(50|60)/);
  },
);
