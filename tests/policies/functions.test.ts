/** Who may execute what, and what the functions that policies ask answer to a session that is not what it seems. */
import { describe, expect, test } from 'vitest';
import {
  aProject,
  aProjectMember,
  aSession,
  aStaffMember,
  asClient,
  asStaff,
  seats,
  type Seat,
} from '../support/builders.ts';
import { attempt, attemptError, beneath } from './policy-assertions.ts';
import { projectRoles, useWorld, type World } from './world.ts';

const inside = useWorld();

test('no trigger refuses a role: policies, grants and narrow functions decide who may', async () => {
  const triggers = async (text: string) =>
    (
      await inside().db.admin.query<{ name: string }>(
        `select oid::regprocedure::text as name from pg_proc
          where prorettype = 'trigger'::regtype and pronamespace in ('app'::regnamespace, 'identity'::regnamespace) and prosrc ~ $1 order by 1`,
        [text],
      )
    ).rows.map(({ name }) => name);
  expect((await triggers('raise')).length).toBeGreaterThan(10);
  // Of a log that is only added to, whoever asks.
  expect(await triggers('insufficient_privilege')).toEqual(['app.refuse_change()']);
  // Roles in projects, on contracts and in the company are asked for by policies alone.
  expect(await triggers("staff_projects|staff_contracts|staff_tenant\\('")).toEqual([]);
});

