import { supportLevels } from './stored-policy';

/** The fields of targets are named by clock, level ("every" for all without their own) and priority. */
export const targetField = (
  of: 'first_response' | 'resolution' | 'around_the_clock',
  level: string,
  priority: string,
) => `${of}.${level}.${priority}`;

export const targetLevels = ['every', ...supportLevels] as const;
