import { expect, test } from 'vitest';
import { hashOf, seats } from '../support/builders.ts';
import { attempt, beneath, errorOf } from './policy-assertions.ts';
import { sessionLaw } from './sign-in.ts';

const inside = sessionLaw('client');

test('a look of the staff through a person’s eyes is met, prolonged and ended by no sign-in', async () => {
  const w = inside();
  const look = [hashOf(w.looks.admin)];
  const met = (sql: string, values = look) => attempt(w, seats.clientSignIn, sql, values);
  expect(
    (await met('select from identity.client_session where token_hash = $1', [hashOf(w.client.admin)]))
      .rowCount,
  ).toBe(1);
  for (const sql of [
    'select from identity.client_session where token_hash = $1',
    "update identity.client_session set expires_at = 'infinity' where token_hash = $1",
    'delete from identity.client_session where token_hash = $1',
  ])
    expect((await met(sql)).rowCount).toBe(0);
  for (const sql of [
    "update identity.client_session set expires_at = 'infinity'",
    'delete from identity.client_session',
  ])
    expect((await met(`${sql} returning login_role`, [])).rows).not.toContainEqual({
      login_role: 'staff_app',
    });

  // No column is read, so that the policy for reading has no say.
  const become = beneath(
    w.db,
    {
      sins: ['grant update on identity.client_session to client_sign_in'],
      seat: seats.clientSignIn,
      bare: true,
    },
    `update identity.client_session set login_role = 'staff_app', viewer_session = 'x', viewer_staff_id = gen_random_uuid(),
            viewer_active = true, viewer_role = 'owner', viewer_expires_at = now(), view_id = gen_random_uuid()`,
  );
  expect(await errorOf(become)).toMatch(/^42501 new row violates row-level security/);
});
