/** The icons that src/app.html holds once for all the rows that show them, by their names there. */
export const icons = [
  'eye',
  'lock',
  'people',
  'grip',
  'circle',
  'circle-dot',
  'circle-check',
  'circle-slash',
  'circle-pause',
  'circle-alert',
  'circle-x',
  'hourglass',
  'scan-eye',
  'archive',
  'reply',
  'clock',
  'timer',
  'flame',
  'flag',
  'priority-low',
  'priority-medium',
  'priority-high',
  'priority-urgent',
] as const;

export type IconName = (typeof icons)[number];
