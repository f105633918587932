import { staffPage } from './page';

type Event = Parameters<typeof staffPage>[0];
type Helpers = Parameters<Parameters<typeof staffPage>[1]>[0];

/** A project's page: the project itself, and what the page shows beside it. */
export const projectPage = (
  event: Event & { params: { projectId: string } },
  more: (helpers: Helpers) => Promise<unknown>[] = () => [],
) =>
  staffPage(event, (helpers) =>
    Promise.all([
      helpers.account.me.fetch(),
      helpers.projects.open.fetch({ projectId: event.params.projectId }),
      ...more(helpers),
    ]),
  );
