-- Search in tickets, by word stems and by titles that are nearly right; and in files, by the words of their names.
--
-- A text operator is not leakproof, so below a row policy it can never use an index: a client of many tickets would wait for a
-- scan of them all. So a definer of its own (BYPASSRLS, some columns to read, nobody logs in as it) reads past row security
-- with the policy's condition written out as plain conditions, and hands back ids alone, as an array: whoever asked reads those
-- rows under their own policies, which have the last word. The condition stands in both places, and each has a test that drops
-- the other.

create schema if not exists extensions;
create extension if not exists pg_trgm with schema extensions;
create extension if not exists btree_gin with schema extensions;
grant usage on schema extensions to portal_owner, definer_search, definer_work;
grant execute on function extensions.show_trgm(text) to definer_work;
-- The operator of nearly right titles, either way round, as the index turns it.
grant execute on function extensions.word_similarity_op(text, text), extensions.word_similarity_commutator_op(text, text)
  to definer_search;

set role portal_owner;

create index ticket_search_for_client on app.ticket using gin (client_id extensions.uuid_ops, search) where shared;
create index ticket_title_for_client on app.ticket using gin (client_id extensions.uuid_ops, title extensions.gin_trgm_ops) where shared;
create index message_search_for_client on app.message using gin (client_id extensions.uuid_ops, search) where shared;
create index ticket_search_for_staff on app.ticket using gin (tenant_id extensions.uuid_ops, search);
create index ticket_title_for_staff on app.ticket using gin (tenant_id extensions.uuid_ops, title extensions.gin_trgm_ops);
create index message_search_for_staff on app.message using gin (tenant_id extensions.uuid_ops, search);
create index ticket_note_search_for_staff on app.ticket_note using gin (tenant_id extensions.uuid_ops, search);
create index attachment_search_for_client on app.attachment using gin (client_id extensions.uuid_ops, search) where shared;
create index attachment_name_for_client on app.attachment using gin (client_id extensions.uuid_ops, name extensions.gin_trgm_ops) where shared;
create index attachment_search_for_staff on app.attachment using gin (tenant_id extensions.uuid_ops, search) where contract_id is not null;
create index attachment_by_age on app.attachment (tenant_id, created_at desc) where contract_id is not null;

-- A client's is planned without regard to its words: how frequent they are in what is hidden would show in the time it takes. All that
-- their words hit is collected before it is cut, for a plan that hopes to find enough of it early reads every ticket for a rare word.
create function app.search_tickets(words text, most integer default 1000, nearly boolean default true) returns uuid[]
language plpgsql stable strict security definer set search_path = pg_catalog, pg_temp set client_min_messages = error
set pg_trgm.word_similarity_threshold = 0.4 set plan_cache_mode = force_generic_plan as $$
declare
  client uuid := app.client_section('tickets');
  query tsquery := app.search_query(words);
  names tsquery := app.search_query(words, 'names');
  near text := app.asked(words);
  found uuid[];
begin
  if client is null then
    return '{}';
  end if;
  found := array(
    select hit.id from (
      select t.id, t.activity_at as at from app.ticket t where t.client_id = client and t.shared and t.search @@ query
      union
      select m.ticket_id, m.shared_at from app.message m where m.client_id = client and m.shared and m.search @@ query
      union
      select coalesce(a.ticket_id, m.ticket_id), a.shared_at
        from app.attachment a left join app.message m on m.tenant_id = a.tenant_id and m.id = a.message_id
       where a.client_id = client and a.shared and a.search @@ names and a.section = 'tickets'
    ) hit
    group by hit.id order by max(hit.at) desc limit least(most, 10000)
  );
  if cardinality(found) > 0 or not nearly or not app.may_guess(words) then
    return found;
  end if;
  return array(
    select hit.id from (
      select t.id, t.activity_at from app.ticket t
       where t.client_id = client and t.shared and near operator(extensions.<%) t.title offset 0
    ) hit
    order by hit.activity_at desc limit least(most, 10000)
  );
end $$;
comment on function app.search_tickets(text, integer, boolean) is
  'The signed-in client user''s tickets whose title, description, messages or names of files hold the words (app.search_query()), '
  'the most recent first; where there are none and "nearly" may do, those whose title nearly does. Ids, at most "most" and 10000. Empty for anybody else.';

-- The staff's is planned for its words: a rare one is found by its index, a frequent one by going back in time until there are enough.
create function app.search_staff_tickets(words text, most integer default 1000, nearly boolean default true) returns uuid[]
language plpgsql stable strict security definer set search_path = pg_catalog, pg_temp set client_min_messages = error
set pg_trgm.word_similarity_threshold = 0.4 set plan_cache_mode = force_custom_plan as $$
declare
  tenant uuid := app.staff_tenant();
  contracts uuid[] := app.staff_contracts('observer');
  query tsquery := app.search_query(words);
  names tsquery := app.search_query(words, 'names');
  near text := app.asked(words);
  found uuid[];
