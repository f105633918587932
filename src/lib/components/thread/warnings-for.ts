import { identityOf, latestAnswer } from '../ui/form-answer.svelte';
import type { Warning } from './StaffWarnings.svelte';

/** The warnings that this form was answered with in place of being sent. Reactive where it is read. */
export function warningsFor(action: string, key?: string): Warning[] {
  const answer = latestAnswer() as { form?: string; warnings?: Warning[] } | null;
  return (answer?.form === identityOf(action, key) && answer.warnings) || [];
}
