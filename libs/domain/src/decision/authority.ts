import { DomainError, NotAllowed } from '../errors.js';
import type { Instant } from '../instant.js';
import { formatMinor } from '../money.js';
import type { PartnerState } from '../partner/partner.js';
import { isLive } from '../person/grants.js';
import type { Grant, Pattern, Rights } from '../person/rights.js';
import { organisationOf } from '../policy/policy-book.js';
import type { PolicyState } from '../policy/policy.js';
import type { ActionKind } from '../routing/policy-document.js';
import type { SiteState } from '../site/site.js';
import type { Commitment, Weighed } from './commitment.js';
import type { DecisionOption } from './stated-decision.js';

/** The case that authority is needed for, at the moment of deciding. */
export interface CaseToDecide extends Weighed {
  readonly site: SiteState;
  readonly partner: PartnerState;
  /** The policy that the route was made by. */
  readonly policy: PolicyState;
  readonly now: Instant;
}

/** What a grant must give: an action (null: any), and an amount in minor units of the routing currency (null: without limit). */
export interface NeededAuthority {
  readonly action: ActionKind | null;
  readonly minor: number | null;
  readonly currency: string;
}

/** The decider has no live grant that covers it. `authority` says what is missing. */
export class GrantMissing extends NotAllowed {
  constructor(readonly authority: NeededAuthority) {
    const { action, minor, currency } = authority;
    const what = action === null ? 'for a case like this' : `for the action ${action}`;
    super(
      `needs a live grant ${what} ${minor === null ? 'without a limit of amount' : `over at least ${formatMinor({ minor, currency })} ${currency}`}`,
    );
  }
}

/** It commits money, but the issue has no ask that was routed: nobody summed it with what else was committed. */
export class AskMissing extends DomainError {
  readonly kind = 'conflict';
  constructor() {
    super('commits an amount, so the issue needs an ask first: it is summed with other commitments on the order and the partner');
  }
}

/** The authority that the person uses: of the live grants that cover it the smallest. Throws `GrantMissing` or `AskMissing`. */
export function grantUsed(
  person: { readonly id: string; readonly rights: Rights },
  option: DecisionOption,
  commitment: Commitment,
  decided: CaseToDecide,
): { readonly person: string; readonly grantId: string } {
  const needed = neededFor(option, commitment, decided);
  const candidates = person.rights.grants.filter(
    (grant) => isLive(grant, decided.now) && matches(grant.pattern, decided) && gives(grant, needed, person.rights, decided),
  );
  const grant = candidates.toSorted(bySize)[0];
  if (grant !== undefined) return { person: person.id, grantId: grant.grantId };
  if (!commitment.bounded && !decided.route?.floors.some(({ code }) => code === 'AMOUNT')) throw new AskMissing();
  throw new GrantMissing(needed);
}

// To say no commits nothing, so any authority over such cases will do.
function neededFor(option: DecisionOption, { coveredMinor, bounded }: Commitment, { facts, book }: CaseToDecide): NeededAuthority {
  const action = option === 'no' ? null : (facts.ask?.action ?? 'other');
  return { action, minor: bounded ? coveredMinor : null, currency: organisationOf(book).routingCurrency };
}

function matches({ kind, partnerClass, siteClass }: Pattern, { facts, partner, site }: CaseToDecide): boolean {
  return (
    (kind === undefined || kind === facts.kind) &&
    (partnerClass === undefined || (partner.status === 'registered' && partner.partnerClass === partnerClass)) &&
    (siteClass === undefined || (site.status === 'registered' && site.siteClass === siteClass))
  );
}

function gives(grant: Grant, needed: NeededAuthority, { level }: Rights, { policy }: CaseToDecide): boolean {
  const action =
    needed.action === null || (grant.action === null ? (level ?? 0) >= reservedFor(needed.action, policy) : grant.action === needed.action);
  const amount =
    grant.amount === null || (needed.minor !== null && grant.amount.currency === needed.currency && needed.minor <= grant.amount.minor);
  return action && amount;
}

// By the policy itself: the route may have been made before the ask was amended, and say nothing of this action.
function reservedFor(action: ActionKind, policy: PolicyState): number {
  return policy.status === 'none' ? Infinity : (policy.policy.actionLevels[action] ?? 1);
}

function bySize(a: Grant, b: Grant): number {
  const size = (grant: Grant) => grant.amount?.minor ?? Infinity;
  const [left, right] = [size(a), size(b)];
  if (left !== right) return left - right;
  return a.grantId < b.grantId ? -1 : 1;
}
