import { formActionsOf, previewActionOf } from '../form-action';
import { staffCaller } from './router';

export const staffAction = formActionsOf(staffCaller, '/staff');
export const staffPreview = previewActionOf(staffAction);
