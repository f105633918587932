import { formActionsOf } from '../form-action';
import { portalCaller } from './router';

export const portalAction = formActionsOf(portalCaller, '/portal');
