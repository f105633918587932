/** The law of each table as a catalog has it, in a form in which two can be compared. */
import type { ClientBase } from 'pg';
import { type Grant, type Policy, readGrants, readPolicies } from '../catalog/law.ts';
import { readRelations } from '../catalog/tables.ts';
import { readTriggers } from '../catalog/triggers.ts';
import { ANNOUNCERS } from './announcing.ts';

export type TableState = {
  secured: boolean;
  forced: boolean;
  grants: Grant[];
  /** By name. */
  policies: Map<string, Policy>;
  /** Definitions of the triggers that announce, and of the function that they run, each by name. */
  announcing: { triggers: Map<string, string>; functions: Map<string, string> };
};

/** By table. */
export type State = Map<string, TableState>;

/** A table that is closed to everybody but its owner. */
export const closed = (): TableState => ({
  secured: true,
  forced: true,
  grants: [],
  policies: new Map(),
  announcing: { triggers: new Map(), functions: new Map() },
});

export async function readState(database: ClientBase): Promise<State> {
  const state: State = new Map();
  for (const { name, kind, secured, forced } of await readRelations(database))
    if (kind === 'table') state.set(name, { ...closed(), secured, forced });
  // The registry knows no grants on views.
  for (const grant of await readGrants(database)) state.get(grant.table)?.grants.push(grant);
  for (const policy of await readPolicies(database, 'comparing'))
    state.get(policy.table)?.policies.set(policy.name, policy);
  for (const trigger of await readTriggers(database))
    if (ANNOUNCERS.test(trigger.function)) {
      const announcing = state.get(trigger.table)?.announcing;
      announcing?.triggers.set(trigger.name, trigger.definition);
      announcing?.functions.set(trigger.function, trigger.source);
    }
  return state;
}
