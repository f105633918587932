/** The team's own words on a task, out of what it is about. */
const words: [label: string, about: RegExp][] = [
  ['api', /\bAPI\b|endpoint|webhook|partner key/i],
  ['data', /import|export|migrat|catalogue|back-?fill|archive/i],
  ['reporting', /report|figures|month end|dashboard/i],
  ['security', /sign-in|OAuth|role|token|password|signature/i],
  ['performance', /slow|cache|load test|200 ms|speed|index/i],
  ['testing', /\btest|rehears|accept|flaky/i],
  ['docs', /guide|document|training|manual|hand-over/i],
];

export const labelsFor = (title: string): string[] =>
  words.flatMap(([label, about]) => (about.test(title) ? [label] : [])).slice(0, 3);
