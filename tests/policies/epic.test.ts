import { projectRecord } from './record.ts';

projectRecord('app.epic', {
  key: 'title',
  reads: ['id', 'project_id', 'title', 'summary', 'shared_at'],
  writtenBy: 'manager',
  creates: ['id', 'project_id', 'title', 'summary', 'starts_on', 'due_on', 'position', 'visibility'],
  edits: ['title', 'summary', 'starts_on', 'due_on', 'position', 'visibility'],
});
