import { sql, type RawBuilder, type SqlBool } from 'kysely';

/** Whether a text, a column or an expression, holds what somebody searches for, by app.folded() on both sides. */
export const holds = (text: string | RawBuilder<unknown>, search: string): RawBuilder<SqlBool> => {
  const held = typeof text === 'string' ? sql.ref(text) : text;
  // Of ASCII alone, as most texts are, small letters are all that app.folded() would make; a call for each row costs ten times as much.
  return sql<SqlBool>`position((select app.folded(${search})) in
    case when octet_length(${held}) = length(${held}) then lower(${held}) else app.folded(${held}) end) > 0`;
};
