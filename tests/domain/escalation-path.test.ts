import { describe, expect, test } from 'vitest';
import { escalatesTo, type EscalationStep } from '../../src/lib/domain/escalation-path.ts';

const step = (
  clock: EscalationStep['clock'],
  atPercent: number,
  staffMemberId: string,
  reaches = true,
): EscalationStep => ({ clock, atPercent, staffMemberId, reaches });
const gone = (clock: EscalationStep['clock'], atPercent: number) => step(clock, atPercent, 'gone', false);

describe('a step of an escalation path', () => {
  const whom = (path: EscalationStep[], of: EscalationStep) => escalatesTo(of, path)?.staffMemberId ?? null;

  test('goes to its own person while that one reaches the contract, whoever else is gone', () => {
    const own = step('resolution', 60, 'own');
    expect(whom([gone('resolution', 50), own, step('resolution', 90, 'next')], own)).toBe('own');
  });

  test('of somebody who is gone goes to the next of the same clock that is there', () => {
    const of = gone('resolution', 60);
    const path = [
      step('resolution', 100, 'last'),
      step('first_response', 70, 'other clock'),
      step('resolution', 50, 'before'),
      gone('resolution', 75),
      step('resolution', 90, 'next'),
      of,
    ];
    expect(whom(path, of)).toBe('next');
  });

  test('with nobody after it goes to the one before, the nearest first', () => {
    const of = gone('resolution', 100);
    const path = [
      of,
      step('resolution', 50, 'first'),
      step('resolution', 75, 'before'),
      gone('resolution', 90),
    ];
    expect(whom(path, of)).toBe('before');
  });

  test('with nobody on its clock goes to the other clock’s path, and with nobody at all to nobody', () => {
    const of = gone('resolution', 60);
    const other = [step('first_response', 90, 'later'), step('first_response', 50, 'first')];
    expect(whom([of, gone('resolution', 90), ...other], of)).toBe('first');
    expect(whom([of, gone('first_response', 50)], of)).toBeNull();
  });
});
