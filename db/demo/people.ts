/** The sample companies' people. Every name and address is fictional. */

export type StaffMember = {
  name: string;
  displayName: string;
  email: string;
  role: 'owner' | 'admin' | 'manager' | 'member';
  password: string;
};
export type ClientUser = {
  name: string;
  email: string;
  role: 'admin' | 'employee';
  sections: string[];
  active: boolean;
  password: string;
};
export type Client = { key: string; name: string; timeZone: string; users: ClientUser[] };
export type Tenant = {
  name: string;
  portalName: string;
  accentColor: string;
  /** Of Europe: the moments of the plans lie in its working hours, on its days. */
  timeZone: string;
  staff: StaffMember[];
  contracts: { number: string; name: string; startsOn: string; endsOn: string; clients: string[] }[];
  clients: Client[];
};

/** Members are several, so that their own first name stands in the password in place of the role. */
function staffOf(
  company: string,
  domain: string,
  people: Record<string, StaffMember['role']>,
): StaffMember[] {
  return Object.entries(people).map(([name, role]) => {
    const [displayName = name] = name.split(' ');
    const first = displayName.toLowerCase();
    const word = role === 'member' ? first : role;
    return { name, displayName, email: `${first}@${domain}`, role, password: `${company}-${word}-demo` };
  });
}

/** A client's usual four: its admin, somebody who follows projects, somebody who only raises tickets, somebody who left. */
function client(
  key: string,
  name: string,
  timeZone: string,
  domain: string,
  [admin, follower, requester, left]: [string, string, string, string],
): Client {
  const user = (person: string, word: string, sections: string[]): ClientUser => ({
    name: person,
    email: `${person.toLowerCase().replace(' ', '.')}@${domain}`,
    role: word === 'admin' ? 'admin' : 'employee',
    sections,
    active: word !== 'former',
    password: `${key}-${word}-demo`,
  });
  const users = [
    user(admin, 'admin', []),
    user(follower, 'employee', ['projects', 'documents']),
    user(requester, 'tickets', ['tickets']),
    user(left, 'former', ['projects']),
  ];
  return { key, name, timeZone, users };
}

export const tenants: Tenant[] = [
  {
    name: 'Halden & Pike Delivery',
    portalName: 'Halden & Pike',
    accentColor: '#3454d1',
    timeZone: 'Europe/Berlin',
    staff: staffOf('halden', 'haldenpike.example', {
      'Ines Halden': 'owner',
      'Tom Okafor': 'admin',
      'Marta Lind': 'manager',
      'Jonas Weber': 'member',
      'Priya Nair': 'member',
      'Luis Ortega': 'member',
      // On no project: she sees none.
      'Sofie Brandt': 'member',
    }),
    contracts: [
      {
        number: 'CON-2024-018',
        name: 'Digital platform programme',
        startsOn: '2024-07-01',
        endsOn: '2027-06-30',
        clients: ['nexus', 'orbis'],
      },
      {
        number: 'CON-2025-007',
        name: 'Warehouse modernisation',
        startsOn: '2025-02-01',
        endsOn: '2027-01-31',
        clients: ['brightwater'],
      },
    ],
    clients: [
      client('nexus', 'Nexus Corp', 'America/New_York', 'nexus-corp.example', [
        'Dana Whitfield',
        'Ravi Menon',
        'Claire Dubois',
        'Owen Marsh',
      ]),
      client('orbis', 'Orbis Health', 'Europe/London', 'orbis-health.example', [
        'Helen Pryce',
        'Samuel Reed',
        'Aisha Khan',
        'Peter Lowe',
      ]),
      client('brightwater', 'Brightwater Foods', 'Europe/Berlin', 'brightwater.example', [
        'Karin Vogel',
        'Emil Novak',
        'Lena Hoff',
        'Max Stein',
      ]),
    ],
  },
  {
    name: 'Cobalt Ridge IT Services',
    portalName: 'Cobalt Ridge',
    accentColor: '#0f766e',
    timeZone: 'Europe/London',
    staff: staffOf('cobalt', 'cobaltridge.example', {
      'Grace Tan': 'owner',
      'Noah Fischer': 'admin',
      'Elena Rossi': 'manager',
      'Ben Carter': 'member',
      'Amara Osei': 'member',
      'Yusuf Kaya': 'member',
    }),
    contracts: [
      {
        number: 'MSA-0112',
        name: 'Managed workplace',
        startsOn: '2025-09-01',
        endsOn: '2028-08-31',
        clients: ['larkspur'],
      },
      {
        number: 'MSA-0131',
        name: 'Network renewal',
        startsOn: '2026-03-01',
        endsOn: '2027-02-28',
        clients: ['tern'],
      },
    ],
    clients: [
      client('larkspur', 'Larkspur Legal', 'Australia/Sydney', 'larkspur.example', [
        'Joan Ellery',
        'Tim Garner',
        'Mei Lin',
        'Rob Sayer',
      ]),
      client('tern', 'Tern Logistics', 'Asia/Singapore', 'tern-logistics.example', [
        'Farid Aziz',
        'Siti Rahman',
        'Kevin Goh',
        'Anna Teo',
      ]),
    ],
  },
];
