/** The task and its version that a form names by one value: `<id> <version>`. */
export const chosenTask = (chosen = '') => {
  const [taskId = '', version = ''] = chosen.split(' ');
  return { taskId, version };
};
