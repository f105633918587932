/**
 * Tickets for the bench world: threads of five messages in words of varying frequency, over contracts of ten clients each, on all of
 * which the measured Member works. Client 1 has the same tickets at every size, client 2 three in ten of what is left.
 */
import type pg from 'pg';

/** Five in six of them visible: four hundred pages. */
export const measuredTickets = 12_000;
const perTicket = 5;
const clients = 1_000;
const contracts = clients / 10;
/** The sentences of which a thread's texts are made. */
const phrases = 20_011;
/** In one message of so many. */
const rarely = 2_003;
export const searches = { rare: 'quasar', frequent: 'invoice', typo: 'calender' };

const filled = ['app.ticket', 'app.message', 'app.ticket_note', 'app.ticket_event', 'app.ticket_sla'];
const id = (kind: string, nth: string) =>
  `('${kind}0000000-0000-4000-8000-' || lpad((${nth})::text, 12, '0'))::uuid`;
const oneOf = (words: string, by: string) => {
  const list = words.split(', ');
  return `(array[${list.map((word) => `'${word}'`).join(', ')}])[1 + (${by}) % ${list.length}]`;
};

const subjects =
  'Printer, Invoice, Scanner, Delivery note, Time sheet, Dashboard, Customs form, Price list, Stock report, Login page, Address book, Barcode label, Credit note, Payment run, Purchase order, Search page, Newsletter, Calendar, Expense claim, Backup, Warehouse screen, Mobile app, Export file, Tax code, Customer record, Bank statement, Sales forecast, Shift plan, Mail server, Data feed';
const faults =
  'stays empty, shows the wrong total, is slow since Monday, cannot be opened, is sent twice, ignores the discount, stops halfway, asks for a password, lost its settings, comes out in English, rounds the wrong way, has last month in it';
const places =
  'Lyon, Vienna, Gdansk, Porto, Leeds, Ghent, Turin, Aarhus, Graz, Bilbao, Malmo, Cork, Brno, Essen, Nantes, Split, Tartu';
const beginnings =
  'ac, be, con, de, ex, for, in, mar, net, ob, per, qui, re, sub, tra, un, ver, wor, add, cal, dis, fin, gro, hel, lin, mod, num, pas, sta, tem';
const middles = 'cor, der, fic, lan, mit, nor, pel, ser, tan, vol, ber, duc, gen, port';
const endings = 'al, ent, ing, ion, er, ed, ory';

