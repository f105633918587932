import { filterOf } from './projects/filter';

/** The part of the running projects that the address of the overview asks for. */
export const runningOf = (url: URL) => ({ status: 'active' as const, page: filterOf(url).page });
