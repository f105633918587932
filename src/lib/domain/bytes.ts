const units = ['B', 'kB', 'MB', 'GB'] as const;

/** "4 B", "1.2 MB": a size in decimal units, of at most one place. */
export function formatBytes(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  const shown = size >= 10 || unit === 0 ? Math.round(size) : Math.round(size * 10) / 10;
  return `${shown} ${units[unit]}`;
}