/** Fills without triggers and keys, which the caller has switched off; builds every index anew at the end. */
export async function fillTickets(admin: pg.Client, tenant: string, tickets: number): Promise<void> {
  const clientOf = `case when n <= ${measuredTickets} then 1 when n % 10 < 3 then 2 else 3 + n % ${clients - 2} end`;
  const when = `now() - interval '1000 days' * (case when n <= ${measuredTickets} then n::float8 / ${measuredTickets} else n::float8 / ${tickets} end)`;
  await admin.query(`
    insert into app.contract (tenant_id, id, number, name)
      select ${tenant}, ${id('a', 'k')}, 'SUP-' || k, 'Support ' || k from generate_series(1, ${contracts}) k;
    insert into app.contract_client (tenant_id, contract_id, client_id, contract_number, contract_name)
      select ${tenant}, ${id('a', '(c + 9) / 10')}, ${id('2', 'c')}, 'SUP-' || (c + 9) / 10, 'Support ' || (c + 9) / 10
        from generate_series(1, ${clients}) c;
    insert into app.contract_support (tenant_id, contract_id, levels)
      select ${tenant}, ${id('a', 'k')}, '{l1,l2,l3}' from generate_series(1, ${contracts}) k;
    insert into app.contract_member (tenant_id, contract_id, staff_member_id, role)
      select ${tenant}, ${id('a', 'k')}, ${id('1', '2')}, 'contributor' from generate_series(1, ${contracts}) k;
    insert into app.job_type (tenant_id, id, contract_id, name, level)
      select ${tenant}, ${id('b', 'k * 4 + j')}, ${id('a', 'k')}, ${oneOf('Incident, Question, Change, Access', 'j')}, 'l1'
        from generate_series(1, ${contracts}) k, generate_series(0, 3) j;
    insert into app.sla_policy (tenant_id, id, contract_id, time_zone, business_hours, targets)
      select ${tenant}, ${id('c', 'k')}, ${id('a', 'k')}, 'UTC', '{}', '[]' from generate_series(1, ${contracts}) k;

    create temp table phrase as
      select k, string_agg(case when w = 1 and k % 9 = 0 then 'invoice' else
               ${oneOf(beginnings, 'v')} || ${oneOf(middles, 'v / 30')} || ${oneOf(endings, 'v / 420')} end, ' ') as text
        from (select k, w, floor(2940 * power(random(), 3))::int as v
                from generate_series(0, ${phrases - 1}) k, generate_series(1, 9) w) picked
       group by k;
    create temp table ticket_drawn as
      select n, overlay(overlay(md5('ticket ' || n) placing '4' from 13) placing '8' from 17)::uuid as id, c, (c + 9) / 10 as k, h, h % 6 < 5 as visible, ${when} as at,
             (case when h / 6 % 100 < 1 then 'new' when h / 6 % 100 < 3 then 'open' when h / 6 % 100 < 5 then 'waiting_on_client'
                   when h / 6 % 100 < 6 then 'on_hold' when h / 6 % 100 < 12 then 'resolved' else 'closed' end)::app.ticket_status as standing
        from (select n, ${clientOf} as c, hashint8(n) & 1073741823 as h from generate_series(1, ${tickets}) n) n;
    analyze phrase, ticket_drawn;
  `);
  const tables = `(${filled.map((table) => `'${table}'::regclass`).join(', ')})`;
  await admin.query(`update pg_index set indisready = false, indisvalid = false where indrelid in ${tables}`);
  const phrase = (name: string, by: string) => `join phrase ${name} on ${name}.k = (${by}) % ${phrases}`;
  await admin.query(`
    insert into app.ticket (tenant_id, id, client_id, contract_id, project_id, project_client_id, project_shared, number, internal_number,
        title, description, job_type_id, level, priority, status, resolved_at, closed_at, reopen_until, raised_by_client_user_id,
        raised_by_name, assignee_staff_id, sla_policy_id, breach_at, missed_at, at_risk_at, activity_at, visibility, shared_at, created_at, updated_at)
      select ${tenant}, d.id, ${id('2', 'c')}, ${id('a', 'd.k')}, p.id, p.client_id, p.shared, n * 2 + case when visible then 0 else 1 end,
             case when not visible then n * 2 + 1 end,
             ${oneOf(subjects, 'h / 600')} || ' ' || ${oneOf(faults, 'h / 18000')} || ' in ' || ${oneOf(places, 'h / 216000')},
             initcap(a.text) || '. ' || initcap(b.text) || '.', ${id('b', 'd.k * 4 + h / 7 % 4')}, 'l1',
             (array['low', 'medium', 'medium', 'high', 'critical']::app.ticket_priority[])[1 + h / 11 % 5], standing,
             case when standing in ('resolved', 'closed') then at + interval '3 days' end, case when standing = 'closed' then at + interval '9 days' end,
             case when standing in ('resolved', 'closed') then at + interval '23 days' end, ${id('3', 'c')}, 'User ' || c,
             case when h % 3 = 0 then ${id('1', '2')} end, ${id('c', 'd.k')},
             case when standing in ('new', 'open') then now() + (h % 5000 - 500) * interval '1 minute' end,
             case when standing not in ('resolved', 'closed') and h / 6 % 20 in (1, 7) then at end,
             case when standing not in ('resolved', 'closed') and (h / 6 % 20 in (1, 7) or h % 5000 < 600) then at end,
             case when visible then at + interval '3 days' end,
             case when visible then 'client_visible' else 'internal_only' end::app.visibility, case when visible then at end, at, at + interval '3 days'
        from ticket_drawn d ${phrase('a', 'h / 3')} ${phrase('b', 'h / 5 + n')}
        left join app.project p on h % 4 = 0 and p.id = ${id('5', 'c * 2 - h % 2')} order by at;
    insert into app.message (tenant_id, id, client_id, contract_id, ticket_id, body, author_staff_id, author_client_user_id,
        author_name, visibility, visible, shared_at, created_at, updated_at)
      select ${tenant}, gen_random_uuid(), ${id('2', 'c')}, ${id('a', 'd.k')}, d.id,
             initcap(a.text) || '. ' || initcap(b.text) || case when (n * ${perTicket} + m) % ${rarely} = 0 then ' ${searches.rare} ' else ', ' end || e.text || '.',
             case when m % 2 = 1 then ${id('1', '2')} end, case when m % 2 = 0 then ${id('3', 'c')} end,
             case m % 2 when 1 then 'Member' else 'User ' || c end,
             case when (h + m) % 5 < 4 then 'client_visible' else 'internal_only' end::app.visibility, visible and (h + m) % 5 < 4,
             case when visible and (h + m) % 5 < 4 then at + m * interval '5 hours' end, at + m * interval '5 hours', at + m * interval '5 hours'
        from ticket_drawn d cross join generate_series(1, ${perTicket}) m
        ${phrase('a', 'h / 13 + m * 17')} ${phrase('b', 'h / 17 + m * 7')} ${phrase('e', 'h / 19 + m')};
    insert into app.ticket_note (tenant_id, client_id, contract_id, ticket_id, body, author_staff_id, author_name, created_at)
      select ${tenant}, ${id('2', 'c')}, ${id('a', 'd.k')}, d.id, initcap(a.text) || '.', ${id('1', '2')}, 'Member', at
        from ticket_drawn d ${phrase('a', 'h / 23')} where h % 5 = 0;
    insert into app.ticket_event (tenant_id, id, client_id, contract_id, ticket_id, ticket_shared, was_shared, kind, to_status, actor_client_user_id, happened_at)
      select ${tenant}, gen_random_uuid(), ${id('2', 'c')}, ${id('a', 'd.k')}, d.id, visible, visible, 'raised', 'new', ${id('3', 'c')}, at from ticket_drawn d;
    insert into app.ticket_event (tenant_id, id, client_id, contract_id, ticket_id, ticket_shared, was_shared, kind, from_status, to_status, actor_staff_id, happened_at)
      select ${tenant}, gen_random_uuid(), ${id('2', 'c')}, ${id('a', 'd.k')}, d.id, visible, visible, 'status', 'new', standing, ${id('1', '2')}, at + interval '1 hour'
        from ticket_drawn d where standing <> 'new';
    insert into app.ticket_sla (tenant_id, client_id, contract_id, ticket_id, first_response, resolution)
      select ${tenant}, ${id('2', 'c')}, ${id('a', 'd.k')}, d.id, clock, clock from ticket_drawn d,
             lateral (select jsonb_build_object('state', case when standing in ('new', 'open') then 'running' else 'met' end,
               'target_ms', 86400000, 'elapsed_ms', h % 86400000) as clock) running;
    insert into app.sla_breach (tenant_id, client_id, contract_id, ticket_id, clock, sla_policy_id, target_minutes, actual_minutes, breached_at, ended_at)
      select ${tenant}, ${id('2', 'c')}, ${id('a', 'd.k')}, d.id, 'resolution', ${id('c', 'd.k')}, 1440, 1500, at, case when standing in ('resolved', 'closed') then at end
        from ticket_drawn d where h / 6 % 20 in (1, 7);
    drop table phrase, ticket_drawn;
  `);
  // Turned on again one table at a time; an index that is not ready is built from nothing.
  for (const table of filled) await admin.query(`reindex table ${table}`);
}
