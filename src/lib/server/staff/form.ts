import { formActionsOf } from '../form-action';
import { staffCaller } from './router';

export const staffAction = formActionsOf(staffCaller, '/staff');
