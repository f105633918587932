import { staffLiveInput } from '../../../inputs/projects';
import { staffLive, staffStream } from '../procedure';

/** 'changed' whenever something of the tenant's projects, or of the one that the page shows, changed. */
export const projects = staffStream.input(staffLiveInput).subscription(staffLive('projects'));
