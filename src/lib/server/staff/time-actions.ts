import { staffForm } from './form';

/** The form actions behind the time of a ticket or a task. */
export const timeActions = staffForm.actions({
  startTimer: (call) => call.time.start,
  stopTimer: (call) => call.time.stop,
  recordTime: (call) => call.time.record,
  editTime: (call) => call.time.update,
  removeTime: (call) => call.time.remove,
  takeTimeBack: (call) => call.time.takeBack,
});