test('L89: these functions are executable by these roles, run as these, and there are no others', async () => {
  const { rows } = await inside().db.admin.query<{ line: string }>(
    `select p.oid::regprocedure || case when prosecdef then ' as ' || proowner::regrole else '' end || ': '
              || coalesce((select string_agg(case grantee when 0 then 'PUBLIC' else grantee::regrole::text end, ' ' order by grantee::regrole::text)
                             from aclexplode(coalesce(proacl, acldefault('f', proowner))) where grantee <> proowner), '') as line
       from pg_proc p where pronamespace in ('app'::regnamespace, 'identity'::regnamespace) order by 1`,
  );
  expect(rows.map(({ line }) => line.trimEnd())).toEqual([
    'app.announce_attachment() as definer_live: portal_owner',
    'app.announce_contract_support() as definer_live: portal_owner',
    'app.announce_epic() as definer_live: portal_owner',
    'app.announce_escalation() as definer_live: portal_owner',
    'app.announce_message() as definer_live: portal_owner',
    'app.announce_milestone() as definer_live: portal_owner',
    'app.announce_project() as definer_live: portal_owner',
    'app.announce_session_end() as definer_live: portal_owner',
    'app.announce_sla_breach() as definer_live: portal_owner',
    'app.announce_sprint() as definer_live: portal_owner',
    'app.announce_sprint_capacity() as definer_live: portal_owner',
    'app.announce_story() as definer_live: portal_owner',
    'app.announce_task() as definer_live: portal_owner',
    'app.announce_task_dependency() as definer_live: portal_owner',
    'app.announce_text() as definer_live: portal_owner',
    'app.announce_ticket() as definer_live: portal_owner',
    'app.announce_ticket_note() as definer_live: portal_owner',
    'app.announce_ticket_task() as definer_live: portal_owner',
    'app.announce_time_entry() as definer_live: portal_owner',
    'app.announce_to_client(uuid,text) as definer_live:',
    'app.announce_to_team(uuid,uuid,uuid,uuid,text) as definer_live:',
    'app.apart(text): client definer_comment definer_log definer_search definer_share definer_thread definer_ticket staff worker',
    'app.apply_support_terms() as definer_log: portal_owner',
    'app.approves_own_time() as definer_time: staff',
    'app.asked(text): client definer_search staff',
    'app.attach(uuid[],uuid): definer_comment definer_ticket',
    'app.attachment_before_write():',
    'app.begin_client_view(uuid,bytea) as definer_view: staff',
    'app.begin_preview(uuid,bytea) as definer_view: staff',
    'app.begin_ticket_preview(uuid,bytea) as definer_view: staff',
    'app.begin_upload(text,bigint) as definer_file: client',
    'app.bump_version():',
    'app.check_time_days() as definer_time: portal_owner',
    'app.check_time_zone():',
    'app.choose_locale(text) as definer_visit: client',
    'app.client_contracts() as definer_identity: client definer_ticket',
    'app.client_id() as definer_identity: client definer_file definer_receipt definer_visit',
    'app.client_live(app.section) as definer_live: client',
    'app.client_locale() as definer_identity: client',
    'app.client_me() as definer_identity: client',
    'app.client_section(app.section) as definer_identity: client definer_comment definer_live definer_receipt definer_search definer_team definer_ticket',
    'app.client_tenant() as definer_identity: client definer_file definer_receipt definer_ticket definer_visit',
    'app.client_user_id() as definer_identity: client definer_live definer_team',
    'app.client_viewer() as definer_identity: definer_live',
    'app.client_writer() as definer_identity: client definer_comment definer_file definer_log definer_receipt definer_team definer_ticket definer_visit',
    'app.comment_on_task(uuid,text,uuid[],uuid) as definer_comment: client',
    'app.count_shared(text,uuid,uuid):',
    'app.decide_time(uuid[],app.time_entry_status,text) as definer_time: staff',
    'app.default_visibility(uuid,uuid,app.record_kind): staff',
    'app.drain_outbox(integer) as definer_work: worker',
    'app.drop_record() as definer_record: portal_owner',
    'app.drop_upload(uuid) as definer_file: client',
    'app.end_client_view(uuid,bytea) as definer_view: staff',
    'app.end_old_transactions() as definer_signal: worker',
    'app.fill_dependency_keys():',
    'app.fill_escalation_keys():',
    'app.fill_story_references():',
    'app.fill_task_references():',
    'app.fill_text_keys():',
    'app.fill_ticket_keys():',
    'app.fill_ticket_task_keys():',
    'app.first_shared_at(text,uuid,uuid,timestamp with time zone):',
    'app.folded(text): client definer_comment definer_log definer_search definer_share definer_thread definer_ticket staff worker',
    'app.follow_activity() as definer_log: portal_owner',
    'app.follow_root() as definer_record: portal_owner',
    'app.forget_history():',
    'app.give_reason(text) as definer_log: definer_share staff',
    'app.joined(text[]): definer_plan definer_review definer_share staff',
    'app.known_files(uuid[]) as definer_work: worker',
    'app.lease_jobs(app.job_kind[],integer,integer,uuid) as definer_work: worker',
    'app.live_channel(text,uuid,text) as definer_live:',
    'app.lock_assignee() as definer_work: portal_owner',
    'app.log_milestone_change() as definer_log: portal_owner',
    'app.log_reply() as definer_log: portal_owner',
    'app.log_revision() as definer_log: portal_owner',
    'app.log_task_estimate() as definer_log: portal_owner',
    'app.log_task_sprint() as definer_log: portal_owner',
    'app.log_task_status() as definer_log: portal_owner',
    'app.log_ticket_event() as definer_log: portal_owner',
    'app.log_visibility() as definer_log: portal_owner',
    'app.make_record() as definer_record: portal_owner',
    'app.may_guess(text): definer_search',
    'app.move_project(uuid,uuid,uuid) as definer_move: staff',
    'app.move_ticket(uuid,app.ticket_status) as definer_ticket: client',
    'app.move_ticket_task():',
    'app.move_to_ticket(uuid,uuid,uuid[]) as definer_thread: staff',
    'app.nth_number(integer,boolean): definer_number',
    'app.number_record() as definer_number: portal_owner',
    'app.opened_by(app.record_kind,jsonb): definer_log staff',
    'app.place_record() as definer_record: portal_owner',
    'app.plain(text): client definer_comment definer_log definer_search definer_share definer_thread definer_ticket staff worker',
    'app.plan_into_sprint(uuid,uuid[],uuid) as definer_plan: staff',
    'app.project_before_write():',
    'app.projects_sharing(app.record_kind): staff',
    'app.raise_ticket(uuid,uuid,uuid,app.ticket_priority,text,text,uuid[],uuid) as definer_ticket: client',
    'app.rate_ticket(uuid,integer,text) as definer_ticket: client',
    'app.reaches_contract(uuid,uuid,uuid): staff worker',
    'app.reads_every_script() as definer_work: auditor client staff worker',
    'app.receive_upload(uuid) as definer_file: client',
    'app.record_before_write():',
    'app.record_receipt(app.record_kind,uuid) as definer_receipt: client',
    'app.record_visit() as definer_visit: client',
    'app.refresh_activity(uuid,uuid) as definer_log:',
    'app.refuse_change():',
    'app.refuse_circle() as definer_work: portal_owner',
    'app.refuse_ddl():',
    'app.release_tickets():',
    'app.renumber_shared() as definer_log: portal_owner',
    'app.reply_to_ticket(uuid,text,uuid[],uuid) as definer_ticket: client',
    'app.require_contract_access():',
    'app.require_included_level():',
    'app.retry_job(uuid) as definer_retry: staff',
    'app.review_tasks(uuid,uuid[],app.task_status,integer) as definer_review: staff',
    'app.search_files(text,integer,boolean) as definer_search: client',
    'app.search_query(text,text): client definer_search staff',
    'app.search_staff_tickets(text,integer,boolean) as definer_search: staff',
    'app.search_tickets(text,integer,boolean) as definer_search: client',
    'app.search_vector(text): client definer_comment definer_log definer_search definer_share definer_thread definer_ticket staff worker',
    'app.set_visibility(uuid[],app.visibility,text) as definer_share: staff',
    'app.sla_policy_before_write():',
    'app.sprint_before_write():',
    'app.staff_contracts(app.project_role) as definer_identity: definer_live definer_search definer_share definer_thread definer_time definer_view staff',
    'app.staff_id() as definer_identity: definer_live definer_log definer_time definer_view staff',
    'app.staff_live(app.section,uuid,uuid) as definer_live: staff',
    'app.staff_me() as definer_identity: staff',
    'app.staff_projects(app.project_role) as definer_identity: definer_live definer_plan definer_review definer_share definer_time definer_view staff',
    'app.staff_tenant(app.tenant_role) as definer_identity: definer_live definer_move definer_plan definer_retry definer_review definer_search definer_share definer_thread definer_time definer_view staff',
    'app.switch_sections(uuid,app.section[]) as definer_team: client',
    'app.take_upload(uuid) as definer_file: client',
    'app.text_before_write():',
    'app.ticket_before_write():',
    'app.time_entry_before_write():',
    'app.upload_before_write():',
    'app.uuid_v7(): definer_log definer_outbox definer_view',
    'app.work_tenant(): worker',
    'app.write_outbox() as definer_outbox: portal_owner',
    'app.write_outbox_of_contract() as definer_outbox: portal_owner',
    'identity.begin_client_session():',
    'identity.begin_staff_session():',
    'identity.end_session() as definer_session: portal_owner',
  ]);
});

