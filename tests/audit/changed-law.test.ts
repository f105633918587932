/** Which mutants belong to what a change did to the law. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { blocksOf, changedSince, isOf } from '../mutants/changed-law.ts';

const schema = readFileSync(join(import.meta.dirname, '../../db/schema.sql'), 'utf8');

describe('the dumped law in blocks', () => {
  const blocks = blocksOf(schema);

  test('has one for each table with its policies and grants, and one for each function', () => {
    expect(blocks.get('app.task')).toMatch(/policy floor:[^]*trigger: CREATE TRIGGER/);
    expect(blocks.get('app.task')).not.toContain('create table app.task_dependency');
    expect(blocks.get('app.record_before_write')).toContain('owner:');
    expect([...blocks.keys()].some((name) => name.startsWith('identity.'))).toBe(true);
  });
});

test.each([
  ['drop app.task client_select', true],
  ['grant column app.task.title', true],
  ['drop trigger app.task record_before_write', true],
  ['function move_ticket(uuid,app.ticket_status): x → y', true],
  ['loud app.move_ticket(uuid,app.ticket_status)', true],
  ['drop app.task_dependency client_select', false],
  ['function remove_ticket(uuid): x → y', false],
  ['drop identity.task client_select', false],
])('%s', (name, expected) => {
  expect(isOf(new Set(['app.task', 'app.move_ticket']), name)).toBe(expected);
});

test('a base that is not there is said, not guessed', () => {
  expect(changedSince('0000000000000000000000000000000000000000', schema)).toBeNull();
});
