/**
 * Everything a client can reach, found in the router and in the folders of the routes: no list to forget to add to.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runnerImport } from 'vite';
import type { z } from 'zod';
import { inputsOf, type Ids } from './inputs.ts';

export type Call = {
  method: 'GET' | 'POST';
  path: string;
  body?: string;
  contentType?: string;
  stream?: boolean;
};

export type Surface = { name: string; calls: Call[] };

const root = join(import.meta.dirname, '../../..');
const endpoint = '/portal/api/trpc';

/** Methods of endpoints that are not called here, each with the reason. */
export const notCalled: Record<string, string> = {
  'OPTIONS /portal/uploads/[[uploadId]]': 'says what the protocol can do, and reads nothing',
  'HEAD /portal/uploads/[[uploadId]]': 'tests/portal/file-ways-out.test.ts asks for hidden and absent ones',
  'PATCH /portal/uploads/[[uploadId]]':
    'takes bytes of a file that nothing hangs on yet, of its own person alone',
  'DELETE /portal/uploads/[[uploadId]]':
    'would take away what the other calls attach; its answer has no body',
};

type Procedure = { _def: { type: 'query' | 'mutation' | 'subscription'; inputs: z.ZodType[] } };

let imported: Promise<Record<string, Procedure>> | undefined;
/** The router's, imported once: it opens pools as it comes. */
const procedures = () => (imported ??= importProcedures());

async function importProcedures(): Promise<Record<string, Procedure>> {
  const { module } = await runnerImport<{
    portalRouter: { _def: { procedures: Record<string, Procedure> } };
  }>(join(root, 'src/lib/server/portal/router.ts'), {
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { $lib: join(root, 'src/lib') } },
  });
  return module.portalRouter._def.procedures;
}

function callsOf(name: string, { _def: { type, inputs } }: Procedure, ids: Ids): Call[] {
  return inputsOf(inputs.at(-1), ids).map((input): Call => {
    const path = `${endpoint}/${name}`;
    const json = input === undefined ? '' : JSON.stringify(input);
    if (type === 'mutation') return { method: 'POST', path, body: json, contentType: 'application/json' };
    return {
      method: 'GET',
      path: json ? `${path}?input=${encodeURIComponent(json)}` : path,
      stream: type === 'subscription',
    };
  });
}

/** "/portal/(signed-in)/projects/[projectId]" with every id of that name put in. */
function pathsOf(route: string, ids: Ids): string[] {
  let paths = [route.replaceAll(/\/\([^)]+\)/g, '') || '/'];
  for (const [parameter, name] of [...route.matchAll(/\[(?:\.\.\.)?([^\]=]+)(?:=[^\]]+)?\]/g)].map(
    (m) => [m[0], m[1]] as const,
  )) {
    const values = ids.get(name ?? '') ?? ['unknown'];
    paths = paths.flatMap((path) =>
      [...values, '00000000-0000-4000-8000-000000000000', 'x'].map((value) => path.replace(parameter, value)),
    );
  }
  return paths;
}

function routes(ids: Ids): Surface[] {
  const folder = join(root, 'src/routes');
  const files = globSync(['+page.{svelte,server.ts}', 'portal/**/+{page.svelte,page.server.ts,server.ts}'], {
    cwd: folder,
  });
  const byRoute = Map.groupBy(files, (file) => `/${file.split('/').slice(0, -1).join('/')}`);
  return [...byRoute].sort().flatMap(([route, members]): Surface[] => {
    if (route.includes('/api/trpc')) return [];
    const places = pathsOf(route, ids);
    // What an address can ask of a list, searched for words that only hidden text holds. The pages below a list take its questions
    // along, which one of them shows.
    const isList = existsSync(join(folder, route, 'filter.ts'));
    const isBelow = existsSync(join(folder, route, '../filter.ts'));
    const asked = ['', '?search=canary&status=all', '?search=a&sort=number&page=2'];
    const queriesOf = (nth: number) => (isList || (isBelow && nth === 0) ? asked : ['']);
    const paths = places.flatMap((path, nth) => queriesOf(nth).map((query) => path + query));
    const isPage = members.some((file) => file.includes('+page.'));
    const source = (name: string) =>
      members
        .filter((file) => file.endsWith(name))
        .map((file) => readFileSync(join(folder, file), 'utf8'))
        .join('\n');
    const surfaces: Surface[] = [
      { name: `page ${route}`, calls: paths.map((path) => ({ method: 'GET', path })) },
      {
        name: `data ${route}`,
        // An endpoint has none, whatever it is asked for.
        calls: places.slice(0, isPage ? undefined : 1).flatMap((path, nth) =>
          queriesOf(nth).map((query) => ({
            method: 'GET' as const,
            path: `${path === '/' ? '' : path}/__data.json${query}`,
          })),
        ),
      },
    ];
    if (/export const actions\b/.test(source('+page.server.ts'))) {
      const body = 'email=nobody%40example.test&password=wrong&body=canary';
      const contentType = 'application/x-www-form-urlencoded';
      surfaces.push({
        name: `form ${route}`,
        calls: places.map((path) => ({ method: 'POST', path, body, contentType })),
      });
    }
    if (/export const POST\b/.test(source('+server.ts'))) {
      surfaces.push({
        name: `post ${route}`,
        calls: places.map((path) => ({ method: 'POST', path, body: '{}', contentType: 'application/json' })),
      });
    }
    return surfaces;
  });
}

/** Every surface with the calls that exercise it, in a fixed order. What writes comes last, and last what ends the session. */
export async function findSurfaces(ids: Ids): Promise<Surface[]> {
  const found = Object.entries(await procedures())
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, procedure]): Surface => ({
      name: `${procedure._def.type} ${name}`,
      calls: callsOf(name, procedure, ids),
    }));
  const surfaces = [
    ...found,
    {
      name: 'query (unknown procedure)',
      calls: [{ method: 'GET' as const, path: `${endpoint}/unknown.procedure` }],
    },
    ...routes(ids),
  ];
  const turn = ({ name }: Surface) =>
    name === 'form /portal/sign-out' ? 2 : /^(mutation|form|post) /.test(name) ? 1 : 0;
  return surfaces.sort((a, b) => turn(a) - turn(b));
}
