import { staffLiveInput } from '../../../inputs/projects';
import { staffLive, staffStream } from '../procedure';

/** 'changed' whenever something of the tenant's tickets, or of the contract whose ticket the page shows, changed. */
export const tickets = staffStream.input(staffLiveInput).subscription(staffLive('tickets'));
