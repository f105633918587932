import { formActionsOf } from '../form-action';
import { portalCaller, portalRouter } from './router';

export const portalForm = formActionsOf(portalRouter, portalCaller, '/portal');