test('each looks names up in pg_catalog first, and in temporary schemas last', async () => {
  const { rows } = await inside().db.admin.query(
    `select oid::regprocedure::text from pg_proc where pronamespace in ('app'::regnamespace, 'identity'::regnamespace)
        and array(select one from unnest(proconfig) one where one !~ '^(pg_trgm.word_similarity_threshold|plan_cache_mode|client_min_messages)=')
            is distinct from '{"search_path=pg_catalog, pg_temp"}'`,
  );
  expect(rows).toEqual([]);
});

test('a client’s search is planned without regard to how frequent its words are in what is hidden', async () => {
  const { rows } = await inside().db.admin.query<{ planned: string[] }>(
    `select array(select one from unnest(proconfig) one where one like 'plan_cache_mode=%') as planned
       from pg_proc where oid = 'app.search_tickets(text, integer, boolean)'::regprocedure`,
  );
  expect(rows).toEqual([{ planned: ['plan_cache_mode=force_generic_plan'] }]);
});

test('each that runs as somebody else is silent, whatever its caller has the server print', async () => {
  const { rows } = await inside().db.admin.query(
    `select oid::regprocedure::text from pg_proc where pronamespace in ('app'::regnamespace, 'identity'::regnamespace)
        and (prosecdef or proname in ('begin_client_session', 'begin_staff_session'))
        and not coalesce('client_min_messages=error' = any (proconfig), false)`,
  );
  expect(rows).toEqual([]);
});

test('nothing is left for COMMIT, when a function’s own settings have ended', async () => {
  const { rows } = await inside().db.admin.query(
    `select tgrelid::regclass::text, tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where relnamespace in ('app'::regnamespace, 'identity'::regnamespace) and tgdeferrable`,
  );
  expect(rows).toEqual([]);
});

describe('the logins', () => {
  const everybody = [
    'client_app',
    'client_auth',
    'staff_app',
    'staff_auth',
    'worker_app',
    'auditor',
  ] as const;

  test('inherit nothing, own nothing, are no superusers and bypass nothing', async () => {
    const { rows } = await inside().db.admin.query(
      `select rolname::text as login from pg_roles
        where rolname = any ($1) and (rolsuper or rolinherit or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication
          or exists (select from pg_class where relowner = pg_roles.oid) or exists (select from pg_proc where proowner = pg_roles.oid))`,
      [everybody],
    );
    expect(rows).toEqual([]);
  });

  test('may each become one role and no other; staff_app may become client too, for looking as one, and who ends their connections is no login', async () => {
    const { rows } = await inside().db.admin.query(
      `select member::regrole || ' may become ' || roleid::regrole as line from pg_auth_members
        where not (select rolsuper from pg_roles where oid = member) and not roleid::regrole::text like 'pg\\_%' order by 1`,
    );
    expect(rows.map((row: { line: string }) => row.line)).toEqual([
      'client_app may become client',
      'client_auth may become client_sign_in',
      'definer_signal may become client_app',
      'definer_signal may become client_auth',
      'staff_app may become client',
      'staff_app may become staff',
      'staff_auth may become staff_sign_in',
      'worker_app may become worker',
    ]);
  });

  test('may do nothing before they take their role', async () => {
    const w = inside();
    for (const login of ['client_app', 'staff_app', 'client_auth', 'staff_auth', 'worker_app'] as const) {
      const bare: Seat = { login, role: 'none', token: w.client.admin };
      expect(await attemptError(w, bare, 'select name from app.project')).toBe(
        '42501 permission denied for schema app',
      );
      expect(await attemptError(w, bare, 'select app.client_id()')).toBe(
        '42501 permission denied for schema app',
      );
      expect(await attemptError(w, bare, 'select token_hash from identity.client_session')).toBe(
        '42501 permission denied for schema identity',
      );
    }
  });
});

