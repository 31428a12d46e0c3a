import type { Minute } from '../../instant.js';
import type { Pattern } from '../../person/rights.js';
import type { ActionKind, Policy } from '../policy-document.js';
import type { HeldGrant, RosterPerson } from './roster.js';

/** What a case is like: the pattern it belongs to. An unknown class is ''. */
export interface CaseClass {
  readonly kind: string;
  readonly partnerClass: string;
  readonly siteClass: string;
}

/** What a grant has to give: an action, and an amount in minor units of the routing currency (own commitment and the others). */
export interface NeededAuthority {
  readonly action: ActionKind;
  readonly minor: number;
}

/** True if the pattern names nothing that the case is not. */
export function matches({ kind, partnerClass, siteClass }: Pattern, of: CaseClass): boolean {
  return (
    (kind === undefined || kind === of.kind) &&
    (partnerClass === undefined || partnerClass === of.partnerClass) &&
    (siteClass === undefined || siteClass === of.siteClass)
  );
}

/** True if a live grant of the person covers what is needed; nothing needed (no ask): true. */
export function isAuthorised(person: RosterPerson, needed: NeededAuthority | null, of: CaseClass, policy: Policy, now: Minute): boolean {
  if (needed === null) return true;
  return person.grants.some((grant) => isLive(grant, now) && gives(grant, person, needed, of, policy));
}

/** When the person, authorised now, is no longer: the end of the last of the grants that take over from each other. Null: never. */
export function authorisedUntil(
  person: RosterPerson,
  needed: NeededAuthority | null,
  of: CaseClass,
  policy: Policy,
  now: Minute,
): Minute | null {
  if (needed === null) return null;
  const covering = person.grants.filter((grant) => gives(grant, person, needed, of, policy));
  let until = now;
  for (;;) {
    const next = covering.find((grant) => isLive(grant, until));
    if (next === undefined) return until;
    if (next.until === null) return null;
    until = next.until;
  }
}

function isLive({ from, until }: HeldGrant, now: Minute): boolean {
  return from <= now && (until === null || now < until);
}

function gives(grant: HeldGrant, { level }: RosterPerson, needed: NeededAuthority, of: CaseClass, policy: Policy): boolean {
  if (!matches(grant.pattern, of)) return false;
  const action = grant.action === null ? (level ?? 0) >= (policy.actionLevels[needed.action] ?? 1) : grant.action === needed.action;
  return action && (grant.amount === null || (grant.currency === policy.currency && needed.minor <= grant.amount));
}
