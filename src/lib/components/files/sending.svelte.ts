/** Files on their way to the server, resumably (tus), for a form that will name them by their uploads' ids. */
import type { Upload } from 'tus-js-client';

export type Sent = {
  key: string;
  name: string;
  size: number;
  sent: number;
  state: 'sending' | 'paused' | 'there' | 'failed';
  /** Why it failed, in a sentence. */
  problem: string | null;
  /** The upload's id, once it is all there. */
  id: string | null;
};

/** Below the server's limit of a request's body. */
const piece_bytes = 5 * 1024 * 1024;
const retries_ms = [0, 1_000, 3_000, 5_000, 10_000];

export class Sending {
  items = $state<Sent[]>([]);
  readonly #uploads = new Map<string, Upload>();
  readonly #endpoint: string;

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  /** One that failed is not there either, and whoever sends the form believes that it is. */
  get areAllThere(): boolean {
    return this.items.every(({ state }) => state === 'there');
  }

  async add(files: Iterable<File>): Promise<void> {
    const { Upload } = await import('tus-js-client');
    for (const file of files) {
      const key = crypto.randomUUID();
      this.items.push({
        key,
        name: file.name || 'pasted',
        size: file.size,
        sent: 0,
        state: 'sending',
        problem: null,
        id: null,
      });
      const change = (changed: Partial<Sent>) => {
        const item = this.items.find((one) => one.key === key);
        if (item) Object.assign(item, changed);
      };
      const upload = new Upload(file, {
        endpoint: this.#endpoint,
        chunkSize: piece_bytes,
        retryDelays: retries_ms,
        metadata: { filename: file.name || 'pasted' },
        removeFingerprintOnSuccess: true,
        onProgress: (sent) => change({ sent }),
        onSuccess: () =>
          change({ state: 'there', sent: file.size, id: upload.url?.split('/').at(-1) ?? null }),
        onError: (error) => change({ state: 'failed', problem: sentenceOf(error) }),
      });
      this.#uploads.set(key, upload);
      // The same file that was broken off before goes on where it was, also after a reload.
      const before = (await upload.findPreviousUploads()).find((one) => !this.#isUnderWay(one.uploadUrl));
      if (before) upload.resumeFromPreviousUpload(before);
      upload.start();
    }
  }

  /** The same file chosen twice is two files. */
  #isUnderWay(url: string | null): boolean {
    return [...this.#uploads.values()].some((upload) => upload.url !== null && upload.url === url);
  }

  async pause(item: Sent): Promise<void> {
    await this.#uploads.get(item.key)?.abort();
    item.state = 'paused';
  }

  resume(item: Sent): void {
    item.state = 'sending';
    item.problem = null;
    this.#uploads.get(item.key)?.start();
  }

  /** Takes it out of the form, and off the server. */
  async remove(item: Sent): Promise<void> {
    this.items = this.items.filter(({ key }) => key !== item.key);
    await this.#uploads
      .get(item.key)
      ?.abort(true)
      .catch(() => {});
    this.#uploads.delete(item.key);
  }

  /** Once the form was sent: what it named hangs on its record now. */
  forget(): void {
    this.items = [];
    this.#uploads.clear();
  }
}

/** The server's own sentence where it gave one. */
function sentenceOf(error: unknown): string {
  const said = (
    error as { originalResponse?: { getBody?: () => string } | null }
  ).originalResponse?.getBody?.();
  return said && said.length < 200 ? said : 'The connection broke. What was sent so far is kept.';
}
