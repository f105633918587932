/** So many records of a kind can be chosen from a list of all: stories, sprints, milestones, people. */
export const choicesMax = 300;

/** Those that can be chosen, where one more was asked for to know whether there are more; what is chosen already is among them. */
export const chosenFrom = <Row extends { id: string; nth: number }>(
  rows: readonly Row[],
  keep: readonly string[] = [],
) => ({
  rows: rows.filter(({ id, nth }) => nth <= choicesMax || keep.includes(id)).map(({ nth: _, ...row }) => row),
  isCut: rows.some(({ nth }) => nth > choicesMax),
});
