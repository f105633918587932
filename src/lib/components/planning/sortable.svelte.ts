import { tick } from 'svelte';
import {
  neighbourOf,
  positionWords,
  sameSpot,
  spotOf,
  stepFrom,
  withMove,
  type Direction,
  type List,
  type Spot,
} from '$lib/domain/arrange';

type Item = { id: string };
type Held<Card> = { id: string; card: Card; by: 'keyboard' | 'pointer'; from: Spot; spot: Spot };
type Move<Card> = { card: Card; spot: Spot };

/** The source of a sortable; `lists` is the server's current state. */
export type Source<Card extends Item> = {
  lists: readonly List<Card>[];
  mayMove: (card: Card) => boolean;
  /**
   * The position of a card in another list, for those who give lists no order; null where it may not go there. Left out, a card
   * goes wherever it is put.
   */
  standsIn?: (card: Card, listId: string) => Spot | null;
  nameOf: (card: Card) => string;
  /**
   * Keeps a move for good, of the card as it is now, over what it was when it was taken up: what others did to it since is
   * theirs. Throws an Error whose message is a sentence where that is refused.
   */
  reorder: (card: Card, spot: Spot, taken: Card) => Promise<void>;
};

/**
 * Cards in lists that people put in order: one may be held, moves show at once and are taken back where the server refuses
 * them. What is held and what is on its way is laid over the server's lists, so that others' changes come through underneath.
 */
export class Sortable<Card extends Item> {
  readonly #source: () => Source<Card>;
  /** Moves are kept one after the other: each may name a card that the one before has moved. */
  #queue: Promise<void> = Promise.resolve();
  #underway = $state.raw<ReadonlyMap<string, Move<Card>>>(new Map());
  held = $state.raw<Held<Card> | null>(null);
  /** Whether keys are listened to: before that, a Tab goes to every link. */
  alive = $state(false);
  /** The card that a Tab goes to. */
  #current = $state<string | null>(null);
  /** The position of the pointer that drags a card. */
  pointer = $state.raw({ x: 0, y: 0 });
  /** The announcement for screen readers. */
  says = $state('');
  /** Why the last move was taken back. */
  refusal = $state<string | null>(null);

