import type { FileSettings } from './configured';
import { scan, type Verdict } from './scan';

/** Asks the scanner, where there is one, about a finished file; again later, where it was away. Never throws. */
export async function scanFile(
  { storage, scanner }: FileSettings,
  key: string,
  size: number,
): Promise<Verdict> {
  if (!scanner) return { is: 'not scanned' };
  async function* content() {
    if (size > 0) yield* await storage.read(key, { start: 0, end: size - 1 });
  }
  return scan(content(), scanner);
}
