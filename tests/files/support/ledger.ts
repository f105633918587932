/** A ledger of uploads in a directory, one file an upload, so that it outlives a killed process. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newKey } from '../../../src/lib/server/files/storage.ts';
import type { Upload, UploadedFile, UploadLedger } from '../../../src/lib/server/files/upload-ledger.ts';

export type Row = Upload & { person: string; offset: number; writerEpoch: number; file: UploadedFile | null };

export function ledgerIn(directory: string) {
  mkdirSync(directory, { recursive: true });
  const pathOf = (id: string) => join(directory, `${id}.json`);
  const read = (id: string): Row | null => {
    if (!existsSync(pathOf(id))) return null;
    const row = JSON.parse(readFileSync(pathOf(id), 'utf8')) as Row;
    return { ...row, expiresAt: new Date(row.expiresAt) };
  };
  const write = (row: Row) => {
    writeFileSync(`${pathOf(row.id)}.new`, JSON.stringify(row));
    renameSync(`${pathOf(row.id)}.new`, pathOf(row.id));
  };
  const change = (id: string, changed: Partial<Row>) => {
    const row = read(id);
    if (row) write({ ...row, ...changed });
  };
  const soon = <Value>(value: Value) => Promise.resolve(value);

  return {
    change,
    rows: () => readdirSync(directory).map((file) => read(file.replace('.json', ''))!),
    /** As this person sees it. */
    of: (person: string): UploadLedger => ({
      create(upload) {
        const row = {
          id: crypto.randomUUID(),
          key: newKey(),
          expiresAt: new Date(Date.now() + 86_400_000),
        };
        write({ ...upload, ...row, person, offset: 0, writerEpoch: 0, file: null, finished: false });
        return soon(row);
      },
      find: (id) => {
        const row = read(id);
        return soon(row?.person === person ? row : null);
      },
      take(id) {
        const number = (read(id)?.writerEpoch ?? 0) + 1;
        change(id, { writerEpoch: number });
        return soon({ number, isStillOurs: () => soon(read(id)?.writerEpoch === number) });
      },
      advance(id, offset) {
        change(id, { offset });
        return Promise.resolve();
      },
      finish(id, file) {
        change(id, { file, finished: true });
        return Promise.resolve();
      },
      remove(id) {
        rmSync(pathOf(id), { force: true });
        return Promise.resolve();
      },
    }),
  };
}
