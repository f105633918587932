import type { Database } from './builders.ts';

/** Finds the id of the first record that a query selects as "id". */
export const idFinder =
  ({ admin }: Pick<Database, 'admin'>) =>
  async (text: string, values: unknown[] = []): Promise<string> => {
    const { rows } = await admin.query<{ id: string }>(text, values);
    if (!rows[0]) throw new Error(`nothing found: ${text}`);
    return rows[0].id;
  };
