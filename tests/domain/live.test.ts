/** What an open page asks again when it hears that something changed. */
import { QueryClient, QueryObserver } from '@tanstack/svelte-query';
import { describe, expect, test } from 'vitest';
import { follow } from '$lib/trpc/live';
import { hydrateCache, type FirstView } from '$lib/trpc/hydrate-cache';

/** A page that shows one query; each time it is asked it answers how often it was, once told to. */
function aPage() {
  const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  const answers: (() => void)[] = [];
  const observer = new QueryObserver(queryClient, {
    queryKey: ['shown'],
    queryFn: () =>
      new Promise<number>((resolve) => {
        const nth = answers.push(() => resolve(nth));
      }),
  });
  observer.subscribe(() => {});
  let hear = () => {};
  follow(
    queryClient,
    ({ onData }) => {
      hear = onData;
      return { unsubscribe: () => {} };
    },
    () => {},
  );
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
  const answer = async (nth: number) => {
    answers[nth - 1]?.();
    await settle();
  };
  return {
    queryClient,
    hear: () => hear(),
    answer,
    asked: () => answers.length,
    shown: () => observer.getCurrentResult().data,
  };
}

describe('a page that hears of a change', () => {
  test('asks again what it shows', async () => {
    const { hear, answer, asked, shown } = aPage();
    await answer(1);
    expect([asked(), shown()]).toEqual([1, 1]);
    hear();
    await answer(2);
    expect([asked(), shown()]).toEqual([2, 2]);
  });

  test('asks again what it was reading for the first time', async () => {
    const { hear, answer, asked, shown } = aPage();
    hear();
    await answer(1);
    expect(asked()).toBe(2);
    await answer(2);
    expect([asked(), shown()]).toEqual([2, 2]);
  });

  test('asks again what it was reading once more', async () => {
    const { hear, answer, asked, shown } = aPage();
    await answer(1);
    hear();
    hear();
    await answer(2);
    await answer(3);
    expect([asked(), shown()]).toEqual([3, 3]);
  });
});

describe('what the server has read for a page', () => {
  const read = (data: number, readAt: number): FirstView => ({ readAt, answers: [[['shown'], data]] });
  const aMinute_ms = 60_000;

  test.each([
    ['of the same time', 0],
    ['minutes behind', -10 * aMinute_ms],
    ['minutes ahead', 10 * aMinute_ms],
  ])('takes the place of what was read before, where the server’s clock is %s', (_, skew_ms) => {
    const queryClient = new QueryClient();
    queryClient.setQueryData(['shown'], 1, { updatedAt: Date.now() - aMinute_ms });
    hydrateCache(queryClient, read(2, Date.now() + skew_ms));
    expect(queryClient.getQueryData(['shown'])).toBe(2);
    // What the browser asks afterwards is newer in any case.
    queryClient.setQueryData(['shown'], 3);
    expect(queryClient.getQueryState(['shown'])?.dataUpdatedAt).toBeLessThanOrEqual(Date.now());
    expect(queryClient.getQueryData(['shown'])).toBe(3);
  });

  test('leaves what the browser has read since', () => {
    const queryClient = new QueryClient();
    queryClient.setQueryData(['shown'], 2);
    hydrateCache(queryClient, read(1, Date.now() - 1_000));
    expect(queryClient.getQueryData(['shown'])).toBe(2);
  });
});
