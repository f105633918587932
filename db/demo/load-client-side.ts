/** The client side of the sample: which projects take their comments, and what they have written and opened. */
import type pg from 'pg';
import type { Clock } from './clock.ts';
import type { Random } from './random.ts';
import { insertRows } from './rows.ts';

const commentable = [
  'Platform Rewrite Q1',
  'Patient portal refresh',
  'Warehouse scanners',
  'Accessibility review',
];

type Message = { project: string; task: string; by: string; daysAgo: number; body: string };

const messages: Message[] = [
  {
    project: 'Platform Rewrite Q1',
    task: 'API performance work',
    by: 'Dana Whitfield',
    daysAgo: 0.9,
    body: 'Thank you. Before we tell the partners, could you answer two things:\n\n1. Is the **order page** part of this fix, or of the next one?\n2. From when on do the new times hold in production?\n\nThe measurements we look at are in the [partner handbook](https://handbook.nexus-corp.example/latency).',
  },
  {
    project: 'Platform Rewrite Q1',
    task: 'Load test with a day of real traffic',
    by: 'Ravi Menon',
    daysAgo: 1.6,
    body: 'The log export is on its way: `orders-thursday.log.gz`, 2.1 GB, by Friday noon.',
  },
  {
    project: 'Platform Rewrite Q1',
    task: 'Partner onboarding guide',
    by: 'Ravi Menon',
    daysAgo: 2.2,
    body: 'Two partners will read the draft:\n\n- Kestrel Supplies\n- Oakline Tools\n\nBoth have been told to be strict.',
  },
  {
    project: 'Patient portal refresh',
    task: 'Reminders by text message',
    by: 'Helen Pryce',
    daysAgo: 4.2,
    body: 'Our clinics ask whether the two hours can become three for the early appointments.',
  },
  {
    project: 'Warehouse scanners',
    task: 'Short picks',
    by: 'Karin Vogel',
    daysAgo: 3.4,
    body: 'Works on gate 2. Please leave gate 3 as it is until the stock-take.',
  },
];

/** Projects by name that are Client Visible take comments; a comment bears the name of whoever wrote it. */
export async function loadClientSide(database: pg.Client, clock: Clock, random: Random): Promise<void> {
  await database.query('update app.project set client_may_comment = true where shared and name = any($1)', [
    commentable,
  ]);
  for (const { project, task, by, daysAgo, body } of messages) {
    const { rows } = await database.query<Record<string, string>>(
      `select t.tenant_id, t.id as record_id, u.id as author_client_user_id, u.name as author_name
         from app.task t
         join app.project p on p.tenant_id = t.tenant_id and p.id = t.project_id
         join app.client_user u on u.tenant_id = t.tenant_id and u.client_id = t.client_id and u.name = $3
        where p.name = $1 and t.title = $2 and t.shared`,
      [project, task, by],
    );
    if (!rows[0]) throw new Error(`the sample has no task ${task} that ${by} sees`);
    await insertRows(database, 'app.text', [
      {
        ...rows[0],
        id: random.uuid(),
        kind: 'comment',
        body,
        visibility: 'client_visible',
        created_at: clock.at(-daysAgo),
        updated_at: clock.at(-daysAgo),
        shared_at: clock.at(-daysAgo),
      },
    ]);
  }
  await loadReceipts(database);
}

/** The author of a comment had opened its task and its project an hour before. */
async function loadReceipts(database: pg.Client) {
  const opened = (kind: 'task' | 'project', record: string) => `
    select c.tenant_id, c.client_id, c.author_client_user_id, c.project_id, '${kind}'::app.record_kind, c.${record},
           min(c.created_at) - interval '1 hour', max(c.created_at) - interval '1 hour', count(*)
      from app.text c
     where c.author_client_user_id is not null and c.shared
     group by c.tenant_id, c.client_id, c.author_client_user_id, c.project_id, c.${record}`;
  await database.query(`
    insert into app.read_receipt
      (tenant_id, client_id, client_user_id, project_id, record_kind, record_id, first_at, last_at, times)
    ${opened('task', 'record_id')} union all ${opened('project', 'project_id')}`);
}
