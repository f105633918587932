import { formActionsOf } from '../form-action';
import { staffCaller, staffRouter } from './router';

export const staffForm = formActionsOf(staffRouter, staffCaller, '/staff');
