import { covers, type Place, type Role } from '../../person/rights.js';
import { isAuthorised, type NeededAuthority } from './authority.js';
import type { Situation } from './facts.js';
import { isPresent } from './presence.js';
import { read } from './reading.js';
import type { RosterPerson } from './roster.js';

/** Roles in which people work on cases; the last two lead. */
const WORKERS: readonly Role[] = ['manager', 'leader', 'executive'];
const LEADERS: readonly Role[] = ['leader', 'executive'];

/** A situation, and the authority that its ask needs; null: it asks for nothing. */
export interface Search extends Situation {
  readonly needed: NeededAuthority | null;
  /** Against which scopes of roles are held. */
  readonly place: Place;
}

/** The search for people in a situation. */
export function searchIn(situation: Situation): Search {
  const { facts, policy } = situation;
  const needed = facts.action === null ? null : { action: facts.action, minor: read(facts, policy).commitment.total };
  const { programme, region, partner } = situation.case.stated;
  return { ...situation, needed, place: { programme, region: region ?? undefined, partner: partner ?? undefined } };
}

/** Works here: has a role of a worker where the case is. */
export function worksHere(person: RosterPerson, search: Search): boolean {
  return hasRole(person, WORKERS, search);
}

/** Leads here: has a role of a leader where the case is. */
export function leadsHere(person: RosterPerson, search: Search): boolean {
  return hasRole(person, LEADERS, search);
}

/** Present, and with no conflict of interest in the partner or the site. */
export function isFree(person: RosterPerson, { case: of, now }: Search): boolean {
  return isPresent(person, now) && !hasConflict(person, of.stated);
}

/** Whoever filed an issue, or asked for it to go up, never decides it there. */
export function isBarred(id: string, { case: of }: Search): boolean {
  return id === of.filer || of.askers.includes(id);
}

/** A live grant covers what the ask needs. */
export function isEntitled(person: RosterPerson, search: Search): boolean {
  return isAuthorised(person, search.needed, search.class, search.policy, search.now);
}

function hasRole({ roles }: RosterPerson, among: readonly Role[], { place }: Search): boolean {
  return roles.some(({ role, scope }) => among.includes(role) && covers(scope, place));
}

function hasConflict({ partners, sites }: RosterPerson, { partner, site }: { partner: string | null; site: string | null }): boolean {
  return (partner !== null && partners.includes(partner)) || (site !== null && sites.includes(site));
}
