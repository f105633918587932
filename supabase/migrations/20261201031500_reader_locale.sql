-- How a person wants dates, times and numbers written: their own choice, else their browser's.

grant create on schema app to definer_identity, definer_visit;

set role portal_owner;

-- A language, perhaps a script, perhaps a region: nothing that could ask for another calendar or other figures.
alter table app.client_user add column locale text
  check (locale ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$' and locale is normalized);
alter table app.client_user alter column locale set statistics 0;
alter table app.staff_member add column locale text
  check (locale ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$' and locale is normalized);
comment on column app.client_user.locale is
  'The locale by which the person chose to read dates and numbers; null for that of their browser. No client grant: app.client_locale() tells '
  'the person their own.';
comment on column app.staff_member.locale is
  'The locale by which the person chose to read dates and numbers; null for that of their browser.';

set role definer_identity;

create function app.client_locale() returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set client_min_messages = error as $$
begin
  return (select u.locale from app.client_user u where u.id = app.client_user_id());
end $$;
comment on function app.client_locale() is
  'The locale that the signed-in client user chose; null where they chose none, and for anybody else.';
grant execute on function app.client_locale() to client;

set role definer_visit;

create function app.choose_locale(chosen text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set client_min_messages = error as $$
begin
  update app.client_user u set locale = chosen where u.id = app.client_writer();
  return found;
end $$;
comment on function app.choose_locale(text) is
  'The signed-in client user chooses the locale of dates and numbers; null for the browser''s. False for anybody else, a staff member who '
  'looks through their eyes included. That no other person is reached is the policy of definer_visit.';
grant execute on function app.choose_locale(text) to client;

reset role;

revoke create on schema app from definer_identity, definer_visit;
