/**
 * Says as SQL how changes of a table are announced: by one function of its own, which statement triggers run, so that a statement over a
 * hundred thousand rows announces once to each that has to hear of it.
 */
import type { Table } from '../policies.ts';

/** Every function of such a name, and every trigger that runs one, is the registry's. */
export const announcerOf = (table: string) => `app.announce_${table.slice(table.indexOf('.') + 1)}`;
export const ANNOUNCERS = /^app\.announce_(?!session_end|to_)\w+\(\)/;

const rowsBefore = 'before';
const rowsAfter = 'written';
const events = {
  insert: `referencing new table as ${rowsAfter}`,
  update: `referencing old table as ${rowsBefore} new table as ${rowsAfter}`,
  delete: `referencing old table as ${rowsBefore}`,
};

/** By which columns the pages of a project and of a contract's tickets are told. */
function placesOf({ name, announces }: Table) {
  const project = name === 'app.project' ? 'r.id' : 'r.project_id';
  return {
    project: announces === 'tickets' ? 'null::uuid' : project,
    contract: announces === 'projects' ? 'null::uuid' : 'r.contract_id',
    topic: announces === 'section' ? 'r.section::text' : `'${announces}'`,
  };
}

/** The calls for rows that have come or gone, or both. */
function callsFor(table: Table, sources: readonly string[]): string[] {
  const { project, contract, topic } = placesOf(table);
  const person = table.announcesTo ? `r.${table.announcesTo}` : 'null::uuid';
  const columns = `r.tenant_id, ${project}, ${contract}, ${person}, ${topic}`;
  const rows = sources.map((source) => `select ${columns} from ${source} r`).join('\n      union ');
  return [
    `perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)`,
    `  from (${sources.length === 1 ? rows.replace('select', 'select distinct') : rows}) t (tenant, project, contract, person, topic);`,
  ];
}

function callsToClient(table: Table, source: string): string[] {
  if (!table.client) return [];
  const { topic } = placesOf(table);
  return [
    `perform app.announce_to_client(t.client, t.topic)`,
    `  from (select distinct r.client_id, ${topic} from ${source} r where r.shared) t (client, topic);`,
  ];
}

/** A record that has moved to another client is gone for the client before. */
function callsToClientOfChanged(table: Table): string[] {
  if (!table.client) return [];
  const key = ['tenant_id', ...(table.key ?? ['id'])].join(', ');
  const values = (row: string) => {
    const lines = [''];
    for (const column of table.client!.columns.map((name) => `${row}.${name}`)) {
      const last = lines.at(-1)!;
      if (last.length + column.length > 100) lines.push(column);
      else lines[lines.length - 1] = last ? `${last}, ${column}` : column;
    }
    return `(${lines.join(',\n            ')})`;
  };
  const topic =
    table.announces === 'section' ? 'coalesce(b.section, w.section)::text' : `'${table.announces}'`;
  return [
    `perform app.announce_to_client(t.client, t.topic)`,
    `  from (`,
    `    select distinct coalesce(b.client_id, w.client_id), ${topic}`,
    `      from ${rowsBefore} b full join ${rowsAfter} w using (${key})`,
    `     where coalesce(b.shared, false) <> coalesce(w.shared, false)`,
    `        or (w.shared and ${values('b')}\n          is distinct from ${values('w')})`,
    `  ) t (client, topic);`,
  ];
}

const indented = (lines: readonly string[]) => lines.map((line) => `    ${line}`).join('\n');

/** The function's body, as the catalog keeps it. */
function announcerBody(table: Table): string {
  const insert = [...callsFor(table, [rowsAfter]), ...callsToClient(table, rowsAfter)];
  const remove = [...callsFor(table, [rowsBefore]), ...callsToClient(table, rowsBefore)];
  const update = [...callsFor(table, [rowsBefore, rowsAfter]), ...callsToClientOfChanged(table)];
  return `
begin
  if tg_op = 'INSERT' then
${indented(insert)}
  elsif tg_op = 'DELETE' then
${indented(remove)}
  else
${indented(update)}
  end if;
  return null;
end `;
}

/** The function and triggers that announce changes of a table; none where nothing hears of them. Said as portal_owner. */
export function createAnnouncing(table: Table): string[] {
  if (!table.announces) return [];
  const announcer = announcerOf(table.name);
  return [
    'grant create on schema app to definer_live;',
    'set role definer_live;',
    `create function ${announcer}() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp set client_min_messages = error as $$${announcerBody(table)}$$;`,
    `comment on function ${announcer}() is 'Tells the pages that show ${table.name} of a change, once for each that has to hear of it; the client where a value granted to it changed.';`,
    `grant execute on function ${announcer}() to portal_owner;`,
    'set role portal_owner;',
    'revoke create on schema app from definer_live;',
    ...Object.entries(events).map(
      ([event, rows]) =>
        `create trigger announce_${event} after ${event} on ${table.name} ${rows}\n  for each statement execute function ${announcer}();`,
    ),
  ];
}
