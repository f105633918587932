import { expect, test } from 'vitest';
import { startSampleCompany } from '../support/visitor.ts';

test('a process that is told to stop ends at once, with pages and a stream open', async () => {
  const company = await startSampleCompany();
  const dana = await company.as('Nexus Corp', 'Client Admin');
  const marta = await company.as('Halden & Pike Delivery', 'Owner');
  expect((await dana.fetch('/portal')).status).toBe(200);
  expect((await marta.fetch('/staff')).status).toBe(200);
  const stream = await fetch(`${company.server.origin}/portal/api/trpc/live.projects?input={"cursor":null}`, {
    headers: { cookie: [...dana.cookies].map((pair) => pair.join('=')).join('; ') },
  });
  expect(stream.status).toBe(200);

  const asked = Date.now();
  await company.server.stop();
  expect(Date.now() - asked).toBeLessThan(2_500);
  await company.database.drop();
});
