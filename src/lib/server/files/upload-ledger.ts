import type { Verdict } from './scan';
import type { Finished, Writer } from './storage';

/** An upload as the ledger knows it. How far it is, storage alone knows. */
export type Upload = {
  /** A UUID: part of the address that the browser goes on with. */
  id: string;
  key: string;
  /** As announced, in bytes. */
  size: number;
  /** Made safe. */
  name: string;
  expiresAt: Date;
  /** Whether `finish` was recorded. */
  finished: boolean;
};

export type UploadedFile = Finished & {
  /** As sniffed. */
  mediaType: string;
  verdict: Exclude<Verdict, { is: 'infected' }>;
};

/**
 * The ledger of uploads: rows of the database, asked as the person who makes the request. Each call is a transaction of its own,
 * so that none stays open while bytes come in.
 */
export type UploadLedger = {
  /** Records an upload of this person, and says under which key it lies. May throw UploadRefused: too many at once, say. */
  create(upload: Pick<Upload, 'size' | 'name'>): Promise<Pick<Upload, 'id' | 'key' | 'expiresAt'>>;
  /** This person's upload; null for everybody else's, for none, and once the file has become an attachment. */
  find(id: string): Promise<Upload | null>;
  /** Makes this request its only writer. Null where it is gone. */
  take(id: string): Promise<Writer | null>;
  /** How far it is, for who looks at it. May be told less than before. */
  advance(id: string, offset: number): Promise<void>;
  /** All bytes are there, looked at and permanent. May be told again. */
  finish(id: string, file: UploadedFile): Promise<void>;
  remove(id: string): Promise<void>;
};

/** A refusal whose sentence is for the person who uploads. */
export class UploadRefused extends Error {
  override name = 'UploadRefused';
  readonly status: number;

  constructor(status: 403 | 409 | 413 | 422 | 429 | 503, sentence: string) {
    super(sentence);
    this.status = status;
  }
}
