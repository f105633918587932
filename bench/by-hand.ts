/** A statement of the application as somebody would write it who trusts a WHERE clause: run by the owner, past every policy. */
import { tables } from '../db/policies.ts';
import { realmOf, type Person } from './calls.ts';
import type { BenchWorld } from './world.ts';

const arrayOf = (ids: readonly string[]) => `'{${ids.join(',')}}'`;

/** The search of a client or of the staff with its condition written out; the functions answer nobody but them. */
function searchByHand(
  realm: (typeof realmOf)[Person],
  words: string,
  most: string,
  isNear: boolean,
  world: BenchWorld,
): string {
  const client = `client_id = '${world.clientId}' and shared`;
  const staff = `tenant_id = '${world.tenantId}' and contract_id = any (${arrayOf(world.contractIds)}::uuid[])`;
  const [where, ticketAt, messageAt] =
    realm === 'portal' ? [client, 'activity_at', 'shared_at'] : [staff, 'updated_at', 'created_at'];
  const query = `app.search_query(${words})`;
  const names = `app.search_query(${words}, 'names')`;
  const part = (table: string, ticket: string, at: string, found: string) =>
    `(select ${ticket} as id, ${at} as at from app.${table} where ${where} and ${found} order by ${at} desc limit ${most})`;
  const parts = [
    part('ticket', 'id', ticketAt, `search @@ ${query}`),
    part('message', 'ticket_id', messageAt, `search @@ ${query}`),
    part('attachment', 'ticket_id', messageAt, `contract_id is not null and search @@ ${names}`),
    ...(realm === 'staff' ? [part('ticket_note', 'ticket_id', 'created_at', `search @@ ${query}`)] : []),
  ];
  if (isNear)
    return `array(select id from ${part('ticket', 'id', ticketAt, `${words} operator(extensions.<%) title`)} hit)`;
  return `array(select id from (${parts.join(' union ')}) hit group by id order by max(at) desc limit ${most})`;
}

/** The statement with each function of identity answered, and each table narrowed to what the policy of who asks says. */
export function byHand(text: string, world: BenchWorld, person: Person): string {
  const realm = realmOf[person];
  const contracts = `${arrayOf(realm === 'portal' ? world.clientContractIds : world.contractIds)}::uuid[]`;
  const answered = (sql: string) =>
    // All of a tenant's projects are no condition.
    (person === 'manager'
      ? sql.replaceAll(/\w+ = any \(\(select app\.staff_projects\('\w+'\)\)::uuid\[\]\)/g, 'true')
      : sql
    )
      .replaceAll(/\(select app\.staff_tenant\(\)\)/g, `'${world.tenantId}'::uuid`)
      .replaceAll(/app\.staff_id\(\)/g, `'${world.staffMemberId}'::uuid`)
      .replaceAll(
        /\(select app\.staff_contracts\('\w+'\)\)(?:::uuid\[\])?|app\.staff_contracts\('\w+'\)/g,
        contracts,
      )
      // A parameter has to stay, to be bound.
      .replaceAll(
        /app\.staff_contracts\((\$\d+::[\w.]+)\)/g,
        `case when $1 is not null then ${contracts} end`,
      )
      .replaceAll(
        /\(select app\.staff_projects\('\w+'\)\)|app\.staff_projects\('\w+'\)/g,
        `${arrayOf(world.projectIds)}::uuid[]`,
      )
      .replaceAll(/\(select app\.client_contracts\(\)\)/g, contracts)
      .replaceAll(/\(select app\.client_(section\('\w+'\)|id\(\))\)/g, `'${world.clientId}'::uuid`)
      .replaceAll('(select app.client_tenant())', `'${world.tenantId}'::uuid`)
      .replaceAll('app.client_user_id()', `'${world.clientUserId}'::uuid`);
  return answered(text)
    .replaceAll(
      /"app"\."(\w+)"( as "\w+")?(?=[\s),]|$)|(?<=from |join )app\.(\w+)(?!\w|\()( (?!(?:on|where|order|group|limit)\b)\w+)?/g,
      (whole, quoted?: string, alias?: string, bare?: string, bareAlias?: string) => {
        const name = quoted ?? bare ?? '';
        const table = tables.find((candidate) => candidate.name === `app.${name}`);
        const rule = realm === 'portal' ? table?.client : table?.roles.staff?.select;
        if (!rule) return whole;
        return `(select * from app.${name} where ${answered(rule.where)})${alias ?? bareAlias ?? ` as "${name}"`}`;
      },
    )
    .replaceAll(/"app"\."(\w+)"\."/g, '"$1"."')
    .replaceAll(
      /"app"\."search_(?:staff_)?tickets"\(asked\.words, (\d+)(, false)?\)/g,
      (_, most: string, exact?: string) => searchByHand(realm, 'asked.words', most, !exact, world),
    );
}
