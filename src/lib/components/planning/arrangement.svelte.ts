import { tick } from 'svelte';
import {
  neighbourOf,
  placeWords,
  sameSpot,
  spotOf,
  stepFrom,
  withMove,
  type Direction,
  type List,
  type Spot,
} from '$lib/domain/arrange';

type Item = { id: string };
type Held = { id: string; by: 'keyboard' | 'pointer'; from: Spot; spot: Spot };

/** What an arrangement is made of; `lists` is what the server says now. */
export type Source<Card extends Item> = {
  lists: readonly List<Card>[];
  mayMove: boolean;
  nameOf: (card: Card) => string;
  /** Keeps a move for good. Throws an Error whose message is a sentence where that is refused. */
  place: (card: Card, spot: Spot) => Promise<void>;
};

/**
 * Cards in lists that people put in order: one may be held, moves show at once and are taken back where the server refuses
 * them. What is held and what is on its way is laid over the server's lists, so that others' changes come through underneath.
 */
export class Arrangement<Card extends Item> {
  readonly #source: () => Source<Card>;
  /** Moves are kept one after the other: each may name a card that the one before has moved. */
  #queue: Promise<void> = Promise.resolve();
  #underway = $state.raw<ReadonlyMap<string, Spot>>(new Map());
  held = $state.raw<Held | null>(null);
  /** Whether keys are listened to: before that, a Tab goes to every link. */
  alive = $state(false);
  /** The card that a Tab goes to. */
  #current = $state<string | null>(null);
  /** Where the pointer is that holds a card. */
  pointer = $state.raw({ x: 0, y: 0 });
  /** What is told to those who hear the page. */
  says = $state('');
  /** Why the last move was taken back. */
  refusal = $state<string | null>(null);

  readonly #kept = $derived.by(() => {
    let lists = this.#source().lists;
    for (const [id, spot] of this.#underway) lists = withMove(lists, id, spot);
    return lists;
  });
  /** A card that is held by a pointer stays, with a mark where it would go; by keyboard it goes along. */
  readonly lists = $derived(
    this.held?.by === 'keyboard' ? withMove(this.#kept, this.held.id, this.held.spot) : this.#kept,
  );
  readonly current = $derived.by(() => {
    const cards = this.lists.flatMap(({ items }) => items);
    return (cards.find(({ id }) => id === this.#current) ?? cards[0])?.id ?? null;
  });

  constructor(source: () => Source<Card>) {
    this.#source = source;
  }

  get mayMove() {
    return this.#source().mayMove;
  }

  /** What the controls of a card say of the way by Tab: only those of one card are on it. */
  tabindexOf(id: string): -1 | undefined {
    return this.alive && this.current !== id ? -1 : undefined;
  }

  cardOf(id: string): Card | undefined {
    return this.#kept.flatMap(({ items }) => items).find((card) => card.id === id);
  }

  nameOf(id: string): string {
    const card = this.cardOf(id);
    return card ? this.#source().nameOf(card) : '';
  }

  focused(id: string) {
    this.#current = id;
  }

  lift(id: string, by: Held['by']) {
    const from = spotOf(this.#kept, id);
    if (!from || !this.mayMove) return;
    this.held = { id, by, from, spot: from };
    this.refusal = null;
    this.says = `${this.nameOf(id)} picked up, ${placeWords(this.#kept, id)}. Arrow keys move it, Space drops it, Escape puts it back.`;
  }

  /** Where the held card would go; a spot right where it is, or behind itself, changes nothing. */
  aim(spot: Spot) {
    if (this.held && spot.afterId !== this.held.id && !sameSpot(spot, this.held.spot))
      this.held = { ...this.held, spot };
  }

  step(direction: Direction) {
    if (!this.held) return;
    const { id } = this.held;
    const spot = stepFrom(this.lists, id, direction);
    if (spot) this.aim(spot);
    this.says = spot ? placeWords(this.lists, id) : `It cannot go further, ${placeWords(this.lists, id)}.`;
    void focusCard(id);
  }

  putBack() {
    if (!this.held) return;
    const { id, by } = this.held;
    this.held = null;
    this.says = `${this.nameOf(id)} is back where it was, ${placeWords(this.#kept, id)}.`;
    if (by === 'keyboard') void focusCard(id);
  }

  drop() {
    if (!this.held) return;
    const { id, spot, from, by } = this.held;
    if (sameSpot(spot, from)) {
      this.putBack();
      return;
    }
    this.held = null;
    this.move(id, spot);
    if (by === 'keyboard') void focusCard(id);
  }

  /** Moves a card at once, and back with a sentence where the server refuses. */
  move(id: string, spot: Spot) {
    const name = this.nameOf(id);
    this.refusal = null;
    this.#cover(id, spot);
    this.says = `${name} dropped, ${placeWords(this.#kept, id)}.`;
    this.#queue = this.#queue.then(async () => {
      const card = this.cardOf(id);
      try {
        if (card) await this.#source().place(card, spot);
      } catch (error) {
        this.refusal = error instanceof Error ? error.message : 'This could not be saved. Try again.';
        this.says = this.refusal;
      } finally {
        if (this.#underway.get(id) === spot) this.#cover(id, null);
      }
    });
  }

  /** Moves the focus from card to card. */
  go(id: string, direction: Direction) {
    const next = neighbourOf(this.lists, id, direction);
    if (next) void focusCard(next);
  }

  #cover(id: string, spot: Spot | null) {
    const others = [...this.#underway].filter(([other]) => other !== id);
    this.#underway = new Map(spot ? [...others, [id, spot]] : others);
  }
}

export const cardElement = (id: string) => document.getElementById(`card-${id}`);

/** A card that has gone to another list is another element. */
async function focusCard(id: string) {
  await tick();
  const element = cardElement(id);
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}
