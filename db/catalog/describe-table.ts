/** Prints a table's whole law, or a view's, as one text. */
import type { Grant, Policy } from './law.ts';
import { commentLines, expressionOf, heading, literal, sqlLines } from './layout.ts';
import type { Column, Constraint, Relation } from './tables.ts';
import type { Routine, Trigger } from './triggers.ts';

export type Law = {
  relation: Relation;
  columns: Column[];
  constraints: Constraint[];
  indexes: { definition: string; comment: string | null }[];
  /** Foreign keys of other tables that refer to this one, and its own that refer to itself. */
  references: Constraint[];
  grants: Grant[];
  policies: Policy[];
  triggers: Trigger[];
  routines: ReadonlyMap<string, Routine>;
};

export const BANNER = '-- Read from the migrated database by `npm run db:types`. Do not edit.\n';

function columnLines(column: Column): string {
  const { name, type, collation, required, generated, identity, expression, comment, base } = column;
  const clauses = [name, type];
  if (collation) clauses.push(`collate ${collation}`);
  if (required) clauses.push('not null');
  if (identity) clauses.push(`generated ${identity === 'a' ? 'always' : 'by default'} as identity`);
  else if (generated)
    clauses.push(
      `generated always as (${expressionOf(expression ?? '')}) ${generated === 's' ? 'stored' : 'virtual'}`,
    );
  else if (expression !== null) clauses.push(`default ${expressionOf(expression)}`);
  const domain = base && `${type} is a domain over ${base}.`;
  return (
    commentLines([comment, domain].filter(Boolean).join(' '), '  ') +
    sqlLines(clauses.join(' '), '  ', '    ')
  );
}

function tableLines({ relation, columns, constraints }: Law): string {
  const constraintLines = ({ name, definition, comment }: Constraint) =>
    commentLines(comment, '  ') + sqlLines(`constraint ${name} ${definition}`, '  ', '    ');
  const parts = [...columns.map(columnLines), ...constraints.map(constraintLines)];
  const options = relation.options ? ` with (${relation.options})` : '';
  return `create table ${relation.name} (\n${parts.join(',\n')}\n)${options};`;
}

function viewLines({ relation, columns }: Law): string {
  const comments = columns.filter(({ comment }) => comment);
  return [
    `create ${relation.kind} ${relation.name}${relation.options ? ` with (${relation.options})` : ''} as\n${relation.query ?? ''}`,
    ...comments.map(({ name, comment }) =>
      sqlLines(`comment on column ${relation.name}.${name} is ${literal(comment!)};`),
    ),
  ].join('\n');
}

/** A policy as the statement that makes it. */
function policyLines({ table, name, permissive, command, roles, using, check, comment }: Policy): string {
  const kind = permissive ? '' : ' as restrictive';
  const lines = [sqlLines(`create policy ${name} on ${table}${kind} for ${command} to ${roles.join(', ')}`)];
  if (using !== null) lines.push(sqlLines(`using (${expressionOf(using)})`, '  ', '    '));
  if (check !== null) lines.push(sqlLines(`with check (${expressionOf(check)})`, '  ', '    '));
  const clauses = comment && `\n${sqlLines(`comment on policy ${name} on ${table} is ${literal(comment)};`)}`;
  return `${lines.join('\n')};${clauses ?? ''}`;
}

function grantLine({ table, role, privilege, columns }: Grant): string {
  const [verb, option] = privilege.split(' with ');
  const list = columns ? ` (${columns.join(', ')})` : '';
  return sqlLines(`grant ${verb!}${list} on ${table} to ${role}${option ? ` with ${option}` : ''};`);
}

/** A function with its body, its owner, as whom it runs and who may execute it. */
export function routineLines(routine: Routine, caller: string): string {
  const { signature, definition, parsed, owner, definer, comment, execute } = routine;
  const as = definer
    ? `${signature} runs as ${owner}, its owner (SECURITY DEFINER).`
    : `${signature} runs as ${caller} (SECURITY INVOKER); ${owner} owns it.`;
  const may = execute.length
    ? `Others that may execute it: ${execute.join(', ')}.`
    : 'No other role may execute it.';
  const body = definition
    .trimEnd()
    .split('\n')
    .map((line, index) => (index === 0 || parsed ? sqlLines(line.trimStart(), /^\s*/.exec(line)![0]) : line));
  return `${commentLines(comment)}${commentLines(`${as} ${may}`)}${body.join('\n')};`;
}

function triggerLines({ relation, triggers, routines, constraints, references }: Law): string[] {
  if (triggers.length === 0) return [];
  const shown = new Set<string>();
  const keys = references.length > 0 || constraints.some(({ target }) => target !== null);
  const lines = [
    heading('Triggers, in the order in which they fire') +
      (keys
        ? '\n-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).'
        : ''),
  ];
  for (const [index, trigger] of triggers.entries()) {
    const disabled = trigger.enabled ? '' : '. It does not fire as usual: see pg_trigger.tgenabled';
    lines.push(
      commentLines(`${index + 1}. ${trigger.moment}: ${trigger.name}${disabled}`) +
        commentLines(trigger.comment) +
        sqlLines(`${trigger.definition};`),
    );
    const routine = routines.get(trigger.function);
    if (!routine)
      throw new Error(`${relation.name}: trigger ${trigger.name} runs a function that is not there`);
    if (shown.has(trigger.function)) lines.push(`-- ${trigger.function} stands above.`);
    else lines.push(routineLines(routine, 'the role that changes the row'));
    shown.add(trigger.function);
  }
  return lines;
}

/** Everything that the catalog says of one table or view. */
export function describeTable(law: Law): string {
  const { relation, columns, indexes, references, grants, policies } = law;
  const { name } = relation;
  const isTable = relation.kind === 'table';
  const switches = [`alter ${relation.kind} ${name} owner to ${relation.owner};`];
  if (isTable) {
    switches.push(`alter table ${name} ${relation.secured ? 'enable' : 'disable'} row level security;`);
    switches.push(`alter table ${name} ${relation.forced ? '' : 'no '}force row level security;`);
  }
  const bare = columns.filter(({ withoutStatistics }) => withoutStatistics);
  const parts = [
    `-- ${relation.kind === 'table' ? 'Table' : 'View'} ${name}\n--\n${commentLines(relation.comment ?? 'It has no comment.')}--\n${BANNER.trimEnd()}`,
    isTable ? tableLines(law) : viewLines(law),
  ];
  const section = (title: string, lines: readonly string[]) => {
    if (lines.length) parts.push(`${heading(title)}\n\n${lines.join('\n')}`);
  };
  section(
    'Foreign keys that refer to it',
    references.map(({ table, definition }) => commentLines(`${table}: ${definition}`, '', '  ').trimEnd()),
  );
  section(
    'Indexes beside those of its keys',
    indexes.map(({ definition, comment }) => commentLines(comment) + sqlLines(`${definition};`)),
  );
  if (bare.length)
    section('Columns without statistics', [
      sqlLines(
        `alter table ${name} ${bare.map((column) => `alter column ${column.name} set statistics 0`).join(', ')};`,
      ),
    ]);
  section('Owner and row security', switches);
  section('Grants', grants.map(grantLine));
  section('Policies', policies.map(policyLines));
  return `${[...parts, ...triggerLines(law)].join('\n\n')}\n`;
}
