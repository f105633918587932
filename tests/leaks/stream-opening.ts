/** Who may open the stream of a section: those alone whom the procedures of its realm answer. */
import { expect } from 'vitest';
import type { SampleCompany, Visitor } from '../support/visitor.ts';

/** L81, for one section, by what each visitor's stream begins with; it is left right after. */
export async function expectOneRealm(
  company: SampleCompany,
  section: 'projects' | 'tickets',
  { client, staff }: { client: Visitor; staff: Visitor },
): Promise<void> {
  const opening = async (visitor: Visitor, realm: string) => {
    const stop = new AbortController();
    const cookie = [...visitor.cookies].map((pair) => pair.join('=')).join('; ');
    const input = encodeURIComponent('{"cursor":null}');
    const address = `${company.server.origin}/${realm}/api/trpc/live.${section}?input=${input}`;
    const { body } = await fetch(address, {
      headers: { cookie, accept: 'text/event-stream' },
      signal: stop.signal,
    });
    let heard = '';
    const timer = setTimeout(() => stop.abort(), 600);
    try {
      for await (const chunk of body!.pipeThrough(new TextDecoderStream())) heard += chunk;
    } catch {
      // Left open until we went: that is a stream.
      return 'open';
    } finally {
      clearTimeout(timer);
    }
    return heard.includes('unauthorized') ? 'refused' : heard;
  };
  const under = (name: string, from: Visitor) => {
    const visitor = company.visitor();
    visitor.cookies.set(name, [...from.cookies.values()][0] ?? '');
    return visitor;
  };
  expect(await opening(client, 'portal')).toBe('open');
  expect(await opening(staff, 'staff')).toBe('open');
  for (const visitor of [company.visitor(), client, under('staff_session', client)])
    expect(await opening(visitor, 'staff')).toBe('refused');
  for (const visitor of [company.visitor(), staff, under('portal_session', staff)])
    expect(await opening(visitor, 'portal')).toBe('refused');
}
