import type { Actor } from '../decider.js';
import type { Rights, Role, Scope } from '../person/rights.js';

/** A person who gives a command. */
export function person(id: string, rights: Partial<Rights> = {}, onBehalfOf?: string): Actor {
  const whole = { level: null, roles: [], grants: [], ...rights };
  return { kind: 'person', id, rights: whole, ...(onBehalfOf === undefined ? {} : { onBehalfOf }) };
}

/** A person with one role; everywhere unless a scope is given. */
export function personAs(role: Role, id: string, scope: Scope = {}, rights: Partial<Rights> = {}): Actor {
  return person(id, { roles: [{ role, scope }], ...rights });
}

export const administrator = personAs('administrator', 'ada');
export const operator: Actor = { kind: 'system', id: 'operator' };
export const importer: Actor = { kind: 'system', id: 'import' };
