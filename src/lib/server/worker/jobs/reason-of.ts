const length_max = 500;

/** Why an attempt failed. The database's own words may quote a record: of its errors the state and what was broken are told. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { severity, code, constraint, table } = error as Error & Record<string, unknown>;
  const words =
    severity && code
      ? ['database error', code, constraint ?? table].filter(Boolean).join(' ')
      : error.message.replaceAll('\0', '').normalize();
  return words.slice(0, length_max);
}