/** Sees each function with each token; null and empty are nothing. */
const answer = async (w: World, seat: Seat, call: string, sins: string[] = []) =>
  (await beneath(w.db, { sins, seat }, `select ${call} as answer`)).rows[0]?.answer;

describe('the client realm', () => {
  const calls = {
    'app.client_id()': (w: World) => w.clients.own.id,
    "app.client_section('projects')": (w: World) => w.clients.own.id,
    'app.client_tenant()': (w: World) => w.acme.tenant_id,
    'app.client_user_id()': (w: World) => w.people.employee.id,
    'app.client_writer()': (w: World) => w.people.employee.id,
    '(app.client_me()).client_user_id': (w: World) => w.people.employee.id,
    "(app.client_live('projects'))[1] is not null": () => true,
    "(app.client_live('projects'))[2] is not null": () => true,
  };

  test.each(Object.entries(calls))(
    '%s answers a session that holds, and nobody else',
    async (call, right) => {
      const w = inside();
      const nothing = call.endsWith('not null') ? false : null;
      expect(await answer(w, seats.client(w.client.employee), call)).toEqual(right(w));
      for (const [who, token] of Object.entries(w.clientNobodies))
        expect({ who, answer: await answer(w, seats.client(token), call) }).toEqual({ who, answer: nothing });
    },
  );

  test.each(Object.entries(calls))('%s answers on the login of the session alone', async (call) => {
    const w = inside();
    const nothing = call.endsWith('not null') ? false : null;
    for (const login of ['client_auth', 'staff_app', 'worker_app'] as const) {
      const seat: Seat = { login, role: 'client', token: w.client.employee };
      expect(await answer(w, seat, call, [`grant client to ${login}`])).toBe(nothing);
    }
    expect(
      (
        await beneath(
          w.db,
          { sins: [`set local app.session = '${w.client.employee}'`], role: 'client' },
          `select ${call} as answer`,
        )
      ).rows,
    ).toEqual([{ answer: nothing }]);
  });

  test('app.client_section() answers for the sections of the person', async () => {
    const w = inside();
    const sections = ['projects', 'tickets', 'invoices', 'documents', 'team'];
    const having = async (token: string) => {
      const open: string[] = [];
      for (const section of sections)
        if (await answer(w, seats.client(token), `app.client_section('${section}')`)) open.push(section);
      return open;
    };
    expect(await having(w.client.admin)).toEqual(sections);
    expect(await having(w.client.employee)).toEqual(['projects']);
    expect(await having(w.client.sectionless)).toEqual(['tickets', 'invoices', 'documents', 'team']);
    expect(await answer(w, seats.client(w.client.admin), 'app.client_section(null)')).toBeNull();
  });

  test('app.client_contracts() are those of the person’s client, if they have section tickets', async () => {
    const w = inside();
    const contracts = (seat: Seat, sins: string[] = []) => answer(w, seat, 'app.client_contracts()', sins);
    const { both, neighbour, foreign } = w.contracts;
    for (const token of [w.client.admin, w.client.sectionless])
      expect(await contracts(seats.client(token))).toEqual([both.id]);
    expect(((await contracts(seats.client(w.client.neighbour))) as string[]).sort()).toEqual(
      [both.id, neighbour.id].sort(),
    );
    expect(await contracts(seats.client(w.client.stranger))).toEqual([foreign.id]);
    expect(await contracts(seats.client(w.client.employee))).toEqual([]);
    expect(await contracts(seats.look(w.looks.admin))).toEqual([both.id]);
    for (const token of Object.values(w.clientNobodies))
      expect(await contracts(seats.client(token))).toEqual([]);
    for (const login of ['client_auth', 'staff_app', 'worker_app'] as const)
      expect(
        await contracts({ login, role: 'client', token: w.client.admin }, [`grant client to ${login}`]),
      ).toEqual([]);
  });

  /** Functions that only other functions may ask; here anybody of the realm may. */
  const opened = [
    'grant execute on function app.client_writer(), app.client_viewer(), app.staff_tenant(app.tenant_role) to client',
  ];

  test('app.client_writer() is the person themselves, on their own login, while their session holds', async () => {
    const w = inside();
    const writer = (seat: Seat, ...sins: string[]) =>
      answer(w, seat, 'app.client_writer()', [...opened, ...sins]);
    expect(await writer(seats.client(w.client.employee))).toBe(w.people.employee.id);
    for (const token of Object.values(w.clientNobodies)) expect(await writer(seats.client(token))).toBeNull();
    for (const login of ['client_auth', 'staff_app', 'worker_app'] as const)
      expect(
        await writer({ login, role: 'client', token: w.client.employee }, `grant client to ${login}`),
      ).toBeNull();
  });

  test('through a person’s eyes staff are that person in reading, nobody in writing, and known as who they are', async () => {
    const w = inside();
    const look = (call: string, seat = seats.look(w.looks.admin), ...sins: string[]) =>
      answer(w, seat, call, [...opened, ...sins]);
    for (const [call, right] of Object.entries({
      'app.client_id()': w.clients.own.id,
      "app.client_section('invoices')": w.clients.own.id,
      'app.client_tenant()': w.acme.tenant_id,
      'app.client_user_id()': w.people.admin.id,
      '(app.client_me()).client_user_id': w.people.admin.id,
      'app.client_viewer()': w.team.tenantManager.id,
      'app.client_writer()': null,
    }))
      expect({ call, answer: await look(call) }).toEqual({ call, answer: right });
    expect(await look('app.client_viewer()', seats.client(w.client.admin))).toBeNull();

    // No longer than either session is good for, nor than the staff member may look, nor by another login.
    const over = [
      `update identity.client_session set expires_at = now() where viewer_session is not null`,
      `update identity.staff_session set expires_at = now() where staff_member_id = '${w.team.tenantManager.id}'`,
      `update app.staff_member set role = 'member' where id = '${w.team.tenantManager.id}'`,
    ];
    for (const call of [
      'app.client_id()',
      "app.client_section('projects')",
      'app.client_tenant()',
      'app.client_user_id()',
      'app.client_viewer()',
    ]) {
      for (const sin of over)
        expect({ call, sin, answer: await look(call, undefined, sin) }).toEqual({ call, sin, answer: null });
      for (const login of ['client_app', 'worker_app'] as const)
        expect(
          await look(call, { login, role: 'client', token: w.looks.admin }, `grant client to ${login}`),
        ).toBeNull();
    }
  });

  test('app.client_me() tells the person what they are', async () => {
    const { db, client, people, clients, acme } = inside();
    const me = (token: string) => asClient(db, token, 'select * from app.client_me()');
    expect(await me(client.employee)).toEqual([
      {
        client_user_id: people.employee.id, tenant_id: acme.tenant_id, client_id: clients.own.id, name: 'Employee',
        email: people.employee.email, role: 'employee', sections: ['projects'],
      }, // prettier-ignore
    ]);
    expect(await me(client.admin)).toMatchObject([
      { role: 'admin', sections: ['projects', 'tickets', 'invoices', 'documents', 'team'] },
    ]);
  });

  test('a session that was deleted answers no more', async () => {
    const w = inside();
    const token = await aSession(w.db, w.people.employee);
    expect(await answer(w, seats.client(token), 'app.client_id()')).toBe(w.clients.own.id);
    await w.db.admin.query(
      "delete from identity.client_session where token_hash = sha256(convert_to($1, 'UTF8'))",
      [token],
    );
    expect(await answer(w, seats.client(token), 'app.client_id()')).toBeNull();
  });

  test('a session ends at its hour, within the transaction that is under way', async () => {
    const w = inside();
    const token = await aSession(w.db, w.people.employee);
    const client = await w.db.as('client_app');
    await client.query('begin');
    await client.query("select set_config('role', 'client', true), set_config('app.session', $1, true)", [
      token,
    ]);
    const me = async () =>
      (await client.query<{ id: string | null }>('select app.client_id() as id')).rows[0]?.id;
    expect(await me()).toBe(w.clients.own.id);
    await w.db.admin.query(
      `update identity.client_session set expires_at = clock_timestamp() + interval '100 milliseconds'
        where token_hash = sha256(convert_to($1, 'UTF8'))`,
      [token],
    );
    await expect.poll(me, { timeout: 30_000 }).toBeNull();
    const { rows } = await w.db.admin.query(
      `select expires_at <= clock_timestamp() as over from identity.client_session where token_hash = sha256(convert_to($1, 'UTF8'))`,
      [token],
    );
    expect(rows).toEqual([{ over: true }]);
    await client.query('rollback');
  });

  test('the functions of the other realm and of the triggers are closed', async () => {
    const w = inside();
    for (const call of [
      'staff_id()',
      'staff_tenant()',
      'staff_projects()',
      'staff_me()',
      "staff_live('projects')",
      "give_reason('x')",
      "set_visibility('{}', 'internal_only', 'x')",
      "plan_into_sprint(gen_random_uuid(), '{}', null)",
      "review_tasks(gen_random_uuid(), '{}', 'done')",
      'move_project(gen_random_uuid(), gen_random_uuid(), null)',
      'move_to_ticket(gen_random_uuid(), gen_random_uuid())',
      "projects_sharing('task')",
      "begin_client_view(gen_random_uuid(), 'x')",
      "end_client_view(gen_random_uuid(), 'x')",
      "begin_preview(gen_random_uuid(), 'x')",
      "begin_ticket_preview(gen_random_uuid(), 'x')",
      'client_viewer()',
      'staff_contracts()',
      "search_staff_tickets('x')",
      'work_tenant()',
      'drain_outbox(1)',
      "lease_jobs('{check_file}', 1, 1, null)",
      'retry_job(gen_random_uuid())',
      'write_outbox()',
      'write_outbox_of_contract()',
      'end_old_transactions()',
      "known_files('{}')",
      "attach('{}', gen_random_uuid())",
      'refresh_activity(gen_random_uuid(), gen_random_uuid())',
      'reaches_contract(gen_random_uuid(), gen_random_uuid(), gen_random_uuid())',
      'lock_assignee()',
      'require_contract_access()',
      'release_tickets()',
      'ticket_before_write()',
      'text_before_write()',
      'fill_text_keys()',
      'fill_ticket_keys()',
      'attachment_before_write()',
      'upload_before_write()',
      'sla_policy_before_write()',
      'log_revision()',
      'log_reply()',
      'log_ticket_event()',
      'follow_activity()',
      'apply_support_terms()',
      'fill_escalation_keys()',
      'move_ticket_task()',
      'fill_ticket_task_keys()',
      "joined('{}')",
      "live_channel('client', gen_random_uuid(), 'projects')",
      "default_visibility(gen_random_uuid(), gen_random_uuid(), 'task')",
      'uuid_v7()',
      'nth_number(1, true)',
      'announce_task()',
      "opened_by('task', '{}')",
      "first_shared_at('task', gen_random_uuid(), gen_random_uuid(), now())",
      'log_visibility()',
      'make_record()',
      'drop_record()',
      'place_record()',
      'follow_root()',
      'number_record()',
      'refuse_circle()',
      'refuse_ddl()',
    ])
      // prettier-ignore
      expect(await attemptError(w, seats.client(w.client.admin), `select app.${call}`)).toMatch(/^(42501 permission denied for function|0A000)/);
  });
});

