import { spawnSync } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { expect, inject, test } from 'vitest';

/** The shared libraries that the loader would give a program, and the directories they are from. */
function librariesOf(program: string, env: Record<string, string> = {}) {
  const { stdout } = spawnSync(program, [], {
    env: { ...env, LD_TRACE_LOADED_OBJECTS: '1' },
    encoding: 'utf8',
  });
  return [...stdout.matchAll(/^\s*(\S+)(?: => (\S+|not found))?.*$/gm)].map(([, name = '', path = '']) => ({
    name: basename(name),
    directory: path.startsWith('/') ? dirname(path) : path,
  }));
}

test.runIf(process.platform === 'linux' && process.arch === 'x64' && !process.env.CHROMIUM)(
  'the browser brings every library with it that Node does not need as well',
  () => {
    const { executablePath, env = {} } = inject('chromium');
    const ofNode = librariesOf(process.execPath).map(({ name }) => name);
    expect(ofNode).toContain('libc.so.6');
    const others = librariesOf(executablePath, env).filter(({ name }) => !ofNode.includes(name));
    expect(others.map(({ name }) => name)).toContain('libnss3.so');
    expect(new Set(others.map(({ directory }) => directory))).toEqual(new Set([env.LD_LIBRARY_PATH]));
  },
);
