import type { Realm } from '$lib/server/db/pools';

/* eslint-disable @typescript-eslint/consistent-type-definitions -- SvelteKit merges these interfaces with its own */

declare global {
  namespace App {
    interface Locals {
      /** Named in every log line and error of this request. */
      requestId: string;
      /** Whether the log has its line of what came of this request already. */
      isLogged: boolean;
      /** The realm the path belongs to; null outside both. */
      realm: Realm | null;
      /** The realm's cookie, unproven; the database decides what it is worth. */
      token: string | null;
      /** Set while a staff member views the portal as a client user: the entry of app.client_view, and the secret that the token is derived from. */
      view: { id: string; nonce: string } | null;
      /** The colour of the tenant that a page is of, once that was read: "#" and six digits. */
      accentColor: string | null;
    }
    interface Error {
      message: string;
      requestId?: string;
    }
  }
}

export {};
