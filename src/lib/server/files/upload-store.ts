import { DataStore, Upload as TusUpload, ERRORS } from '@tus/server';
import type { Readable } from 'node:stream';
import { safeName } from '../../domain/safe-name';
import type { Storage } from './storage';
import type { Upload, UploadLedger } from './upload-ledger';

/** A round number, for the library counts from the beginning of an upload where the ledger knows its end. */
const expires_ms = 24 * 60 * 60 * 1000;

/** Storage and ledger as the tus library wants them: one of these for each request. */
export class UploadStore extends DataStore {
  readonly #ledger: UploadLedger;
  readonly #storage: Storage;
  /** Asked for before the library was; an upload that is created here is asked for again. */
  #known: Upload | null;
  /** Whether the server refused to read the body: the library takes that for a browser that left. */
  bodyTooLarge = false;

  constructor(ledger: UploadLedger, storage: Storage, known: Upload | null) {
    super();
    this.extensions = ['creation', 'creation-with-upload', 'termination', 'expiration'];
    this.#ledger = ledger;
    this.#storage = storage;
    this.#known = known;
  }

  override async create(upload: TusUpload): Promise<TusUpload> {
    const created = { size: upload.size ?? 0, name: safeName(upload.metadata?.filename ?? '') };
    const { id, key, expiresAt } = await this.#ledger.create(created);
    this.#known = { ...created, id, key, expiresAt, finished: false };
    upload.id = id;
    upload.creation_date = begunAt(expiresAt);
    return upload;
  }

  override async getUpload(id: string): Promise<TusUpload> {
    const { key, size, name, expiresAt } = this.#upload(id);
    const offset = await this.#storage.offset(key);
    return new TusUpload({
      id,
      size,
      offset,
      metadata: { filename: name },
      creation_date: begunAt(expiresAt),
    });
  }

  override async write(source: Readable, id: string, offset: number): Promise<number> {
    const { key, size } = this.#upload(id);
    const writer = await this.#ledger.take(id);
    if (!writer) throw ERRORS.FILE_NOT_FOUND;
    try {
      const end = await this.#storage.append(key, { offset, size, writer }, source);
      await this.#ledger.advance(id, end);
      return end;
    } catch (error) {
      this.bodyTooLarge = (error as { status?: unknown }).status === 413;
      await this.#ledger.advance(id, await this.#storage.offset(key));
      throw error;
    }
  }

  override async remove(id: string): Promise<void> {
    const { key } = this.#upload(id);
    await this.#ledger.remove(id);
    await this.#storage.delete(key);
  }

  override getExpiration(): number {
    return expires_ms;
  }

  #upload(id: string): Upload {
    if (this.#known?.id !== id) throw ERRORS.FILE_NOT_FOUND;
    return this.#known;
  }
}

const begunAt = (expiresAt: Date) => new Date(expiresAt.getTime() - expires_ms).toISOString();
