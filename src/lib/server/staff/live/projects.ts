import { liveInput } from '../../../inputs/projects';
import { staffLive, staffStream } from '../procedure';

/** 'changed' whenever something of the tenant's projects changed. */
export const projects = staffStream.input(liveInput).subscription(staffLive('projects'));
