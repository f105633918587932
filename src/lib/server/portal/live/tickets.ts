import { liveInput } from '../../../inputs/projects';
import { portalLive, portalStream } from '../procedure';

/** 'changed' whenever something of the client's tickets changed that the client can see. */
export const tickets = portalStream.input(liveInput).subscription(portalLive('tickets'));