  readonly #kept = $derived.by(() => {
    let lists = this.#source().lists;
    for (const [id, { card, spot }] of this.#underway) lists = withMove(lists, id, spot, card);
    return lists;
  });
  /** A card that is held by a pointer stays, with a mark where it would go; by keyboard it goes along. */
  readonly lists = $derived(
    this.held?.by === 'keyboard'
      ? withMove(this.#kept, this.held.id, this.held.spot, this.held.card)
      : this.#kept,
  );
  readonly current = $derived.by(() => {
    const cards = this.lists.flatMap(({ items }) => items);
    return (cards.find(({ id }) => id === this.#current) ?? cards[0])?.id ?? null;
  });

  constructor(source: () => Source<Card>) {
    this.#source = source;
  }

  mayMove(card: Card): boolean {
    return this.#source().mayMove(card);
  }

  /** The spot that a card gets which is put at this one; null where it may not go there. */
  #spotGiven({ card, from }: Pick<Held<Card>, 'card' | 'from'>, spot: Spot): Spot | null {
    const { standsIn } = this.#source();
    if (!standsIn) return spot;
    return spot.listId === from.listId ? from : standsIn(card, spot.listId);
  }

  /** The tabindex of a card's controls: Tab reaches those of one card alone. */
  tabindexOf(id: string): -1 | undefined {
    return this.alive && this.current !== id ? -1 : undefined;
  }

  /** The card as the server has it now, or as it was taken where others have moved it out of sight. */
  cardOf(id: string): Card | undefined {
    const listed = this.#kept.flatMap(({ items }) => items).find((card) => card.id === id);
    return listed ?? this.#underway.get(id)?.card ?? (this.held?.id === id ? this.held.card : undefined);
  }

  wordsOf = (card: Card) => this.#source().nameOf(card);

  nameOf(id: string): string {
    const card = this.cardOf(id);
    return card ? this.wordsOf(card) : '';
  }

  focused(id: string) {
    this.#current = id;
  }

  mayLift(id: string): boolean {
    const card = this.cardOf(id);
    return card !== undefined && this.mayMove(card);
  }

  lift(id: string, by: Held<Card>['by']) {
    const from = spotOf(this.#kept, id);
    const card = this.cardOf(id);
    if (!from || !card || !this.mayMove(card)) return;
    this.held = { id, card, by, from, spot: from };
    this.refusal = null;
    this.says = `${this.nameOf(id)} picked up, ${positionWords(this.#kept, id)}. Arrow keys move it, Space drops it, Escape cancels.`;
  }

  /**
   * The spot that the dragged card would go to; its own spot, or the one behind itself, changes nothing. From a list that it may not enter, it
   * would go back.
   */
  aim(at: Spot) {
    if (!this.held) return;
    const spot = this.#spotGiven(this.held, at) ?? this.held.from;
    if (spot.afterId !== this.held.id && !sameSpot(spot, this.held.spot)) this.held = { ...this.held, spot };
  }

  step(direction: Direction) {
    if (!this.held) return;
    const { held } = this;
    const { id, card } = held;
    let passed = this.lists;
    let spot = stepFrom(passed, id, direction);
    while (spot && !this.#spotGiven(held, spot)) {
      passed = withMove(passed, id, spot, card);
      spot = stepFrom(passed, id, direction);
    }
    if (spot) this.aim(spot);
    const reorder = positionWords(this.lists, id);
    this.says = this.held === held ? `Can't move any further: ${reorder}.` : reorder;
    void focusCard(id);
  }

  putBack() {
    if (!this.held) return;
    const { id, by } = this.held;
    this.held = null;
    this.says = `Move cancelled. ${this.nameOf(id)} is back at ${positionWords(this.#kept, id)}.`;
    if (by === 'keyboard') void focusCard(id);
  }

  drop() {
    if (!this.held) return;
    const { id, card, spot, from, by } = this.held;
    if (sameSpot(spot, from)) {
      this.putBack();
      return;
    }
    this.move(id, spot, card);
    this.held = null;
    if (by === 'keyboard') void focusCard(id);
  }

  /** Moves a card at once, and back with a sentence where the server refuses. `taken` is the card as the person saw it. */
  move(id: string, at: Spot, taken = this.cardOf(id)) {
    const from = spotOf(this.#kept, id) ?? at;
    const spot = taken && this.#spotGiven({ card: taken, from }, at);
    if (!taken || !spot) return;
    const move = { card: taken, spot };
    this.refusal = null;
    this.#cover(id, move);
    this.says = `${this.nameOf(id)} dropped, ${positionWords(this.#kept, id)}.`;
    this.#queue = this.#queue.then(async () => {
      try {
        await this.#source().reorder(this.cardOf(id) ?? taken, spot, taken);
      } catch (error) {
        this.refusal = error instanceof Error ? error.message : "Couldn't save the move. Try again.";
        this.says = this.refusal;
      } finally {
        if (this.#underway.get(id) === move) this.#cover(id, null);
      }
    });
  }

  /** Moves the focus from card to card. */
  go(id: string, direction: Direction) {
    const next = neighbourOf(this.lists, id, direction);
    if (next) void focusCard(next);
  }

  #cover(id: string, move: Move<Card> | null) {
    const others = [...this.#underway].filter(([other]) => other !== id);
    this.#underway = new Map(move ? [...others, [id, move]] : others);
  }
}

export const cardElement = (id: string) => document.querySelector<HTMLElement>(`[data-card="${id}"]`);

/** A card that has gone to another list is another element. */
async function focusCard(id: string) {
  await tick();
  const element = cardElement(id);
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}
