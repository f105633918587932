/** The rules of the house about who may import whom (ARCHITECTURE, STYLE). Run by `npm run check`. */
const server = 'src/lib/server';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'realms-never-mix-portal',
      comment:
        'Portal code imports nothing of the staff realm, types included. Shared code belongs in domain, inputs or components.',
      severity: 'error',
      from: { path: `^(${server}/portal|src/routes/portal|src/lib/trpc/portal)` },
      to: {
        path: `^(${server}/staff|src/routes/staff|src/lib/trpc/staff|db/types/staff|${server}/auth/staff)`,
      },
    },
    {
      name: 'realms-never-mix-staff',
      comment:
        'Staff code imports nothing of the portal realm, types included; but what asks the database as the client is typed by its grants.',
      severity: 'error',
      from: {
        path: `^(${server}/staff|src/routes/staff|src/lib/trpc/staff)`,
        pathNot: `^${server}/staff/(procedure|visibility/(client|ticket)-view)\\.ts$`,
      },
      to: {
        path: `^(${server}/portal|src/routes/portal|src/lib/trpc/portal|db/types/client|${server}/auth/client)`,
      },
    },
    {
      name: 'features-never-reach-sideways',
      comment:
        'A feature imports its own folder and what several features share, in shared/<feature> or further up; that imports no feature.',
      severity: 'error',
      from: { path: `^${server}/(portal|staff)/([^/]+)/` },
      to: { path: `^${server}/$1/[^/]+/`, pathNot: `^${server}/$1/($2|shared)/` },
    },
    {
      name: 'files-by-their-doors',
      comment:
        'Where bytes lie and how they come in is the affair of lib/server/files: others use its doors, upload, serve-file, scan-file, make-preview, sweep, what the environment provides, and whether a type may be shown.',
      severity: 'error',
      from: { path: '^src', pathNot: `^${server}/files/` },
      to: {
        path: `^${server}/files/`,
        pathNot: `^${server}/files/(upload|ledger-of|serve-file|scan-file|make-preview|sweep|configured|media-type)\\.ts$`,
      },
    },
    {
      name: 'files-know-no-realm',
      comment:
        'Files are bytes under random keys. Whose they are, the database says to the feature that calls; so they import no realm, no database and no page.',
      severity: 'error',
      from: { path: `^${server}/files/` },
      to: { path: `^(${server}/(?!files/|log|same-site)|src/(routes|lib/(?!server|domain)))` },
    },
    {
      name: 'only-files-know-storage',
      comment: 'What speaks tus, S3 and magic numbers is imported by lib/server/files alone.',
      severity: 'error',
      from: { path: '^src', pathNot: `^${server}/files/` },
      to: { path: '^node_modules/(@tus/|@aws-sdk/|@smithy/|file-type)' },
    },
    {
      name: 'only-db-knows-pg',
      comment: 'pg is imported by lib/server/db and by the listening connection; features get ctx.db.',
      severity: 'error',
      from: { path: '^src', pathNot: `^${server}/(db|live)/` },
      to: { path: '^node_modules/(@types/)?pg' },
    },
    {
      name: 'only-procedures-open-the-pool',
      comment:
        'A procedure’s only database is ctx.db: only the procedure middleware, sign-in and start-up reach lib/server/db.',
      severity: 'error',
      from: {
        path: '^src',
        pathNot: `^${server}/(db|live|auth)/|^${server}/((portal|staff)/procedure|realm-procedure|worker/(transaction|run))|^src/hooks.server`,
      },
      to: { path: `^${server}/db/(pools|transaction)`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'auth-only-for-sign-in',
      comment:
        'Credentials and sessions are reached from sign-in and sign-out pages, hooks and the procedure middleware alone.',
      severity: 'error',
      from: {
        path: '^src',
        pathNot: `^${server}/(auth|portal/procedure|staff/procedure|realm-procedure)|^src/hooks.server|^src/routes/(portal|staff)/sign-(in|out)/`,
      },
      to: { path: `^${server}/auth` },
    },
    {
      name: 'browser-imports-server-types-only',
      comment: 'What runs in a browser may know the routers’ types, never their code.',
      severity: 'error',
      from: {
        path: '^src/(lib/(trpc|components|domain|inputs)|routes)',
        pathNot: '\\+(page|layout)?\\.?server\\.ts$|/\\+server\\.ts$',
      },
      to: { path: `^${server}`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'domain-is-pure',
      comment: 'Rules in lib/domain do no I/O and know no framework.',
      severity: 'error',
      from: { path: '^src/lib/domain' },
      to: { pathNot: '^src/lib/domain' },
    },
    {
      name: 'ui-knows-no-domain',
      comment:
        'components/ui knows no word of the field; of the domain it may import what knows none either: calendars and addresses.',
      severity: 'error',
      from: { path: '^src/lib/components/ui' },
      to: {
        path: '^src/lib/(domain|inputs|server|trpc|components/(?!ui))',
        pathNot: '^src/lib/domain/(dates|days|formats|kept-format|page-address)\\.ts$',
      },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(\\.svelte-kit|build|\\$types)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    webpackConfig: { fileName: 'tests/check/aliases.cjs' },
    enhancedResolveOptions: {
      conditionNames: ['svelte', 'import', 'types', 'default'],
      exportsFields: ['exports'],
    },
  },
};
