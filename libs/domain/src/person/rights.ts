import { NotAllowed } from '../errors.js';
import type { Instant } from '../instant.js';
import type { Money } from '../money.js';
import type { ActionKind } from '../routing/policy-document.js';

export const ROLES = ['manager', 'leader', 'executive', 'assistant', 'auditor', 'administrator', 'service'] as const;
export type Role = (typeof ROLES)[number];

/** Where a role holds; an absent part means everywhere. */
export interface Scope {
  readonly programme?: string;
  readonly region?: string;
  readonly partner?: string;
}

export interface RoleGiven {
  readonly role: Role;
  readonly scope: Scope;
}

/** kind × partner class × site class; an absent part matches everything. */
export interface Pattern {
  readonly kind?: string;
  readonly partnerClass?: string;
  readonly siteClass?: string;
}

/** Authority given to a person. `amount` null: no limit. `action` null: every ordinary action, but none that the policy reserves for a level above the person's own. */
export interface Grant {
  readonly grantId: string;
  readonly action: ActionKind | null;
  readonly amount: Money | null;
  readonly pattern: Pattern;
  readonly from: Instant;
  readonly until: Instant | null;
  readonly mayRedelegate: boolean;
  readonly givenBy: string;
  /** Of the giver's own grants the one that this is a part of: it falls with it. Absent: an administrator gave it. */
  readonly passedOnFrom?: string;
}

/** What a person may do, as their stream says at the moment of the command. */
export interface Rights {
  /** 1 is a middle manager; null: stands in no level (service, auditor, administrator). */
  readonly level: number | null;
  readonly roles: readonly RoleGiven[];
  /** Grants that are not revoked; whether one is live is a question of time and asked where it matters. */
  readonly grants: readonly Grant[];
  /** Whom they report to: an assistant acts in that one's name, and in nobody else's. */
  readonly reportsTo: string | null;
  /** The session is limited to `roles`: also what is one's own is there only where one of them covers it. */
  readonly limited?: true;
}

/**
 * Who gives the command. A person comes with the rights that their own stream gives them; a system actor is a part of Gravitas
 * itself (the router, the timekeeper, the import, or the operator at the machine's own command line).
 */
export type Actor =
  | { readonly kind: 'person'; readonly id: string; readonly rights: Rights; readonly onBehalfOf?: string }
  | { readonly kind: 'system'; readonly id: 'router' | 'timekeeper' | 'import' | 'operator' };

/** The id by which envelopes and data name an actor: a person's id, or `system:operator`. */
export function actorId(actor: Actor): string {
  return actor.kind === 'person' ? actor.id : `system:${actor.id}`;
}

/** The place of a case, against which scopes are held. Absent parts are unknown and match only a scope that does not name them. */
export interface Place {
  readonly programme: string;
  readonly region?: string | undefined;
  readonly partner?: string | undefined;
}

/** True if the scope covers the place. */
export function covers(scope: Scope, place: Place): boolean {
  return (
    (scope.programme === undefined || scope.programme === place.programme) &&
    (scope.region === undefined || scope.region === place.region) &&
    (scope.partner === undefined || scope.partner === place.partner)
  );
}

/** True if the actor is a person with one of the roles at this place (or in the whole organisation when no place is given). */
export function hasRole(actor: Actor, roles: readonly Role[], place?: Place): boolean {
  if (actor.kind === 'system') return false;
  return actor.rights.roles.some(
    (given) =>
      roles.includes(given.role) &&
      (place === undefined
        ? given.scope.programme === undefined && given.scope.region === undefined && given.scope.partner === undefined
        : covers(given.scope, place)),
  );
}

/** Throws `NotAllowed` unless the actor has one of the roles at the place. System actors pass only where a decider lets them by name. */
export function requireRole(actor: Actor, roles: readonly Role[], place?: Place): void {
  if (!hasRole(actor, roles, place)) {
    const where = place === undefined ? 'in the whole organisation' : `in programme ${place.programme}`;
    throw new NotAllowed(`needs the role ${roles.join(' or ')} ${where}`);
  }
}

/** True for the machine's own command line and the import: they set things up before a first administrator can exist. */
export function isSetUp(actor: Actor): boolean {
  return actor.kind === 'system' && (actor.id === 'operator' || actor.id === 'import');
}

/** Throws `NotAllowed` unless who acts in somebody's name is an assistant who reports to that one. */
export function requireOwnAssistant(actor: Actor): void {
  if (actor.kind === 'system' || actor.onBehalfOf === undefined) return;
  const { roles, reportsTo } = actor.rights;
  if (roles.some(({ role }) => role === 'assistant') && reportsTo === actor.onBehalfOf) return;
  throw new NotAllowed(`only an assistant who reports to ${actor.onBehalfOf} acts in their name`);
}

/** As `requireRole`, but the operator and the import pass. */
export function requireRoleOrSetUp(actor: Actor, roles: readonly Role[], place?: Place): void {
  if (!isSetUp(actor)) requireRole(actor, roles, place);
}

/** True for an administrator of the whole organisation, the operator and the import. */
export function isAdministrator(actor: Actor): boolean {
  return isSetUp(actor) || hasRole(actor, ['administrator']);
}

/** True if whoever holds `outer` holds `inner` too: the same role, in a scope at least as wide. */
export function includesRole(outer: RoleGiven, inner: RoleGiven): boolean {
  return (
    outer.role === inner.role &&
    (['programme', 'region', 'partner'] as const).every(
      (part) => outer.scope[part] === undefined || outer.scope[part] === inner.scope[part],
    )
  );
}
