/** Text under a name that outlives a reload of this tab, and no more. Where the browser keeps nothing, nothing is kept. */
export const draftIn = (name: string) => ({
  read: () => attempt(() => sessionStorage.getItem(name)) ?? '',
  write: (text: string) => void attempt(() => sessionStorage.setItem(name, text)),
  clear: () => void attempt(() => sessionStorage.removeItem(name)),
});

function attempt<Result>(work: () => Result): Result | null {
  try {
    return work();
  } catch {
    return null;
  }
}
