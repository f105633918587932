import { createHash } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { Cookie } from 'lucia';
import type { RealmOfSignIn } from './realm';

/** Failed attempts allowed in 15 minutes, for one address and from one origin. */
const attemptsPerAddress = 8;
const attemptsPerOrigin = 100;

type Outcome = { cookie: Cookie; personId: string } | { refused: 'wrong' | 'throttled' };

/** Argon2id with the parameters OWASP names for it: 19 MiB, two passes, one lane. */
const argon2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const subjectOf = (kind: string, value: string) => createHash('sha256').update(`${kind}:${value}`).digest();

/** Verified in place of a hash that does not exist, so that an unknown address takes as long as a known one. */
const nobody = hash('no account has this password', argon2);

/**
 * Signs a person in: a session and its cookie, or a refusal that says nothing of whether the address is known.
 * Attempts are counted before the password is looked at, so that many at once count as many; one that succeeds is taken back.
 */
export async function signIn(
  realm: RealmOfSignIn,
  email: string,
  password: string,
  origin: string,
): Promise<Outcome> {
  const address = subjectOf('address', email.toLowerCase());
  const source = subjectOf('origin', origin);
  const [byAddress, byOrigin] = await Promise.all([realm.countAttempt(address), realm.countAttempt(source)]);
  if (byAddress > attemptsPerAddress || byOrigin > attemptsPerOrigin) return { refused: 'throttled' };

  const credential = await realm.findCredential(email);
  const right = await verify(credential?.passwordHash ?? (await nobody), password);
  if (!credential || !right || !credential.canSignIn) return { refused: 'wrong' };

  // An office has one origin: many of its people may sign in within 15 minutes.
  await Promise.all([realm.forgetAttempts(address), realm.takeBackAttempt(source)]);
  const { tenantId, clientId } = credential;
  const session = await realm.lucia.createSession(credential.personId, { tenantId, clientId });
  return { cookie: realm.lucia.createSessionCookie(session.id), personId: credential.personId };
}
