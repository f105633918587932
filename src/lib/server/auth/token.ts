import { createHash, createHmac } from 'node:crypto';

/**
 * The token that a transaction presents to the database in place of the cookie: derived from it one way, so that a log line or a
 * query that reads it back gives nothing a browser could use.
 */
export function databaseToken(cookieToken: string): string {
  return createHmac('sha256', cookieToken).update('database').digest('base64url');
}

/** The value that the session table stores: the SHA-256 of the database token. */
export function tokenHash(cookieToken: string): Buffer {
  return createHash('sha256').update(databaseToken(cookieToken)).digest();
}
