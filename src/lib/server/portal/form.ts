import { formActionsOf, previewActionOf } from '../form-action';
import { portalCaller } from './router';

export const portalAction = formActionsOf(portalCaller, '/portal');
export const portalPreview = previewActionOf(portalAction);