begin
  if tenant is null then
    return '{}';
  end if;
  found := array(
    select hit.id from (
      (select t.id, t.created_at as at from app.ticket t
        where t.tenant_id = tenant and t.contract_id = any (contracts) and t.search @@ query
        order by t.created_at desc limit least(most, 10000))
      union
      (select m.ticket_id, m.created_at from app.message m
        where m.tenant_id = tenant and m.contract_id = any (contracts) and m.search @@ query
        order by m.created_at desc limit least(most, 10000))
      union
      (select n.ticket_id, n.created_at from app.ticket_note n
        where n.tenant_id = tenant and n.contract_id = any (contracts) and n.search @@ query
        order by n.created_at desc limit least(most, 10000))
      union
      (select coalesce(a.ticket_id, m.ticket_id, n.ticket_id), a.created_at
         from app.attachment a
         left join app.message m on m.tenant_id = a.tenant_id and m.id = a.message_id
         left join app.ticket_note n on n.tenant_id = a.tenant_id and n.id = a.ticket_note_id
        where a.tenant_id = tenant and a.contract_id = any (contracts) and a.search @@ names
        order by a.created_at desc limit least(most, 10000))
    ) hit
    group by hit.id order by max(hit.at) desc limit least(most, 10000)
  );
  if cardinality(found) > 0 or not nearly or not app.may_guess(words) then
    return found;
  end if;
  return array(
    select t.id from app.ticket t
     where t.tenant_id = tenant and t.contract_id = any (contracts) and near operator(extensions.<%) t.title
     order by t.created_at desc limit least(most, 10000)
  );
end $$;
comment on function app.search_staff_tickets(text, integer, boolean) is
  'As app.search_tickets(), for the staff: over the tickets of the contracts they reach, notes included.';

-- Files are found while their name is being typed: by the beginning of each word, or by its stem.
create function app.search_files(words text, most integer default 1000, nearly boolean default true) returns uuid[]
language plpgsql stable strict security definer set search_path = pg_catalog, pg_temp set client_min_messages = error
set pg_trgm.word_similarity_threshold = 0.45 set plan_cache_mode = force_generic_plan as $$
declare
  of_tickets uuid := app.client_section('tickets');
  of_projects uuid := app.client_section('projects');
  client uuid := coalesce(of_tickets, of_projects);
  sections app.section[] := array_remove(
    array[case when of_tickets is not null then 'tickets' end, case when of_projects is not null then 'projects' end]::app.section[], null);
  query tsquery := app.search_query(words, 'beginnings');
  near text := app.asked(words);
  found uuid[];
begin
  if client is null then
    return '{}';
  end if;
  found := array(
    select hit.id from (
      select a.id, a.shared_at from app.attachment a
       where a.client_id = client and a.section = any (sections) and a.shared and a.search @@ query offset 0
    ) hit
    order by hit.shared_at desc limit least(most, 10000)
  );
  if cardinality(found) > 0 or not nearly or not app.may_guess(words) then
    return found;
  end if;
  return array(
    select hit.id from (
      select a.id, a.shared_at from app.attachment a
       where a.client_id = client and a.section = any (sections) and a.shared and near operator(extensions.<%) a.name offset 0
    ) hit
    order by hit.shared_at desc limit least(most, 10000)
  );
end $$;
comment on function app.search_files(text, integer, boolean) is
  'The signed-in client user''s files, of the sections they have, whose name holds words that begin so, the latest first; where there '
  'are none and "nearly" may do, those whose name nearly does. Ids, at most "most" and 10000. Empty for anybody else.';

-- Asked at start and by the audit: a database copied or made by other means may read otherwise than the one that was migrated.
create function app.reads_every_script() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp set client_min_messages = error
return to_tsvector('simple', '“a…”') = '''a'':1'::tsvector and cardinality(extensions.show_trgm('ไทย')) > 0;
comment on function app.reads_every_script() is 'Whether search tells letters from signs outside ASCII, which is up to the database''s LC_CTYPE.';

grant execute on function app.search_tickets(text, integer, boolean), app.search_files(text, integer, boolean) to client;
grant execute on function app.search_staff_tickets(text, integer, boolean) to staff;
grant execute on function app.reads_every_script() to client, staff, worker, auditor;

reset role;
grant create on schema app to definer_search;
alter function app.search_tickets(text, integer, boolean) owner to definer_search;
alter function app.search_files(text, integer, boolean) owner to definer_search;
alter function app.search_staff_tickets(text, integer, boolean) owner to definer_search;
revoke create on schema app from definer_search;
grant create on schema app to definer_work;
alter function app.reads_every_script() owner to definer_work;
revoke create on schema app from definer_work;

-- ANALYZE gathers nothing more on a column whose target is 0, and leaves what it gathered before.
do $$
declare
  gathered record;
begin
  for gathered in
    select a.attrelid, a.attnum, c.relname, a.attname
      from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = 'app'::regnamespace and a.attnum > 0 and a.attstattarget = 0
  loop
    if current_setting('server_version_num')::int >= 180000 then
      perform pg_clear_attribute_stats('app', gathered.relname, gathered.attname, false);
    else
      delete from pg_statistic s where s.starelid = gathered.attrelid and s.staattnum = gathered.attnum;
    end if;
  end loop;
exception when insufficient_privilege then
  raise warning 'not a superuser: statistics from before stay; npm run db:audit lists them';
end $$;
