/** The sprints that tasks can be planned into: those that are not completed, and the one that is chosen already. */
export const openSprints = <Sprint extends { id: string; status: string }>(
  sprints: readonly Sprint[],
  chosenId: string | null = null,
) => sprints.filter(({ id, status }) => status !== 'completed' || id === chosenId);
