import { fail, type RequestEvent } from '@sveltejs/kit';
import { importBytesMax, tooLarge } from '$lib/domain/import/limits';
import { textOf } from '$lib/domain/import/text-of';
import { Refusal } from '$lib/server/errors';
import { staffForm } from '$lib/server/staff/form';
import { projectPage } from '$lib/server/staff/project-page';
import { share } from '$lib/server/staff/share';
import type { Actions, PageServerLoad } from './$types';
import { choicesOf, headingsMoved } from './choices';

export const load: PageServerLoad = (event) => projectPage(event);

type Step = 'columns' | 'result';
type Event = RequestEvent & { params: { projectId: string } };

/**
 * Refuses a body in the page's own words where it can only be a file that is too large. It is read to its end, or to the server's
 * limit, and thrown away: what is left unread breaks the connection, and the browser may never see the answer.
 */
async function refuseTooLarge({ request }: Event) {
  if (Number(request.headers.get('content-length')) <= importBytesMax + 100_000) return null;
  await request.arrayBuffer().catch(() => {});
  return fail(413, { message: tooLarge, fields: { text: tooLarge }, values: {} });
}

const inputOf = (values: Record<string, string | undefined>) => ({
  ...{ text: values.text ?? '', headingsRow: values.headings },
  choices: choicesOf(values),
});

/**
 * Shows how the file is understood; with `step` 'result' also what importing it would make, unless other headings were chosen, whose
 * columns nobody has looked at. Writes nothing.
 */
async function look(event: Event, step: Step) {
  return (
    (await refuseTooLarge(event)) ??
    (await staffForm.send(event, async (call, values, _all, file) => {
      const chosen = file('file');
      if (chosen && chosen.size > importBytesMax)
        throw new Refusal('BAD_REQUEST', tooLarge, { text: tooLarge });
      // Kept among the values, so that what was chosen survives a refusal.
      if (chosen) Object.assign(values, textOf(new Uint8Array(await chosen.arrayBuffer())));
      const { text = '', encoding = 'utf-8' } = values;
      const asked = { projectId: event.params.projectId, ...inputOf(values) };
      const preview = await call.imports.preview(asked as Parameters<typeof call.imports.preview>[0]);
      return { step: headingsMoved(values) ? 'columns' : step, text, encoding, preview };
    }))
  );
}

const run = staffForm.action((call) => call.imports.run, {
  input: ({ values }) => {
    if (headingsMoved(values))
      throw new Refusal(
        'CONFLICT',
        'Nothing was imported. You changed the row with the column names; choose “Use this row” first.',
      );
    return inputOf(values);
  },
  then: ({ tasks }, { params: { projectId } }) => `/staff/projects/${projectId}/import?tasks=${tasks}`,
});

export const actions = {
  share,
  read: (event) => look(event, 'columns'),
  check: (event) => look(event, 'result'),
  run: async (event) => (await refuseTooLarge(event)) ?? (await run(event)),
} satisfies Actions;
