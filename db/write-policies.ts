/**
 * `npm run db:policies`: writes the law that db/policies.ts has into the migrations.
 *
 *   npm run db:policies                    rewrite the marked blocks of migrations that are not frozen
 *   npm run db:policies -- --new <name>    and put what the migrated catalog then lacks into a new migration
 *   npm run db:policies -- --check         write nothing, and exit 1 when either would
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compareWithRegistry } from './law/compare.ts';
import { staleBlocks, writeBlocks } from './law/blocks.ts';
import { writeMigration } from './law/new-migration.ts';
import { tables } from './policies.ts';
import { withScratchDatabase } from './scratch.ts';

const supabase = join(import.meta.dirname, '../supabase');

/** Says what is not as the registry has it; whether nothing is. */
async function check(): Promise<boolean> {
  const stale = [...staleBlocks(tables, supabase).keys()];
  const differences = await withScratchDatabase((database) => compareWithRegistry(database, tables));
  for (const [name, statements] of differences)
    console.error(`${name} is not as db/policies.ts has it. To make it so:\n${statements.join('\n')}\n`);
  if (stale.length)
    console.error(`Stale policies in ${stale.join(', ')}: run "npm run db:policies" and commit the result.`);
  else if (differences.size)
    console.error('Run "npm run db:policies -- --new <name>" and commit the migration.');
  return stale.length === 0 && differences.size === 0;
}

async function writeNew(name: string): Promise<void> {
  const file = await withScratchDatabase((database) =>
    writeMigration(database, tables, name, join(supabase, 'migrations')),
  );
  console.log(
    file ? `Written: supabase/migrations/${file}` : 'The migrations and db/policies.ts do not differ.',
  );
}

const { values } = parseArgs({ options: { check: { type: 'boolean' }, new: { type: 'string' } } });
try {
  if (values.check) process.exitCode = (await check()) ? 0 : 1;
  else {
    writeBlocks(tables, supabase);
    if (values.new !== undefined) await writeNew(values.new);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
