/** The sample companies' people. Every name and address is fictional. */

type StaffMember = {
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
type Client = { key: string; name: string; timeZone: string; users: ClientUser[] };
export type Tenant = {
  key: string;
  name: string;
  portalName: string;
  accentColor: string;
  staff: StaffMember[];
  contracts: { number: string; name: string; startsOn: string; endsOn: string; clients: string[] }[];
  clients: Client[];
};

const member = (name: string, domain: string, role: StaffMember['role'], password: string): StaffMember => {
  const [first = ''] = name.toLowerCase().split(' ');
  return { name, displayName: name.split(' ')[0] ?? name, email: `${first}@${domain}`, role, password };
};

/** A client's usual four: its admin, somebody who follows projects, somebody who only raises tickets, somebody who left. */
const users = (
  domain: string,
  password: string,
  [admin, follower, requester, left]: [string, string, string, string],
): ClientUser[] => {
  const address = (name: string) => `${name.toLowerCase().replace(' ', '.')}@${domain}`;
  return [
    { name: admin, email: address(admin), role: 'admin', sections: [], active: true, password },
    {
      name: follower,
      email: address(follower),
      role: 'employee',
      sections: ['projects', 'documents'],
      active: true,
      password,
    },
    {
      name: requester,
      email: address(requester),
      role: 'employee',
      sections: ['tickets'],
      active: true,
      password,
    },
    { name: left, email: address(left), role: 'employee', sections: ['projects'], active: false, password },
  ];
};

export const tenants: Tenant[] = [
  {
    key: 'halden',
    name: 'Halden & Pike Delivery',
    portalName: 'Halden & Pike',
    accentColor: '#3454d1',
    staff: [
      member('Ines Halden', 'haldenpike.example', 'owner', 'halden-owner-demo'),
      member('Tom Okafor', 'haldenpike.example', 'admin', 'halden-admin-demo'),
      member('Marta Lind', 'haldenpike.example', 'manager', 'halden-manager-demo'),
      member('Jonas Weber', 'haldenpike.example', 'member', 'halden-member-demo'),
      member('Priya Nair', 'haldenpike.example', 'member', 'halden-member-demo'),
      member('Luis Ortega', 'haldenpike.example', 'member', 'halden-member-demo'),
      member('Sofie Brandt', 'haldenpike.example', 'member', 'halden-member-demo'),
    ],
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
      {
        key: 'nexus',
        name: 'Nexus Corp',
        timeZone: 'America/New_York',
        users: users('nexus-corp.example', 'nexus-demo', [
          'Dana Whitfield',
          'Ravi Menon',
          'Claire Dubois',
          'Owen Marsh',
        ]),
      },
      {
        key: 'orbis',
        name: 'Orbis Health',
        timeZone: 'Europe/London',
        users: users('orbis-health.example', 'orbis-demo', [
          'Helen Pryce',
          'Samuel Reed',
          'Aisha Khan',
          'Peter Lowe',
        ]),
      },
      {
        key: 'brightwater',
        name: 'Brightwater Foods',
        timeZone: 'Europe/Berlin',
        users: users('brightwater.example', 'brightwater-demo', [
          'Karin Vogel',
          'Emil Novak',
          'Lena Hoff',
          'Max Stein',
        ]),
      },
    ],
  },
  {
    key: 'cobalt',
    name: 'Cobalt Ridge IT Services',
    portalName: 'Cobalt Ridge',
    accentColor: '#0f766e',
    staff: [
      member('Grace Tan', 'cobaltridge.example', 'owner', 'cobalt-owner-demo'),
      member('Noah Fischer', 'cobaltridge.example', 'admin', 'cobalt-admin-demo'),
      member('Elena Rossi', 'cobaltridge.example', 'manager', 'cobalt-manager-demo'),
      member('Ben Carter', 'cobaltridge.example', 'member', 'cobalt-member-demo'),
    ],
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
      {
        key: 'larkspur',
        name: 'Larkspur Legal',
        timeZone: 'Australia/Sydney',
        users: users('larkspur.example', 'larkspur-demo', [
          'Joan Ellery',
          'Tim Garner',
          'Mei Lin',
          'Rob Sayer',
        ]),
      },
      {
        key: 'tern',
        name: 'Tern Logistics',
        timeZone: 'Asia/Singapore',
        users: users('tern-logistics.example', 'tern-demo', [
          'Farid Aziz',
          'Siti Rahman',
          'Kevin Goh',
          'Anna Teo',
        ]),
      },
    ],
  },
];
