import { actorOf, exportedMost } from '$lib/domain/visibility-log';
import { figure, recordKindWords, visibilityWords } from '$lib/domain/words';
import { csvResponse } from '$lib/server/csv-response';
import { pageError } from '$lib/server/page-errors';
import { staffCaller } from '$lib/server/staff/router';
import { contextOf } from '$lib/server/trpc-endpoint';
import { visibilityLog } from '../list';
import type { RequestHandler } from './$types';

const headings = [
  'When (UTC)',
  'Who',
  'Type',
  'Record',
  'Project',
  'Contract',
  'Client',
  'From',
  'To',
  'Reason',
  'Seen by, before it was withdrawn',
];

/** The filtered log as a CSV file. */
export const GET: RequestHandler = async (event) => {
  const entries = await staffCaller(contextOf(event))
    .visibility.exportLog(visibilityLog.read(event.url))
    .catch((refusal: unknown) => pageError(refusal, event, '/staff'));
  const rows = entries.map((entry) => [
    entry.at,
    actorOf(entry),
    recordKindWords[entry.kind],
    entry.label,
    entry.project,
    entry.contract,
    entry.client,
    entry.from ? visibilityWords[entry.from] : 'new',
    visibilityWords[entry.to],
    entry.reason,
    entry.seen?.map(({ name }) => name).join(', ') ?? null,
  ]);
  // A file that ends early says so where it ends.
  if (rows.length >= exportedMost)
    rows.push([
      `Only the newest ${figure(exportedMost)} entries are exported. Choose an earlier end date for the rest.`,
      ...Array.from({ length: headings.length - 1 }, () => null),
    ]);
  return csvResponse('visibility-log.csv', headings, rows);
};
