import { liveInput } from '../../../inputs/projects';
import { portalLive, portalStream } from '../procedure';

/** 'changed' whenever something of the client's projects changed that the client can see. */
export const projects = portalStream.input(liveInput).subscription(portalLive('projects'));
