import { firstWindow, widened, type Window } from '$lib/domain/window';

/** Which part of each list to ask for: the one an address names, wider by what was put behind its last card from here. */
export class Parts<Name extends string> {
  #added = $state.raw<Partial<Record<Name, number>>>({});

  /** Makes room for one card more in a list. */
  widen(list: Name) {
    this.#added = { ...this.#added, [list]: (this.#added[list] ?? 0) + 1 };
  }

  of(named: Partial<Record<Name, Window>>): Partial<Record<Name, Window>> {
    const wider = (Object.entries(this.#added) as [Name, number][]).map(
      ([list, by]) => [list, widened(named[list] ?? firstWindow, by)] as const,
    );
    return { ...named, ...(Object.fromEntries(wider) as Partial<Record<Name, Window>>) };
  }
}
