import { createHash } from 'node:crypto';

/**
 * The name under which a browser keeps what a person has written and not sent. It is theirs alone, the same in every session, and
 * says nothing of their id.
 */
export const draftOwner = (personId: string): string =>
  createHash('sha256').update(`drafts of ${personId}`).digest('base64url').slice(0, 22);
