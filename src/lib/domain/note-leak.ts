/**
 * Finds the text of internal notes, or of Internal Only messages, in a reply to the client. Both are read as words without case, punctuation or markup. A run
 * of RUN_words shared words counts, or a whole note that is shorter; what the client has been told anyway (its own messages, the
 * ticket's text) does not. Costs one pass over each text.
 */
const RUN_words = 6;
/** Notes of fewer words, "ok" or "called back", would be found in any reply. */
const LEAST_words = 3;

type Text = { id: string; body: string };
export type NoteLeak = { noteId: string; words: string };

/** The words of a text in order; letters and digits of any script, without case and accents' ways of writing. */
const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

function runsOf(words: readonly string[], length: number): Set<string> {
  const runs = new Set<string>();
  for (let at = 0; at + length <= words.length; at++) runs.add(words.slice(at, at + length).join(' '));
  return runs;
}

/** The notes whose words stand in a reply, each with the first and longest words of it that do. `told` is what the client can read already. */
export function noteLeaks(reply: string, notes: readonly Text[], told: readonly string[]): NoteLeak[] {
  const replyWords = wordsOf(reply);
  const toldWords = told.map(wordsOf);
  return notes.flatMap(({ id, body }): NoteLeak[] => {
    const words = wordsOf(body);
    const length = Math.min(RUN_words, words.length);
    if (length < LEAST_words) return [];
    const inReply = runsOf(replyWords, length);
    const inTold = toldWords.map((one) => runsOf(one, length));
    const leaks = (at: number) => {
      const run = words.slice(at, at + length).join(' ');
      return inReply.has(run) && !inTold.some((runs) => runs.has(run));
    };
    for (let from = 0; from + length <= words.length; from++) {
      if (!leaks(from)) continue;
      let to = from;
      while (to + 1 + length <= words.length && leaks(to + 1)) to++;
      return [{ noteId: id, words: words.slice(from, to + length).join(' ') }];
    }
    return [];
  });
}
