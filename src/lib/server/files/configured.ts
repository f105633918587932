/**
 * The file settings in the environment of this process.
 *
 *   FILES_DIRECTORY                  where they lie on disk; `.files` where nothing is said
 *   FILES_S3_ENDPOINT, _BUCKET, _REGION, _KEY_ID, _SECRET   a bucket in its place
 *   CLAMD_ADDRESS                    `host:port` or the path of a socket of a ClamAV daemon; none, and nothing is scanned
 *   FILES_UNSCANNED=refuse           takes no file that the scanner did not find clean; else one that nobody scanned is taken
 */
import { diskStorage } from './disk-storage';
import type { ScannerAddress } from './scan';
import type { Storage } from './storage';

export type FileSettings = {
  storage: Storage;
  scanner: ScannerAddress | null;
  /** Whether a file is taken that has no verdict. One that is infected never is. */
  takesUnscanned: boolean;
};

const s3Variables = ['ENDPOINT', 'BUCKET', 'REGION', 'KEY_ID', 'SECRET'] as const;

/** Throws where the environment is not complete, naming what is missing. */
export async function settingsFrom(env: NodeJS.ProcessEnv): Promise<FileSettings> {
  const unscanned = env.FILES_UNSCANNED || 'allow';
  if (unscanned !== 'allow' && unscanned !== 'refuse')
    throw new Error(`FILES_UNSCANNED=${unscanned} is not known: choose allow or refuse.`);
  return {
    storage: await storageFrom(env),
    scanner: env.CLAMD_ADDRESS || null,
    takesUnscanned: unscanned === 'allow',
  };
}

async function storageFrom(env: NodeJS.ProcessEnv): Promise<Storage> {
  const given = s3Variables.map((name) => [`FILES_S3_${name}`, env[`FILES_S3_${name}`] ?? ''] as const);
  const missing = given.filter(([, value]) => value === '').map(([name]) => name);
  if (missing.length === given.length) return diskStorage(env.FILES_DIRECTORY || '.files');
  if (missing.length > 0) throw new Error(`Files go to S3, but nothing is said for ${missing.join(', ')}.`);
  const [endpoint = '', bucket = '', region = '', accessKeyId = '', secretAccessKey = ''] = given.map(
    ([, value]) => value,
  );
  if (!/^https?:$/.test(URL.parse(endpoint)?.protocol ?? ''))
    throw new Error('FILES_S3_ENDPOINT is no address of a server: write it like https://s3.example.org.');
  // Its SDK is large, and a process whose files lie on disk never loads it.
  const { s3Storage } = await import('./s3-storage');
  return s3Storage({ endpoint, bucket, region, accessKeyId, secretAccessKey });
}

let settings: Promise<FileSettings> | null = null;

/** The settings of this process, read when they are first wanted. */
export const fileSettings = (): Promise<FileSettings> => (settings ??= settingsFrom(process.env));
