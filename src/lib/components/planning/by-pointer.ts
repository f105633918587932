import type { Spot } from '$lib/domain/arrange';
import type { Sortable } from './sortable.svelte';

/** A mouse drags after so many pixels; a finger that moves as far before it has rested so long scrolls instead. */
const SLACK_px = 6;
const REST_ms = 280;
const EDGE_px = 56;
const SPEED_px = 14;

/**
 * Lets mouse, pen and finger drag cards below an element: `[data-card]` in `[data-list]`. A finger drags after a rest, or at
 * once by the handle, `[data-handle]`. Use as an attachment.
 */
export const byPointer =
  <Card extends { id: string }>(sortable: Sortable<Card>) =>
  (root: HTMLElement) => {
    let pressed: { id: string; pointerId: number; x: number; y: number } | null = null;
    let rest: ReturnType<typeof setTimeout> | undefined;
    let frame = 0;
    const isDragging = () => sortable.held?.by === 'pointer';

    function press(event: PointerEvent) {
      if (sortable.held?.by === 'keyboard') sortable.putBack();
      const target = event.target as Element;
      const id = cardAt(target)?.dataset.card;
      const handle = target.closest('[data-handle]');
      if (!id || !sortable.mayLift(id) || event.button !== 0 || !event.isPrimary) return;
      if (!handle && target.closest('button, input, select, textarea, label, summary')) return;
      pressed = { id, pointerId: event.pointerId, x: event.clientX, y: event.clientY };
      sortable.pointer = pressed;
      if (event.pointerType === 'touch' && !handle) rest = setTimeout(begin, REST_ms);
    }

    function begin() {
      if (!pressed) return;
      sortable.lift(pressed.id, 'pointer');
      if (!isDragging()) return;
      root.setPointerCapture(pressed.pointerId);
      getSelection()?.removeAllRanges();
      frame = requestAnimationFrame(follow);
    }

    function move(event: PointerEvent) {
      if (event.pointerId !== pressed?.pointerId) return;
      sortable.pointer = { x: event.clientX, y: event.clientY };
      if (isDragging()) return;
      if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < SLACK_px) return;
      if (rest === undefined) begin();
      else release();
    }

    /** Once a frame: scroll at the edges, and look what lies under the pointer. */
    function follow() {
      if (!isDragging()) return;
      const { x, y } = sortable.pointer;
      const under = document.elementFromPoint(x, y);
      const list = under?.closest<HTMLElement>('[data-list]');
      if (list) sortable.aim(spotUnder(list, under, y, sortable.held?.id));
      scrollAtEdge(list?.querySelector('[data-scroll]') ?? null, y);
      scrollAtEdge(document.scrollingElement, y, 0, innerHeight);
      const { left, right } = root.getBoundingClientRect();
      root.scrollLeft += push(x, Math.max(0, left), Math.min(innerWidth, right));
      frame = requestAnimationFrame(follow);
    }

    function release() {
      clearTimeout(rest);
      rest = undefined;
      pressed = null;
      cancelAnimationFrame(frame);
    }

    function lift() {
      if (isDragging()) {
        swallowClick();
        sortable.drop();
      }
      release();
    }

    function cancel() {
      if (isDragging()) sortable.putBack();
      release();
    }

    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !isDragging()) return;
      event.preventDefault();
      swallowClick();
      cancel();
    };
    /** A finger that drags does not scroll, call up a menu, or drag a link. */
    const hold = (event: Event) => {
      const id = event.target instanceof Element && cardAt(event.target)?.dataset.card;
      if (isDragging() || (event.type === 'dragstart' && id && sortable.mayLift(id))) event.preventDefault();
    };

    root.addEventListener('pointerdown', press);
    addEventListener('pointermove', move);
    addEventListener('pointerup', lift);
    addEventListener('pointercancel', cancel);
    addEventListener('keydown', escape, { capture: true });
    root.addEventListener('touchmove', hold, { passive: false });
    root.addEventListener('contextmenu', hold);
    root.addEventListener('dragstart', hold);
    return () => {
      cancel();
      root.removeEventListener('pointerdown', press);
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', lift);
      removeEventListener('pointercancel', cancel);
      removeEventListener('keydown', escape, { capture: true });
      root.removeEventListener('touchmove', hold);
      root.removeEventListener('contextmenu', hold);
      root.removeEventListener('dragstart', hold);
    };
  };

const cardAt = (element: Element) => element.closest<HTMLElement>('[data-card]');

function spotUnder(list: HTMLElement, under: Element | null, y: number, heldId: string | undefined): Spot {
  const listId = list.dataset.list ?? '';
  const cards = [...list.querySelectorAll<HTMLElement>('[data-card]')].filter(
    ({ dataset }) => dataset.card !== heldId,
  );
  const isAbove = (card: HTMLElement) => {
    const { top, height } = card.getBoundingClientRect();
    return top + height / 2 < y;
  };
  const over = cards.indexOf((under && cardAt(under)) ?? list);
  const overCard = cards[over];
  if (overCard) return { listId, afterId: cards[isAbove(overCard) ? over : over - 1]?.dataset.card ?? null };
  const last = cards.findLast(isAbove);
  return { listId, afterId: last?.dataset.card ?? null };
}

/** How far to scroll for a pointer this near to either edge. */
function push(at: number, from: number, to: number): number {
  if (at < from + EDGE_px) return -SPEED_px;
  return at > to - EDGE_px ? SPEED_px : 0;
}

function scrollAtEdge(element: Element | null, y: number, from?: number, to?: number) {
  if (!element) return;
  const { top, bottom } = element.getBoundingClientRect();
  element.scrollTop += push(y, from ?? top, to ?? bottom);
}

/** The click that ends a drag opens no link. */
function swallowClick() {
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener('click', swallow, { capture: true }), 0);
}
