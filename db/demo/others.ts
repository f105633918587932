import { brightwater } from './brightwater.ts';
import { cobalt } from './cobalt.ts';
import { orbis } from './orbis.ts';
import { planOf } from './outline.ts';

export const otherProjects = [...orbis, ...brightwater, ...cobalt].map(planOf);
