import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { stopUnderLoad } from './stop-under-load.ts';

let company: SampleCompany;
beforeAll(async () => {
  company = await startSampleCompany();
});
afterAll(() => company.stop());

test.each(['SIGINT', 'SIGTERM'] as const)(
  'a loaded process that is told to stop by %s ten times answers all that it has taken, each time',
  { timeout: 900_000 },
  async (signal) => {
    for (let time = 1; time <= 10; time += 1) {
      const { failed, cut, said } = await stopUnderLoad(company, signal);
      expect({ time, failed, cut }).toEqual({ time, failed: [], cut: [] });
      expect(said).not.toMatch(/Cannot use a pool|"level":(50|60)/);
    }
  },
);
