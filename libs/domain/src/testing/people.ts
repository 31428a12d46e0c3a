import type { Actor } from '../decider.js';
import type { PersonState, PresentPerson } from '../person/person.js';
import type { Grant, Role, Scope } from '../person/rights.js';

type PersonActor = Extract<Actor, { kind: 'person' }>;

/** Everywhere, without limit of action or amount, for ever, unless said otherwise. */
export function grant(grantId: string, changes: Partial<Grant> = {}): Grant {
  const forEver = { from: '2026-01-01T00:00:00.000Z', until: null };
  return { grantId, action: null, amount: null, pattern: {}, ...forEver, mayRedelegate: false, givenBy: 'root', ...changes };
}

/** Up to an amount of USD, in cents. */
export function upTo(cents: number, changes: Partial<Grant> = {}): Grant {
  return grant(`upto-${cents}`, { amount: { minor: cents, currency: 'USD' }, ...changes });
}

export interface Traits {
  readonly level?: number | null;
  readonly scope?: Scope;
  readonly grants?: readonly Grant[];
  readonly onBehalfOf?: string;
  /** Whom they report to; for an assistant the one in whose name they act, unless said otherwise. */
  readonly reportsTo?: string | null;
}

/** A person who gives a command: `person('mia', 'manager', { level: 1 })`. */
export function person(
  id: string,
  role: Role | readonly Role[],
  { level = null, scope = {}, grants = [], onBehalfOf, reportsTo = onBehalfOf ?? null }: Traits = {},
): PersonActor {
  const roles = [role].flat().map((each) => ({ role: each, scope }));
  return { kind: 'person', id, rights: { level, roles, grants, reportsTo }, ...(onBehalfOf === undefined ? {} : { onBehalfOf }) };
}

/** The same person as their stream knows them. */
export function known({ rights }: PersonActor, changes: Partial<PresentPerson> = {}): PersonState {
  const attention = { minutesPerWeek: 240, interruptionsPer12Hours: 2, handsOnLimit: 3 };
  const nothing = { calendar: null, revokedGrants: [], absences: [], conflicts: [], tokens: [] };
  return { status: 'here', ...rights, attention, ...nothing, ...changes };
}

export const router: Actor = { kind: 'system', id: 'router' };
export const timekeeper: Actor = { kind: 'system', id: 'timekeeper' };
export const operator: Actor = { kind: 'system', id: 'operator' };
export const importer: Actor = { kind: 'system', id: 'import' };
export const administrator = person('ada', 'administrator');
