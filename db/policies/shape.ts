/** How the law of a table is said; what becomes of it: db/write-policies.ts. */
export type Command = 'select' | 'insert' | 'update' | 'delete';

export type Rule = {
  /** The condition on the row. */
  where: string;
  /** The condition on the row that an update leaves, where it is another one. */
  leaves?: string;
  /** Columns granted; all of them where left out. */
  columns?: readonly string[];
};

export type Table = {
  name: string;
  /** Roles that are not clients: command by command. */
  roles: Record<string, Partial<Record<Command, Rule>>>;
  /** Role client reads these columns of these rows; it never writes a table directly. */
  client?: { columns: readonly string[]; where: string };
  /** The part of the client's condition that the floor repeats; left out where rows have no visibility. */
  floor?: 'shared';
  /** The portal section whose open pages hear of a change; "section" where a column of that name tells. */
  announces?: 'projects' | 'tickets' | 'section';
  /** The column that names the staff member whose own pages hear of a change as well. */
  announcesTo?: string;
  /** The columns that tell rows of a tenant apart, "id" where left out. */
  key?: readonly string[];
};
