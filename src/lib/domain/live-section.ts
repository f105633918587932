/** The section whose changes a page of the staff follows: a browser has few streams to spare, so a page has one. */
export const liveSectionOf = (pathname: string): 'tickets' | 'projects' =>
  /^\/staff\/(?:tickets|visibility\/(?:ticket|message|attachment))(?:\/|$)/.test(pathname)
    ? 'tickets'
    : 'projects';
