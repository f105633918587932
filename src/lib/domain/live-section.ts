import { isId } from './id';

/** The live sections of staff pages and their changes: time is logged on tasks and on tickets. */
export const followed = {
  projects: ['projects'],
  tickets: ['tickets'],
  time: ['projects', 'tickets'],
} as const;
export type LiveSection = keyof typeof followed;

/** The one project or ticket that a page of the staff shows, if it shows one: the page follows that one's changes alone. */
export function liveScopeOf(pathname: string): { projectId?: string; ticketId?: string } {
  const [, kind, id = ''] = /^\/staff\/(projects|tickets)\/([^/]+)/.exec(pathname) ?? [];
  if (!isId(id)) return {};
  return kind === 'projects' ? { projectId: id } : { ticketId: id };
}

/** The live section of a staff page: a browser has few streams to spare, so a page has one. */
export const liveSectionOf = (pathname: string): LiveSection => {
  if (/^\/staff\/(?:tickets|visibility\/(?:ticket|message|attachment))(?:\/|$)/.test(pathname))
    return 'tickets';
  return /^\/staff\/time(?:\/|$)/.test(pathname) ? 'time' : 'projects';
};
