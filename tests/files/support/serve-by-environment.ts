/**
 * Uploads for a process of its own: everything by its environment. They are served while this module is loaded, because the loader
 * takes no further import once it has handed the module over, and a bucket's storage is imported late.
 */
import { settingsFrom } from '../../../src/lib/server/files/configured.ts';
import { ledgerIn } from './ledger.ts';
import { serveUploads } from './serve.ts';

const { env } = process;

export const { origin } = await serveUploads(await settingsFrom(env), ledgerIn(env.LEDGER ?? ''), {
  port: Number(env.PORT),
});
