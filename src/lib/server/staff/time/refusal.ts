import { formatDay } from '../../../domain/dates';
import { formatMinutes } from '../../../domain/durations';
import { Refusal } from '../../errors';

const day_minutes = 1440;

/**
 * Throws on what the database refused of a person's day, in words: `minutes` is what was entered, and `field` the one that asks
 * for it. For a rejected promise.
 */
export const inWords =
  (minutes: number, field: 'minutes' | 'howLong') =>
  (error: unknown): never => {
    const { constraint, detail = '' } = error as { constraint?: string; detail?: string };
    const refuse = (words: string, at: string) => new Refusal('BAD_REQUEST', words, { [at]: words });
    if (constraint === 'time_entry_day_full') {
      const others = Number(detail) - minutes;
      const left = day_minutes - others;
      throw refuse(
        `A day has 24 hours, and ${formatMinutes(others)} of it are entered already: ${left > 0 ? `at most ${formatMinutes(left)} fit` : 'nothing more fits'}.`,
        field,
      );
    }
    if (constraint === 'time_entry_ahead') throw refuse('Time is entered up to tomorrow.', 'spentOn');
    if (constraint === 'time_entry_early')
      throw refuse(
        `The project or contract begins on ${formatDay(detail, 0)}. Time is entered from that day on.`,
        'spentOn',
      );
    throw error;
  };
