import { projectRecord } from './record.ts';

projectRecord('app.milestone', {
  key: 'title',
  reads: ['id', 'project_id', 'title', 'description', 'agreed_on', 'forecast_on', 'met_on', 'shared_at'],
  writtenBy: 'manager',
  creates: ['id', 'project_id', 'title', 'description', 'agreed_on', 'forecast_on', 'met_on', 'visibility'],
  edits: ['title', 'description', 'agreed_on', 'forecast_on', 'met_on'],
  sample: { agreed_on: '2026-09-01' },
});
