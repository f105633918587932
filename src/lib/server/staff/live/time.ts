import { staffLiveInput } from '../../../inputs/projects';
import { staffLive, staffStream } from '../procedure';

/** 'changed' whenever something of the tenant's projects or tickets changed: time hangs on either. */
export const time = staffStream.input(staffLiveInput).subscription(staffLive('time'));
