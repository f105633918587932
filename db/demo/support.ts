/** The sample contracts' support: who works on it, what it promises, what a client may ask for. */
type Level = 'l1' | 'l2' | 'l3' | 'solution_architect';
type Priority = 'low' | 'medium' | 'high' | 'critical';
type Role = 'observer' | 'reviewer' | 'contributor' | 'manager' | 'owner';

export type Support = {
  levels: Level[];
  discloses: 'nothing' | 'status' | 'countdown';
  reopenDays: number;
  timeZone: string;
  hours: [from: string, until: string];
  /** Month and day of each year. */
  holidays: Record<string, string>;
  /** First response and resolution in minutes; critical ones run around the clock where the contract says so. */
  targets: Record<Priority, [firstResponse: number, resolution: number]>;
  aroundTheClock: Priority[];
  jobTypes: Record<string, Level>;
  members: Record<string, Role>;
  /** To whom at which per cent of the resolution target. */
  escalates: Record<number, string>;
};

export const support: Record<string, Support> = {
  'CON-2024-018': {
    levels: ['l1', 'l2', 'l3'],
    discloses: 'countdown',
    reopenDays: 14,
    timeZone: 'America/New_York',
    hours: ['09:00', '18:00'],
    holidays: { '01-01': 'New Year’s Day', '07-04': 'Independence Day', '12-25': 'Christmas Day' },
    targets: { critical: [30, 240], high: [60, 480], medium: [240, 1620], low: [480, 2700] },
    aroundTheClock: ['critical'],
    jobTypes: { Incident: 'l2', 'Service request': 'l1', Change: 'l2', Question: 'l1' },
    members: { Jonas: 'contributor', Priya: 'contributor', Luis: 'reviewer' },
    escalates: { 75: 'Marta', 100: 'Tom' },
  },
  'CON-2025-007': {
    levels: ['l1', 'l2', 'solution_architect'],
    discloses: 'status',
    reopenDays: 7,
    timeZone: 'Europe/Berlin',
    hours: ['08:00', '17:00'],
    holidays: {
      '01-01': 'Neujahr',
      '05-01': 'Tag der Arbeit',
      '10-03': 'Tag der Deutschen Einheit',
      '12-25': 'Weihnachten',
      '12-26': 'Weihnachten',
    },
    targets: { critical: [60, 480], high: [120, 960], medium: [480, 2700], low: [960, 5400] },
    aroundTheClock: [],
    jobTypes: { Fault: 'l1', Change: 'solution_architect', Question: 'l1' },
    members: { Jonas: 'contributor', Priya: 'contributor' },
    escalates: { 90: 'Marta' },
  },
  'MSA-0112': {
    levels: ['l1', 'l2', 'l3'],
    discloses: 'nothing',
    reopenDays: 14,
    timeZone: 'Australia/Sydney',
    hours: ['08:30', '18:00'],
    holidays: {
      '01-01': 'New Year’s Day',
      '01-26': 'Australia Day',
      '04-25': 'Anzac Day',
      '12-25': 'Christmas Day',
      '12-26': 'Boxing Day',
    },
    targets: { critical: [15, 240], high: [60, 570], medium: [240, 1710], low: [570, 2850] },
    aroundTheClock: ['critical', 'high'],
    jobTypes: { Incident: 'l1', 'New starter': 'l1', 'Access request': 'l1', Question: 'l1' },
    members: { Ben: 'contributor', Amara: 'contributor', Yusuf: 'manager' },
    escalates: { 75: 'Elena', 100: 'Noah' },
  },
  'MSA-0131': {
    levels: ['l2', 'l3'],
    discloses: 'status',
    reopenDays: 14,
    timeZone: 'Asia/Singapore',
    hours: ['09:00', '18:00'],
    holidays: { '01-01': 'New Year’s Day', '08-09': 'National Day', '12-25': 'Christmas Day' },
    targets: { critical: [60, 480], high: [120, 1080], medium: [540, 2700], low: [1080, 5400] },
    aroundTheClock: ['critical'],
    jobTypes: { Incident: 'l2', Change: 'l3' },
    members: { Ben: 'contributor' },
    escalates: { 100: 'Elena' },
  },
};

export const macros: Record<string, string> = {
  'Ask for the time it happened':
    'Hello {{client.name}},\n\nthank you for {{ticket.number}}. So that we find it in our logs: on which day and at what time did you see it, and in which time zone?\n\n{{agent.name}}',
  'Fixed, please check':
    'Hello {{client.name}},\n\n**{{ticket.title}}** is fixed. Could you check whether it works for you, too? If we hear nothing, the ticket closes by itself.\n\n{{agent.name}}',
  'Passed on, with a date':
    'We know what causes it, and a colleague who knows that part is on it. You hear from us again tomorrow.\n\n{{agent.name}}',
};
