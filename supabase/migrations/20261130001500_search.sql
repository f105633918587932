-- Search in tickets, by word stems and by titles that are nearly right; and in files, by the words of their names.
--
-- A text operator is not leakproof, so below a row policy it can never use an index: a client of many tickets would wait for a
-- scan of them all. So a definer of its own (BYPASSRLS, some columns to read, nobody logs in as it) reads past row security
-- with the policy's condition written out as plain conditions, and hands back ids alone, as an array: the person who asked reads those
-- rows under their own policies, which have the last word. The condition stands in both places, and each has a test that drops
-- the other.

-- Each function is made by the role that owns it.
grant create on schema app to definer_search, definer_work;

set role portal_owner;

set role definer_search;

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
      select a.ticket_id, a.shared_at
        from app.attachment a
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
grant execute on function app.search_tickets(text, integer, boolean) to client;

-- The staff's is planned for its words: a rare one is found by its index, a frequent one by going back in time until there are enough.
create function app.search_staff_tickets(words text, most integer default 1000, nearly boolean default true) returns uuid[]
language plpgsql stable strict security definer set search_path = pg_catalog, pg_temp set client_min_messages = error
set pg_trgm.word_similarity_threshold = 0.4 set plan_cache_mode = force_custom_plan as $$
declare
  tenant uuid := app.staff_tenant();
  contracts uuid[] := app.staff_contracts();
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
      (select a.ticket_id, a.created_at
         from app.attachment a
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
grant execute on function app.search_staff_tickets(text, integer, boolean) to staff;

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
grant execute on function app.search_files(text, integer, boolean) to client;

set role definer_work;

-- Asked at start and by the audit: a database copied or made by other means may read otherwise than the one that was migrated.
create function app.reads_every_script() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp set client_min_messages = error
return to_tsvector('simple', '“a…”') = '''a'':1'::tsvector and cardinality(extensions.show_trgm('ไทย')) > 0;
comment on function app.reads_every_script() is 'Whether search tells letters from signs outside ASCII, which is up to the database''s LC_CTYPE.';
grant execute on function app.reads_every_script() to client, staff, worker, auditor;

reset role;

revoke create on schema app from definer_search, definer_work;