describe('the staff realm', () => {
  const calls = {
    'app.staff_id()': (w: World) => w.team.manager.id,
    'app.staff_tenant()': (w: World) => w.acme.tenant_id,
    'cardinality(app.staff_projects()) > 0': () => true,
    'cardinality(app.staff_contracts()) > 0': () => true,
    '(app.staff_me()).staff_member_id': (w: World) => w.team.manager.id,
    "(app.staff_live('projects'))[1] is not null": () => true,
    "(app.staff_live('projects'))[2] is not null": () => true,
  };
  const nothingOf = (call: string) => (call.endsWith('not null') || call.endsWith('> 0') ? false : null);

  test.each(Object.entries(calls))(
    '%s answers a session that holds, and nobody else',
    async (call, right) => {
      const w = inside();
      expect(await answer(w, seats.staff(w.staff.manager), call)).toEqual(right(w));
      for (const [who, token] of Object.entries(w.staffNobodies))
        expect({ who, answer: await answer(w, seats.staff(token), call) }).toEqual({
          who,
          answer: nothingOf(call),
        });
    },
  );

  test.each(Object.keys(calls))('%s answers on the login of the session alone', async (call) => {
    const w = inside();
    for (const login of ['client_app', 'staff_auth', 'worker_app'] as const) {
      const seat: Seat = { login, role: 'staff', token: w.staff.manager };
      expect(await answer(w, seat, call, [`grant staff to ${login}`])).toBe(nothingOf(call));
    }
  });

  test('app.staff_tenant() demands the tenant role', async () => {
    const w = inside();
    const admin = await aSession(w.db, await aStaffMember(w.db, w.acme, { role: 'admin' }));
    const reaches = async (token: string) => {
      const roles: string[] = [];
      for (const role of ['member', 'manager', 'admin', 'owner'])
        if (await answer(w, seats.staff(token), `app.staff_tenant('${role}')`)) roles.push(role);
      return roles;
    };
    expect(await reaches(w.staff.outsider)).toEqual(['member']);
    expect(await reaches(w.staff.tenantManager)).toEqual(['member', 'manager']);
    expect(await reaches(admin)).toEqual(['member', 'manager', 'admin']);
    expect(await answer(w, seats.staff(admin), 'app.staff_tenant(null)')).toBeNull();
  });

  test('app.staff_projects() demands the project role, and the tenant of the membership', async () => {
    const w = inside();
    const reaches = async (token: string, minimum: string) =>
      ((await answer(w, seats.staff(token), `app.staff_projects('${minimum}')::text[]`)) as string[]).sort();
    const { shared, hidden, neighbour } = w.projects;
    const roles = ['observer', 'reviewer', 'contributor', 'manager', 'owner'] as const;
    for (const [held, role] of roles.entries()) {
      for (const [asked, minimum] of roles.entries()) {
        const wanted = minimum === 'observer' ? [hidden.id, shared.id] : asked <= held ? [shared.id] : [];
        expect({ role, minimum, reaches: await reaches(w.staff[role], minimum) }).toEqual({
          role,
          minimum,
          reaches: wanted.sort(),
        });
      }
    }
    expect(await reaches(w.staff.tenantManager, 'owner')).toEqual(
      [hidden.id, neighbour.id, shared.id].sort(),
    );
    expect(await reaches(w.staff.outsider, 'observer')).toEqual([]);

    // A person of the other tenant with the same id is on a project that they are not on.
    const elsewhere = await aProject(w.db, w.clients.stranger);
    await aProjectMember(w.db, elsewhere, w.team.twin, 'owner');
    expect(await reaches(w.staff.contributor, 'observer')).toEqual([hidden.id, shared.id].sort());
    expect(await reaches(w.staff.contributor, 'owner')).toEqual([]);
  });

  test('app.staff_contracts() demands the role on the contract, and the tenant of the membership', async () => {
    const w = inside();
    const reaches = async (token: string, minimum: string) =>
      ((await answer(w, seats.staff(token), `app.staff_contracts('${minimum}')::text[]`)) as string[]).sort();
    const { both, neighbour, foreign } = w.contracts;
    for (const [held, role] of projectRoles.entries())
      for (const [asked, minimum] of projectRoles.entries())
        expect({ role, minimum, reaches: await reaches(w.staff[role], minimum) }).toEqual({
          role,
          minimum,
          reaches: asked <= held ? [both.id] : [],
        });
    expect(await reaches(w.staff.tenantManager, 'owner')).toEqual([both.id, neighbour.id].sort());
    expect(await reaches(w.staff.foreigner, 'owner')).toEqual([foreign.id]);
    expect(await reaches(w.staff.outsider, 'observer')).toEqual([]);
    for (const token of Object.values(w.staffNobodies)) expect(await reaches(token, 'observer')).toEqual([]);
    // A person of the other tenant with the same id owns a contract that they do not.
    expect(await reaches(w.staff.contributor, 'owner')).toEqual([]);
    expect(await reaches(await aSession(w.db, w.team.twin), 'owner')).toEqual([foreign.id]);
  });

  test('app.staff_me() tells the person what they are, not their twin of another tenant', async () => {
    const { db, staff, team, acme, rival } = inside();
    const me = (token: string) => asStaff(db, token, 'select * from app.staff_me()');
    const { id, email } = team.contributor;
    expect(await me(staff.contributor)).toEqual([
      { staff_member_id: id, tenant_id: acme.tenant_id, name: 'contributor', email, role: 'member' },
    ]);
    expect(await me(await aSession(db, team.twin))).toMatchObject([
      { staff_member_id: id, tenant_id: rival.tenant_id, name: 'twin' },
    ]);
  });

  test('the functions of the other realm and of the triggers are closed', async () => {
    const w = inside();
    for (const call of [
      'client_id()',
      "client_section('projects')",
      'client_tenant()',
      'client_user_id()',
      'client_me()',
      'client_locale()',
      "choose_locale('de-DE')",
      "client_live('projects')",
      'record_visit()',
      "switch_sections(gen_random_uuid(), '{projects}')",
      "comment_on_task(gen_random_uuid(), 'x', '{}', gen_random_uuid())",
      "record_receipt('task', gen_random_uuid())",
      'client_writer()',
      'client_viewer()',
      'client_contracts()',
      "search_tickets('x')",
      "raise_ticket(gen_random_uuid(), null, gen_random_uuid(), 'low', 'x', '', '{}', gen_random_uuid())",
      "move_ticket(gen_random_uuid(), 'open')",
      "reply_to_ticket(gen_random_uuid(), 'x', '{}', gen_random_uuid())",
      "rate_ticket(gen_random_uuid(), 1, '')",
      "begin_upload('x', 1)",
      'receive_upload(gen_random_uuid())',
      'take_upload(gen_random_uuid())',
      'drop_upload(gen_random_uuid())',
      'work_tenant()',
      'drain_outbox(1)',
      "lease_jobs('{check_file}', 1, 1, null)",
      'write_outbox()',
      'write_outbox_of_contract()',
      'end_old_transactions()',
      "known_files('{}')",
      "attach('{}', gen_random_uuid())",
      'refresh_activity(gen_random_uuid(), gen_random_uuid())',
      'log_ticket_event()',
      'follow_activity()',
      'apply_support_terms()',
      "live_channel('client', gen_random_uuid(), 'projects')",
      'uuid_v7()',
      'nth_number(1, true)',
      'announce_task()',
      'log_visibility()',
      'make_record()',
      'drop_record()',
      'place_record()',
      'follow_root()',
      'number_record()',
    ])
      // prettier-ignore
      expect(await attemptError(w, seats.staff(w.staff.tenantManager), `select app.${call}`)).toMatch(/^(42501 permission denied for function|0A000)/);
  });
});

