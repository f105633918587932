import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';

let company: SampleCompany;
beforeAll(async () => {
  company = await startSampleCompany();
});
afterAll(() => company.stop());

/** An open stream: what it has said, how often it has shown that it is there, and whether it has ended. */
async function listen(visitor: Visitor, realm: 'portal' | 'staff', from: string | null = null) {
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const input = encodeURIComponent(JSON.stringify({ cursor: from }));
  const stop = new AbortController();
  const response = await fetch(`${company.server.origin}/${realm}/api/trpc/live.projects?input=${input}`, {
    headers: { cookie, accept: 'text/event-stream' },
    signal: stop.signal,
  });
  const heard = { frames: [] as string[], pings: 0, ended: false };
  void (async () => {
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const frames = chunk
        .split('\n\n')
        .map((frame) => frame.trim())
        .filter(Boolean);
      heard.pings += frames.filter((frame) => frame.includes('event: ping')).length;
      heard.frames.push(...frames.filter((frame) => !/event: (connected|ping)/.test(frame)));
    }
    heard.ended = true;
  })().catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 400));
  return { heard, stop: () => stop.abort() };
}

/** How long what has to come may take: a busy machine is no failure. */
const patience_ms = 20_000;

const until = async (condition: () => boolean, milliseconds: number) => {
  const deadline = Date.now() + milliseconds;
  while (!condition() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
  return condition();
};
const change = (text: string) => company.database.admin.query(text);

/** Where a page that is loaded now stands. */
async function cursorOf(visitor: Visitor): Promise<string> {
  const { body } = await visitor.fetch('/portal');
  const [, cursor] = /projects:"([^"]+:[^"]+)"/.exec(body.slice(body.indexOf('cursors:'))) ?? [];
  if (!cursor) throw new Error('the page names no cursor');
  return cursor;
}

/** Ends the connection on which the application listens for clients, and waits until it is gone. */
async function endListening(): Promise<void> {
  const named = `from pg_stat_activity where application_name = 'portal client_app live' and datname = current_database()`;
  const { rowCount } = await change(`select pg_terminate_backend(pid) ${named}`);
  expect(rowCount).toBe(1);
  const deadline = Date.now() + patience_ms;
  while ((await change(`select ${named}`)).rowCount && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

test('P2 a visible change is a word on the client’s stream, without any content; an internal one is silence (L78)', async () => {
  const stream = await listen(await company.as('Nexus Corp', 'Client Admin'), 'portal');
  await change(`update app.task set title = 'Renamed inside' where title = 'OAuth provider fix'`);
  await change(`update app.task set estimate_minutes = 7, position = 9 where title = 'API performance work'`);
  await change(
    `insert into app.text (kind, record_id, body, author_name, visibility) select 'note', id, 'canary', 'x', 'internal_only' from app.project where name = 'Platform Rewrite Q1'`,
  );
  expect(await until(() => stream.heard.frames.length > 0, 500)).toBe(false);
  await change(`update app.task set status = 'done' where title = 'API performance work'`);
  expect(await until(() => stream.heard.frames.length > 0, patience_ms)).toBe(true);
  expect(stream.heard.frames.join()).toBe('data: "changed"');
  stream.stop();
});

test('P2 an epic that changes places with another one is heard; one that passes a hidden one is not (L78)', async () => {
  const stream = await listen(await company.as('Nexus Corp', 'Client Admin'), 'portal');
  const shared = `select id from app.epic where shared and project_id = (select id from app.project where name = 'Platform Rewrite Q1')`;
  await change(
    `insert into app.epic (project_id, title, position, visibility)
     select id, 'canary', 50, 'internal_only' from app.project where name = 'Platform Rewrite Q1'`,
  );
  await change(`update app.epic set position = position + 100 where id in (${shared})`);
  await change(`update app.epic set position = 500 where title = 'canary'`);
  await change(`delete from app.epic where title = 'canary'`);
  expect(await until(() => stream.heard.frames.length > 0, 500)).toBe(false);
  await change(`update app.epic set position = 999 where id = (${shared} order by position limit 1)`);
  expect(await until(() => stream.heard.frames.length > 0, patience_ms)).toBe(true);
  expect(stream.heard.frames.join()).toBe('data: "changed"');
  stream.stop();
});

test('another client, and an employee without the section, hear nothing of it', async () => {
  const streams = [
    await listen(await company.as('Orbis Health', 'Client Admin'), 'portal'),
    await listen(await company.as('Nexus Corp', 'Client Employee (no projects section)'), 'portal'),
  ];
  await change(`update app.task set status = 'in_review' where title = 'API performance work'`);
  expect(await until(() => streams.some(({ heard }) => heard.frames.length > 0), 500)).toBe(false);
  for (const stream of streams) stream.stop();
});

test('the stream ends within two seconds of deactivation, of sign-out, and of losing the section', async () => {
  const { email } = company.account('Nexus Corp', 'Client Employee');
  const ravi = await company.as('Nexus Corp', 'Client Employee');

  const bySection = await listen(ravi, 'portal');
  await change(`update app.client_user set sections = '{documents}' where email = '${email}'`);
  expect(await until(() => bySection.heard.ended, patience_ms)).toBe(true);
  await change(`update app.client_user set sections = '{projects}' where email = '${email}'`);

  const byDeactivation = await listen(ravi, 'portal');
  await change(`update app.client_user set active = false where email = '${email}'`);
  expect(await until(() => byDeactivation.heard.ended, patience_ms)).toBe(true);
  await change(`update app.client_user set active = true where email = '${email}'`);

  const bySignOut = await listen(ravi, 'portal');
  await ravi.submit('/portal/sign-out', {});
  expect(await until(() => bySignOut.heard.ended, patience_ms)).toBe(true);
});

test('the stream of one session goes on when another session of the same person ends', async () => {
  const [one, other] = [
    await company.as('Nexus Corp', 'Client Admin'),
    await company.as('Nexus Corp', 'Client Admin'),
  ];
  const stream = await listen(one, 'portal');
  await other.submit('/portal/sign-out', {});
  expect(await until(() => stream.heard.ended, 700)).toBe(false);
  stream.stop();
});

test('staff hear internal changes of their own tenant, and none of another', async () => {
  const [own, other] = [
    await listen(await company.as('Halden & Pike Delivery', 'Manager'), 'staff'),
    await listen(await company.as('Cobalt Ridge IT Services', 'Manager'), 'staff'),
  ];
  await change(`update app.task set position = 11 where title = 'Renamed inside'`);
  expect(await until(() => own.heard.frames.length > 0, patience_ms)).toBe(true);
  expect(other.heard.frames).toEqual([]);
  own.stop();
  other.stop();
});

describe('a page that comes back', () => {
  const moved = (status: string) =>
    change(`update app.task set status = '${status}' where title = 'API performance work'`);

  test('hears nothing when nothing has happened, and what is new from then on', async () => {
    await moved('to_do');
    const nexus = await company.as('Nexus Corp', 'Client Admin');
    const stream = await listen(nexus, 'portal', await cursorOf(nexus));
    expect(await until(() => stream.heard.frames.length > 0, 500)).toBe(false);
    await moved('in_progress');
    expect(await until(() => stream.heard.frames.length > 0, patience_ms)).toBe(true);
    stream.stop();
  });

  test('is told at once when something has happened since', async () => {
    const nexus = await company.as('Nexus Corp', 'Client Admin');
    const cursor = await cursorOf(nexus);
    await moved('in_review');
    await moved('in_progress');
    const stream = await listen(nexus, 'portal', cursor);
    expect(stream.heard.frames).toEqual(['data: "changed"']);
    stream.stop();
    const other = await listen(nexus, 'portal', 'of-a-process-that-is-gone:0');
    expect(other.heard.frames).toEqual(['data: "changed"']);
    other.stop();
  });

  test('is told of what happened while the application could not listen', async () => {
    const orbis = await company.as('Orbis Health', 'Client Admin');
    const cursor = await cursorOf(orbis);
    await endListening();
    await change(
      `update app.task set version = version + 1, status = case status when 'done' then 'in_review' else 'done' end::app.task_status
        where id = (select t.id from app.task t join app.client c on c.id = t.client_id where c.name = 'Orbis Health' and t.shared limit 1)`,
    );
    const stream = await listen(orbis, 'portal', cursor);
    expect(stream.heard.frames).toEqual(['data: "changed"']);
    stream.stop();
  });
});

test('a stream whose listening connection breaks ends with an error, and another hears again', async () => {
  const nexus = await company.as('Nexus Corp', 'Client Admin');
  const stream = await listen(nexus, 'portal');
  await endListening();
  expect(await until(() => stream.heard.ended, patience_ms)).toBe(true);
  // A stream that just ended would be taken for the session's end: the page would go to the sign-in.
  expect(stream.heard.frames.join()).toMatch(/^event: serialized-error\n/);
  const again = await listen(nexus, 'portal');
  await change(`update app.task set status = 'done' where title = 'API performance work'`);
  expect(await until(() => again.heard.frames.length > 0, patience_ms)).toBe(true);
  expect(again.heard.frames).toEqual(['data: "changed"']);
  again.stop();
});

test(
  'a stream on which nothing happens shows every ten seconds that it is there',
  { timeout: 30_000 },
  async () => {
    const stream = await listen(await company.as('Nexus Corp', 'Client Admin'), 'portal');
    expect(await until(() => stream.heard.pings > 0, patience_ms)).toBe(true);
    expect(stream.heard.frames).toEqual([]);
    stream.stop();
  },
);
