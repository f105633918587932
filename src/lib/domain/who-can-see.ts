/** The people who can see a record, each with the rule that lets them (PRODUCT V9). The rules are those of the policies. */
import { mayInTenant } from './roles';
import { projectRoleWords, tenantRoleWords } from './words';

type Facts = {
  /** The record's own flag, and whether what it hangs on lets it through: shared is what the client's policy compares. */
  visibility: 'client_visible' | 'internal_only';
  shared: boolean;
  /** The parents that hide a Client Visible record, outermost first: "the project", "the task". */
  hiddenBy: string | null;
  /** The scope of the record, which decides its section. */
  scope: 'project' | 'contract';
  clientName: string;
  clientUsers: { name: string; role: 'admin' | 'employee'; canSignIn: boolean; hasSection: boolean }[];
  team: {
    name: string;
    tenantRole: keyof typeof tenantRoleWords;
    role: keyof typeof projectRoleWords | null;
  }[];
};

type Seer = { name: string; because: string };
export type WhoCanSee = {
  /** One sentence about the client's side. */
  sentence: string;
  client: Seer[];
  /** People of the client who do not see it, with why. */
  notClient: Seer[];
  team: Seer[];
};

export function whoCanSee(facts: Facts): WhoCanSee {
  const section = facts.scope === 'project' ? 'Projects' : 'Tickets';
  const team = facts.team.flatMap(({ name, tenantRole, role }): Seer[] => {
    if (mayInTenant(tenantRole, 'every_project'))
      return [{ name, because: `${tenantRoleWords[tenantRole]}: access to all ${facts.scope}s` }];
    return role ? [{ name, because: `${projectRoleWords[role]} on this ${facts.scope}` }] : [];
  });

  const barred = ({ canSignIn, hasSection }: Facts['clientUsers'][number]): string | null => {
    if (!canSignIn) return "deactivated, can't sign in";
    return hasSection ? null : `no access to ${section}`;
  };
  const people = facts.clientUsers.map((person) => ({
    name: person.name,
    because:
      barred(person) ??
      (person.role === 'admin' ? 'Client Admin: full access' : `Client Employee with access to ${section}`),
    sees: facts.shared && barred(person) === null,
    barred: barred(person) !== null,
  }));
  const seers = (wanted: boolean) =>
    people
      .filter(({ sees, barred }) => (wanted ? sees : !sees && (barred || !facts.shared)))
      .map(({ name, because, barred }) => ({
        name,
        because: wanted || barred ? because : hiddenSentence(facts),
      }));

  return {
    sentence: sentenceOf(facts, seers(true).length),
    client: seers(true),
    notClient: seers(false),
    team,
  };
}

function hiddenSentence({ visibility, hiddenBy }: Facts): string {
  if (visibility === 'internal_only') return "it's Internal Only";
  return `it's hidden because ${hiddenBy ?? 'what it belongs to'} isn't shared`;
}

function sentenceOf(facts: Facts, seers: number): string {
  if (!facts.shared) return `No one at ${facts.clientName} can see this: ${hiddenSentence(facts)}.`;
  if (seers === 0)
    return `It's shared, but no one at ${facts.clientName} has access to ${facts.scope === 'project' ? 'Projects' : 'Tickets'} right now.`;
  return `${seers === 1 ? '1 person' : `${seers} people`} at ${facts.clientName} can see this.`;
}
