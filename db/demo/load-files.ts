/** Files of the sample companies, in the database and in the store where the application looks for their bytes. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import type { Clock } from './clock.ts';
import { contentOf, everydayNames, files, type FilePlan } from './files.ts';
import type { Random } from './random.ts';
import { insertRows } from './rows.ts';
import { everyday } from './tickets-everyday.ts';

type Parent = { tenant_id: string; client_id: string; id: string; title: string };

/** Fills the store at `directory`, laid out as src/lib/server/files/disk-storage.ts reads it. */
export async function loadFiles(
  database: pg.Client,
  clock: Clock,
  random: Random,
  directory: string,
): Promise<void> {
  for (const plan of files) {
    const [kind, title] = 'ticket' in plan.on ? (['ticket', plan.on.ticket] as const) : (['task', plan.on.task] as const); // prettier-ignore
    const { rows } = await database.query<Parent & { created_at: Date }>(
      `select tenant_id, client_id, id, title, created_at from app.${kind} where title = $1`,
      [title],
    );
    for (const { created_at, ...parent } of rows)
      await hang(parent, plan, new Date(Math.max(clock.at(-plan.daysAgo).getTime(), created_at.getTime())));
  }
  const { rows: common } = await database.query<Parent & { created_at: Date; raised_by_name: string }>(
    `select tenant_id, client_id, id, title, created_at, raised_by_name
       from app.ticket where title = any ($1) order by client_id, created_at, id`,
    [everyday.map(([title]) => title)],
  );
  for (const [nth, { created_at, raised_by_name, ...parent }] of common.entries())
    if (nth % 2 === 0) {
      const [stem, ending] = (everydayNames[(nth / 2) % everydayNames.length] ?? '').split('.');
      const name = `${stem}-${created_at.toISOString().slice(0, 10)}.${ending}`;
      await hang(parent, { name, by: raised_by_name }, created_at);
    }

  async function hang(
    { tenant_id, client_id, id: recordId, title }: Parent,
    { name, by, internal }: Pick<FilePlan, 'name' | 'by' | 'internal'>,
    at: Date,
  ) {
    const { rows } = await database.query<{ staff: string | null; person: string | null }>(
      `select (select id from app.staff_member where tenant_id = $1 and display_name = $3) as staff,
              (select id from app.client_user where tenant_id = $1 and client_id = $2 and name = $3) as person`,
      [tenant_id, client_id, by],
    );
    const id = random.uuid();
    const { bytes, mediaType } = contentOf(name, title);
    await insertRows(database, 'app.attachment', [
      {
        tenant_id,
        id,
        record_id: recordId,
        name,
        size_bytes: bytes.length,
        state: 'ready',
        media_type: mediaType,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        // The worker makes the preview, as of any other picture.
        preview: mediaType.startsWith('image/') ? 'waiting' : 'none',
        author_staff_id: rows[0]?.staff ?? null,
        author_client_user_id: rows[0]?.person ?? null,
        author_name: by,
        visibility: internal ? 'internal_only' : 'client_visible',
        shared_at: internal ? null : at,
        version: 1,
        created_at: at,
        updated_at: at,
      },
    ]);
    const key = `${id.replaceAll('-', '')}00000000`;
    const folder = join(directory, 'files', key.slice(0, 2));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(join(folder, key), bytes, { mode: 0o400, flag: 'w' });
  }
}
