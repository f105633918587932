import { createRealm } from './realm';

/** Sign-in of the staff realm. */
export const staffRealm = createRealm('staff');
