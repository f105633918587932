import type { Direction } from '$lib/domain/arrange';
import type { Sortable } from './sortable.svelte';

const directions: Record<string, Direction> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

/**
 * The keys of a card that has the focus: arrows go from card to card, Space picks it up and drops it, arrows move what is
 * held, Escape puts it back. Keys pressed in a control inside the card are the control's.
 */
export function byKeyboard<Card extends { id: string }>(sortable: Sortable<Card>, event: KeyboardEvent) {
  const card = event.target as HTMLElement;
  const id = card.dataset.card;
  if (!id || event.ctrlKey || event.metaKey || event.altKey) return;
  const { held } = sortable;
  const direction = directions[event.key];
  if (held?.by === 'pointer') return;
  if (direction && held) sortable.step(direction);
  else if (direction) sortable.go(id, direction);
  else if (event.key === ' ' && held) sortable.drop();
  else if (event.key === ' ' && sortable.mayLift(id)) sortable.lift(id, 'keyboard');
  else if (event.key === 'Enter' && held) sortable.drop();
  else if (event.key === 'Enter') card.querySelector('a')?.click();
  else if (event.key === 'Escape' && held) sortable.putBack();
  else if (event.key === 'Tab' && held) {
    sortable.putBack();
    return;
  } else return;
  event.preventDefault();
}
