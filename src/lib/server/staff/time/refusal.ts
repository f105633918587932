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
        `${formatMinutes(others)} are already logged on this day: ${left > 0 ? `you can add up to ${formatMinutes(left)}` : "you can't add any more"}.`,
        field,
      );
    }
    if (constraint === 'time_entry_ahead') throw refuse('You can log time up to tomorrow.', 'spentOn');
    if (constraint === 'time_entry_early')
      throw refuse(
        `The project or contract starts on ${formatDay(detail, 0)}. You can log time from that day on.`,
        'spentOn',
      );
    throw error;
  };
