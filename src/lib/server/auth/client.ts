import { createRealm } from './realm';

/** Sign-in of the client realm. */
export const clientRealm = createRealm('client');
