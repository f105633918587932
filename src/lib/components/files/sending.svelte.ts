/** Files on their way to the server, resumably (tus), for a form that will name them by their uploads' ids. */
import type { Upload } from 'tus-js-client';
import { sizeWords } from '$lib/domain/file-words';
import { safeName } from '$lib/domain/safe-name';

export type Sent = {
  key: string;
  /** As it will be kept. */
  name: string;
  size: number;
  sent: number;
  /** One that failed may be tried again; one that was refused is the same the next time. */
  state: 'sending' | 'paused' | 'there' | 'failed' | 'refused';
  /** Why it failed or was refused, in a sentence. */
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
  #limit: Promise<number> | null = null;
  /** How many choices are not yet among the items. */
  #comingIn = $state(0);

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  /** One that failed is not there either, and whoever sends the form believes that it is. */
  get areAllThere(): boolean {
    return this.#comingIn === 0 && this.items.every(({ state }) => state === 'there');
  }

  async add(files: Iterable<File>): Promise<void> {
    this.#comingIn += 1;
    try {
      await this.#take(files);
    } finally {
      this.#comingIn -= 1;
    }
  }

  async #take(files: Iterable<File>): Promise<void> {
    const [{ Upload }, size_max] = await Promise.all([import('tus-js-client'), this.#askLimit()]);
    for (const file of files) {
      const key = crypto.randomUUID();
      const name = safeName(file.name || 'pasted');
      this.items.push({
        key,
        name,
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
      if (file.size > size_max) {
        const most = `Files can be up to ${sizeWords(size_max)}.`;
        change({ state: 'refused', problem: `This file is too large. ${most}` });
        continue;
      }
      const upload = new Upload(file, {
        endpoint: this.#endpoint,
        chunkSize: piece_bytes,
        retryDelays: retries_ms,
        metadata: { filename: name },
        removeFingerprintOnSuccess: true,
        onProgress: (sent) => change({ sent }),
        onSuccess: () =>
          change({ state: 'there', sent: file.size, id: upload.url?.split('/').at(-1) ?? null }),
        onError: (error) =>
          change({ state: isFinal(error) ? 'refused' : 'failed', problem: sentenceOf(error) }),
      });
      this.#uploads.set(key, upload);
      // The same file that was broken off before goes on where it was, also after a reload.
      const before = (await upload.findPreviousUploads()).find((one) => !this.#isUnderWay(one.uploadUrl));
      if (before) upload.resumeFromPreviousUpload(before);
      upload.start();
    }
  }

  /** The largest file that is taken, in bytes; asked once. Where that cannot be learnt, the server says it of each file. */
  #askLimit(): Promise<number> {
    return (this.#limit ??= fetch(this.#endpoint, { method: 'OPTIONS' }).then(
      ({ headers }) => Number(headers.get('tus-max-size')) || Infinity,
      () => {
        this.#limit = null;
        return Infinity;
      },
    ));
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

  /** Takes up a file that had arrived before the page was loaded, if it is still there. */
  async putBack({ id, name, size }: { id: string; name: string; size: number }): Promise<void> {
    if (this.items.some((item) => item.id === id)) return;
    const key = crypto.randomUUID();
    this.items.push({ key, name, size, sent: size, state: 'there', problem: null, id });
    const isGone = await this.#ask('HEAD', id).then(
      ({ status }) => status === 404,
      () => false,
    );
    const item = this.items.find((one) => one.key === key);
    if (item && isGone)
      Object.assign(item, { state: 'refused', problem: 'This file has expired. Attach it again.', id: null });
  }

  /** Takes it out of the form, and off the server. */
  async remove(item: Sent): Promise<void> {
    this.items = this.items.filter(({ key }) => key !== item.key);
    const upload = this.#uploads.get(item.key);
    this.#uploads.delete(item.key);
    await (upload ? upload.abort(true) : item.id ? this.#ask('DELETE', item.id) : null)?.catch(() => {});
  }

  #ask(method: 'HEAD' | 'DELETE', id: string): Promise<Response> {
    return fetch(`${this.#endpoint}/${id}`, { method, headers: { 'Tus-Resumable': '1.0.0' } });
  }

  /** Once the form was sent: what it named hangs on its record now. */
  forget(): void {
    this.items = [];
    this.#uploads.clear();
  }
}

type Answer = { getStatus?: () => number; getBody?: () => string };
const answerOf = (error: unknown) => (error as { originalResponse?: Answer | null }).originalResponse;

/** Too large, or harmful: nothing that another try would mend. */
const isFinal = (error: unknown) => [413, 422].includes(answerOf(error)?.getStatus?.() ?? 0);

/** The server's own sentence where it gave one. */
function sentenceOf(error: unknown): string {
  const body = answerOf(error)?.getBody?.();
  return body && body.length < 200 ? body : 'Connection lost. Your upload will resume where it stopped.';
}
