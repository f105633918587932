import type { Part } from './thread-part';

type Text = { id: string; at: string | null };

const moment = ({ at }: Text) => (at === null ? 0 : Date.parse(at));

/**
 * A part of a thread with texts that were not said in it, by their time. They are all in its latest part, above it where they are
 * older, so that each is there once; `earlier` says which part this one is, 0 for the latest.
 */
export const withGuests = <T extends Text, G extends Text>(
  texts: readonly T[],
  guests: readonly G[],
  earlier: Part,
): (T | G)[] => (earlier !== 0 ? [...texts] : [...texts, ...guests].sort((a, b) => moment(a) - moment(b)));
