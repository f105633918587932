/**
 * The settings that the application relies on. A login may always change its own defaults (ALTER ROLE … SET, which no event trigger
 * sees), so that somebody with SQL on it could have every later connection start in another isolation, or time out at once.
 * The settings of a connection's start-up packet override those. Times in milliseconds, 0 for none.
 */
const settings = {
  // The database answers nobody in a transaction that keeps a snapshot (supabase/migrations/20261130000300_identity.sql).
  default_transaction_isolation: 'read committed',
  default_transaction_read_only: 'off',
  default_transaction_deferrable: 'off',
  statement_timeout: '15000',
  idle_in_transaction_session_timeout: '30000',
  idle_session_timeout: '0',
  lock_timeout: '0',
  client_min_messages: 'notice',
  debug_print_parse: 'off',
  debug_print_rewritten: 'off',
  debug_print_plan: 'off',
  trace_notify: 'off',
  row_security: 'on',
  search_path: 'pg_catalog',
  plan_cache_mode: 'auto',
  transform_null_equals: 'off',
  standard_conforming_strings: 'on',
  default_text_search_config: 'pg_catalog.english',
  timezone: 'UTC',
  datestyle: 'ISO, MDY',
  intervalstyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
} as const;

const ofLogin: Record<string, Record<string, string>> = {
  // One client sees few rows, however many there are in all: a worker takes longer to start than there is for it to do.
  // And it is found by an index of the client's: the planner does not know which client asks, so that where one has most of the rows it
  // would read all of a table to find out that this one has none.
  client_app: { max_parallel_workers_per_gather: '0', enable_seqscan: 'off' },
};

/** The settings that a connection of this login asks for in its start-up packet, as PostgreSQL reads `options`: spaces and backslashes escaped. */
export const startUpOptions = (login: string): string =>
  Object.entries({ ...settings, ...ofLogin[login] })
    .map(([name, value]) => `-c ${name}=${value.replaceAll(/[\\ ]/g, String.raw`\$&`)}`)
    .join(' ');

/**
 * A connection string without its `options`, and those before ours: the later one of two wins. In the string they would
 * replace what we ask for.
 */
export function withStartUp(connectionString: string, login: string) {
  const ours = startUpOptions(login);
  if (!URL.canParse(connectionString)) return { connectionString, options: ours };
  const url = new URL(connectionString);
  const theirs = url.searchParams.get('options');
  url.searchParams.delete('options');
  return {
    connectionString: theirs ? url.href : connectionString,
    options: theirs ? `${theirs} ${ours}` : ours,
  };
}
