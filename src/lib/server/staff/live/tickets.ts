import { liveInput } from '../../../inputs/projects';
import { staffLive, staffStream } from '../procedure';

/** 'changed' whenever something of the tenant's tickets changed. */
export const tickets = staffStream.input(liveInput).subscription(staffLive('tickets'));
