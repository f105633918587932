import { Refusal } from '../../errors';
import { stateOf } from '../write-outcome';

/** For a write that the unique name of macros refused. */
export const nameTaken =
  (name: string) =>
  (error: unknown): never => {
    if (stateOf(error) !== '23505') throw error;
    const sentence = `There's already a macro called ${name}. Choose another name.`;
    throw new Refusal('CONFLICT', sentence, { name: sentence });
  };
