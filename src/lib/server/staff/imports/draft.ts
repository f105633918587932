import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { settle } from '../../../domain/import/choices';
import { planOf } from '../../../domain/import/plan';
import type { importPreview } from '../../../inputs/imports';
import type { StaffTransaction } from '../procedure';
import { importContext } from './import-context';
import { readTable } from './read-table';

/**
 * The plan of an import in the project as it is now. `checked` names the plan: the same file, choices and project
 * give the same one.
 */
export async function draftOf(
  db: StaffTransaction,
  { projectId, text, headingsRow, choices: given }: z.infer<typeof importPreview>,
) {
  const context = await importContext(db, projectId);
  const table = readTable(text, headingsRow);
  const settled = settle(table, given);
  const plan = planOf(table, settled.choices, context);
  const checked = createHash('sha256').update(JSON.stringify(plan)).digest('base64url');
  return { ...settled, table, plan, checked };
}