describe('a transaction with a snapshot of its own', () => {
  const opened = 'grant execute on function app.client_writer(), app.client_viewer() to client';
  const asked = {
    client: [
      'client_id()',
      "client_section('tickets')",
      'client_tenant()',
      'client_user_id()',
      'client_writer()',
    ],
    look: ['client_viewer()'],
    staff: ['staff_id()', 'staff_tenant()', "staff_projects('observer')", "staff_contracts('observer')"],
  };

  test.each(['repeatable read', 'serializable'])('%s is nobody’s', async (isolation) => {
    const w = inside();
    const seatOf = {
      client: seats.client(w.client.admin),
      look: seats.look(w.looks.admin),
      staff: seats.staff(w.staff.tenantManager),
    };
    for (const [who, calls] of Object.entries(asked))
      for (const call of calls) {
        const seat = seatOf[who as keyof typeof seatOf];
        const under = (level: string) =>
          answer(w, seat, `app.${call}`, [`set transaction isolation level ${level}`, opened]);
        expect({ call, answer: (await under('read committed')) ?? null }).not.toEqual({ call, answer: null });
        expect([null, []]).toContainEqual(await under(isolation));
      }
    // An empty list, where "not one of them" has to refuse.
    for (const call of asked.staff.slice(2))
      expect(
        await answer(w, seatOf.staff, `app.${call}`, [`set transaction isolation level ${isolation}`]),
      ).toEqual([]);
  });
});

