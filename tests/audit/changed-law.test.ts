/** Which mutants belong to what a change did to the law. */
import { describe, expect, test } from 'vitest';
import { readLaw } from '../../db/schema.ts';
import { blocksOf, changedSince, commitHash, isOf } from '../mutants/changed-law.ts';

const isRepository = commitHash() !== 'nothing committed';

describe('the described law in blocks', () => {
  const law = readLaw();
  const blocks = blocksOf(law);

  const name = /^CREATE OR REPLACE FUNCTION (app\.\w+)\(\)$/m.exec(law.get('app/task.sql') ?? '')![1]!;

  test('has one for each table with its policies, grants and triggers, and one for each function', () => {
    expect(blocks.get('app.task')).toMatch(/create policy floor [^]*CREATE TRIGGER/);
    expect(blocks.get('app.task')).not.toContain('CREATE OR REPLACE FUNCTION');
    expect(blocks.get(name)).toContain('runs as ');
    expect(blocks.get(name)?.split('CREATE OR REPLACE FUNCTION')).toHaveLength(2);
    expect([...blocks.keys()].some((block) => block.startsWith('identity.'))).toBe(true);
  });

  test('differs in the function that was changed, wherever it stands, and in nothing else', () => {
    const heading = `CREATE OR REPLACE FUNCTION ${name}()\n`;
    const changed = [...law].map(
      ([path, text]) => [path, text.replaceAll(heading, `${heading} COST 1\n`)] as const,
    );
    const now = blocksOf(new Map(changed));
    expect([...now].filter(([block, text]) => blocks.get(block) !== text).map(([block]) => block)).toEqual([
      name,
    ]);
  });

  test.runIf(isRepository)('is compared with what a commit holds', () => {
    expect(changedSince('HEAD', law)).not.toBeNull();
    expect(
      changedSince('HEAD', new Map([...law, ['app/planted.sql', 'create table app.planted ();\n']])),
    ).toContain('app.planted');
  });
});

test.each([
  ['drop app.task client_select', true],
  ['grant column app.task.title', true],
  ['drop trigger app.task keep_record', true],
  ['function move_ticket(uuid,app.ticket_status): x → y', true],
  ['loud app.move_ticket(uuid,app.ticket_status)', true],
  ['drop app.task_dependency client_select', false],
  ['function remove_ticket(uuid): x → y', false],
  ['drop identity.task client_select', false],
])('%s', (name, expected) => {
  expect(isOf(new Set(['app.task', 'app.move_ticket']), name)).toBe(expected);
});

test('a base that is not there is said, not guessed', () => {
  expect(changedSince('0000000000000000000000000000000000000000', readLaw())).toBeNull();
});
