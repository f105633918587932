/**
 * No value that somebody sends stops the server: every field of every procedure and every parameter of every page at its
 * extremes, on the sample company. Draws what it tries by the commit, and prints the seed; `EXTREMES=all` tries everything, and
 * `EXTREMES_SEED` draws the same again.
 */
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inputsOf } from '../leaks/two-worlds/inputs.ts';
import { inputs as staffInputs, recordsOf, type Records } from '../staff/procedures.ts';
import {
  addressOf, addressValues, extremes, fieldsOf, parameterNames, proceduresOf, randomOf, routesOf, shuffled, storeFarthest, withValue,
  type Kind, type Procedure,
} from '../support/extremes.ts'; // prettier-ignore
import { startSampleCompany, type Answer, type SampleCompany, type Visitor } from '../support/visitor.ts';

const all = process.env.EXTREMES === 'all';
const seed = Number(process.env.EXTREMES_SEED ?? seedOfCommit());
const answer_bytes = 1_000_000;

/** So many values of a field are tried. Days, numbers and pages are where the dear ones are. */
const tried: Record<Kind, number> = {
  date: 3,
  number: 3,
  record: 1,
  list: 1,
  text: 1,
  id: 0,
  choice: 0,
  flag: 0,
};
/** The limit of a file is the company's, and src/lib/server/files/upload.ts says it to whoever sends one. */
const saidElsewhere = new Set(['files.begin']);
/** What sends a file, or all there is of a log. */
const exports_ = /export|^files\./i;

/** The same draw for the same commit; anything where there is no repository. */
function seedOfCommit(): number {
  try {
    return Number.parseInt(execFileSync('git', ['rev-parse', '--short=7', 'HEAD'], { encoding: 'utf8' }), 16);
  } catch {
    return 1;
  }
}

let company: SampleCompany;
let people: { portal: Visitor; staff: Visitor };
let ids: Records & Record<string, string>;
let procedures: Procedure[];

beforeAll(async () => {
  console.log(`extremes: EXTREMES_SEED=${seed}${all ? ', all of them' : ''}`);
  company = await startSampleCompany();
  people = {
    portal: await company.as('Nexus Corp', 'Client Admin'),
    staff: await company.asPerson('marta@'),
  };
  ids = { ...(await recordsOf(company, 'Platform Rewrite Q1')) };
  ids.uploadId = ids.recordId;
  await storeFarthest(company.database.admin, ids.projectId);
  procedures = [...(await proceduresOf('portal')), ...(await proceduresOf('staff'))].filter(
    ({ type }) => type !== 'subscription',
  );
});
afterAll(() => company.stop());

/** An input that the procedure would take. */
function inputOf({ name, realm, schema }: Procedure): unknown {
  if (realm === 'staff') return staffInputs[name]?.(ids) ?? (schema ? {} : undefined);
  const known = new Map(Object.entries(ids).map(([of, id]) => [of, [id]]));
  return inputsOf(schema as never, known)[0];
}

const send = ({ name, realm, type }: Procedure, input: unknown) =>
  type === 'query' ? people[realm].query(realm, name, input) : people[realm].mutate(realm, name, input);

/** What may not come back: no fault of ours, no flood, no refusal without words. */
function faultOf(answer: Answer, isFile: boolean): string | null {
  if (answer.status >= 500) return `${answer.status} ${answer.body.slice(0, 300)}`;
  if (!isFile && answer.body.length > answer_bytes) return `${answer.body.length} bytes`;
  if (answer.status !== 400) return null;
  const { message, data } = (JSON.parse(answer.body) as { error: { message: string; data: { fields?: Record<string, string> } } }).error; // prettier-ignore
  for (const words of [message, ...Object.values(data.fields ?? {})])
    if (!/^[A-Z“0-9]/.test(words) || /expected|Invalid|violates|constraint|out of range for type/.test(words))
      return `says: ${words}`;
  return null;
}

/** Runs them four at a time, in their order. */
async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<void>) {
  const waiting = [...items];
  const one = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all([one(), one(), one(), one()]);
}

test('a field of a procedure at an extreme gets an answer, or 400 with words', async () => {
  const random = randomOf(seed);
  const cases = procedures.flatMap((procedure) =>
    fieldsOf(procedure.schema).flatMap(({ path, kind }) =>
      shuffled(extremes[kind], random)
        .slice(0, all ? undefined : tried[kind])
        .map((value) => ({ procedure, path, kind, value })),
    ),
  );
  // What takes records away, or goes elsewhere with them, comes last.
  const turn = ({ procedure: { name, type } }: (typeof cases)[number]) =>
    type === 'query' ? 0 : /remove|merge|move|complete|split|setMember|drop/i.test(name) ? 2 : 1;
  const faults: string[] = [];
  const statuses = new Map<number, number>();
  for (const cases_ of [0, 1, 2].map((now) => cases.filter((one) => turn(one) === now)))
    await inParallel(cases_, async ({ procedure, path, kind, value }) => {
      const answer = await send(procedure, withValue(inputOf(procedure), path, value));
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      const isGeneric =
        answer.body.includes(
          '"message":"Something here isn\'t right. Check what you entered and try again."',
        ) && !answer.body.includes('"fields"');
      const fault =
        faultOf(answer, exports_.test(procedure.name)) ??
        // Bounds are the schema's, not what PostgreSQL says in the end.
        (isGeneric && (kind === 'date' || kind === 'number') && !saidElsewhere.has(procedure.name)
          ? 'was refused by the database alone'
          : null);
      if (fault) faults.push(`${procedure.realm} ${procedure.name} ${path.join('.')} = ${JSON.stringify(value).slice(0, 60)}: ${fault}`); // prettier-ignore
    });
  console.log(`extremes: ${cases.length} calls of ${procedures.length} procedures, by status ${JSON.stringify(Object.fromEntries(statuses))}`); // prettier-ignore
  expect(cases.length).toBeGreaterThan(500);
  expect(faults.sort()).toEqual([]);
}, 600_000);

test('a page answers whatever its address says', async () => {
  const random = randomOf(seed);
  const names = parameterNames();
  expect(names).toEqual(
    expect.arrayContaining(['page', 'earlier', 'week', 'from', 'until', 'search', 'members']),
  );
  const rounds = all ? 30 : 2;
  const cases = (['portal', 'staff'] as const).flatMap((realm) =>
    routesOf(realm).flatMap(({ route, isPage }) =>
      Array.from({ length: rounds }, (_, round) => {
        const chosen = shuffled(names, random).slice(0, round % 2 ? 6 : 60);
        const query = new URLSearchParams(chosen.map((name) => [name, addressValues[Math.floor(random() * addressValues.length)]!])); // prettier-ignore
        return { realm, isPage, path: `${addressOf(route, ids)}?${query}` };
      }),
    ),
  );
  const faults: string[] = [];
  await inParallel(cases, async ({ realm, isPage, path }) => {
    const { status, body } = await people[realm].fetch(path);
    if (status >= 500 || (isPage && body.length > answer_bytes))
      faults.push(`${path}: ${status}, ${body.length} bytes`);
  });
  console.log(`extremes: ${cases.length} addresses with any of ${names.length} parameters`);
  expect(cases.length).toBeGreaterThan(80);
  expect(faults.sort()).toEqual([]);
}, 600_000);