describe('the realm of jobs', () => {
  test('app.work_tenant() is the tenant that the transaction names, and nobody else’s word for it', async () => {
    const w = inside();
    const tenant = (seat: Seat) => answer(w, seat, 'app.work_tenant()');
    expect(await tenant(seats.worker(w.acme.tenant_id))).toBe(w.acme.tenant_id);
    expect(await tenant(seats.worker())).toBeNull();
    expect(await attemptError(w, seats.worker('no id'), 'select app.work_tenant()')).toMatch(/^22P02/);
    // Naming a tenant opens nothing to the other realms.
    for (const seat of [seats.client(w.client.expired), seats.staff(w.staff.expired)])
      expect(
        await answer(w, { ...seat, tenant: w.acme.tenant_id }, '(select count(*)::int from app.ticket)'),
      ).toBe(0);
  });

  test('asks no function of a person, and no person’s session opens anything to it', async () => {
    const w = inside();
    const seat = seats.worker(w.acme.tenant_id);
    for (const call of [
      'client_id()',
      'client_section()',
      'client_writer()',
      'client_contracts()',
      'staff_id()',
      'staff_tenant()',
      'staff_contracts()',
      "search_tickets('x')",
      "search_staff_tickets('x')",
      "begin_upload('x', 1)",
      "move_ticket(gen_random_uuid(), 'open')",
      "record_receipt('ticket', gen_random_uuid())",
      "give_reason('x')",
      "set_visibility('{}', 'internal_only', 'x')",
      'move_to_ticket(gen_random_uuid(), gen_random_uuid())',
      'uuid_v7()',
    ])
      // prettier-ignore
      expect({ call, error: await attemptError(w, seat, `select app.${call}`) }).toEqual({
        call,
        error: expect.stringMatching(/^(42501 permission denied for function|42883)/) as unknown,
      });
    for (const table of [
      'client_user',
      'project',
      'task',
      'message',
      'ticket_note',
      'text_revision',
      'macro',
    ])
      expect(await attemptError(w, seat, `select from app.${table}`)).toBe(
        `42501 permission denied for table ${table}`,
      );
  });
});

test('a database that was made as ours are tells letters from signs in every script, and says so to who starts on it', async () => {
  const w = inside();
  for (const seat of [seats.client(w.client.admin), seats.staff(w.staff.observer), seats.worker(w.acme.tenant_id)])
    expect(await attempt(w, seat, 'select app.reads_every_script() as reads')).toMatchObject({ rows: [{ reads: true }] }); // prettier-ignore
});
