/** The marked blocks of migrations, which `npm run db:policies` rewrites. */
import { describe, expect, test } from 'vitest';
import { freeze } from '../../db/frozen.ts';
import { staleBlocks, writeBlocks } from '../../db/law/blocks.ts';
import { type Table, tables } from '../../db/policies.ts';
import { announce, byOwner, create, named, planted, PLANTED, project } from './planted.ts';

describe('marked blocks', () => {
  const registry = [...tables, planted];
  const changed: Table[] = [...tables, { ...planted, announces: 'tickets' }];
  const block = named(announce({ announces: 'tickets' }), planted.name);
  const one = () => project(registry, byOwner(create(planted.name)));

  test('are rewritten where the migration is not frozen', () => {
    const { supabase, planted: text } = one();
    expect([...staleBlocks(registry, supabase).keys()]).toEqual([]);
    expect([...staleBlocks(changed, supabase).keys()]).toEqual([PLANTED]);
    expect(text()).not.toContain(block);
    writeBlocks(changed, supabase);
    expect(text()).toContain(block);
  });

  test('stay as they are where it is', () => {
    const { supabase, planted: text } = one();
    freeze(supabase);
    const before = text();
    for (const other of [changed, tables]) {
      expect([...staleBlocks(other, supabase).keys()]).toEqual([]);
      writeBlocks(other, supabase);
    }
    expect(text()).toBe(before);
  });

  test('name tables that the registry knows', () => {
    const { supabase } = one();
    expect(() => staleBlocks(tables, supabase)).toThrow(
      `${PLANTED} asks for the policies of ${planted.name}`,
    );
  });
});
