import { checkInteger } from '../check-value.js';
import { InvalidValue } from '../errors.js';
import type { KnownFacts } from '../issue/issue.js';
import type { Amount, Money } from '../money.js';
import { amountIn } from '../policy/amount-in.js';
import type { PolicyBookState } from '../policy/policy-book.js';
import type { FloorTerm, FullRoute } from '../routing/route-record.js';
import type { StatedDecision, Terms } from './stated-decision.js';

/** The longest delay that can be accepted, in calendar days. */
export const MAX_DELAY_DAYS = 3650;

// Sums stop here, as they do in the evaluator: above every limit, and a few of them still add up to a safe integer.
const SATURATED = 1_000_000_000_000_000;

/** What a decision commits, in minor units of the routing currency, and what authority has to cover for it. */
export interface Commitment {
  /** Spend, value written off, and the days of delay accepted at the delay cost a day. */
  readonly ownMinor: number;
  /** `ownMinor` and the greater of the two sums of others: on the same order, or with the same partner; 0 where nothing is committed. */
  readonly coveredMinor: number;
  /** False: part of it has no exchange rate, or the others are not known. Then only a grant without limit covers it. */
  readonly bounded: boolean;
  readonly spend: Amount | null;
}

/** What is known of the case when it is weighed. */
export interface Weighed {
  readonly facts: KnownFacts;
  readonly route: FullRoute | null;
  readonly book: PolicyBookState;
}

/** What an option commits. The option is one that `checkOption` accepted. Throws `InvalidValue` for terms out of bounds. */
export function commitmentOf({ option, terms }: Pick<StatedDecision, 'option' | 'terms'>, weighed: Weighed): Commitment {
  switch (option) {
    case 'no':
      return { ownMinor: 0, coveredMinor: 0, bounded: true, spend: null };
    case 'recommended':
      return commitmentOfAsk(weighed);
    case 'alternative':
    case 'other':
      return terms === null ? withOthers({ ownMinor: 0, spend: null }, weighed.route) : commitmentOfTerms(terms, weighed);
  }
}

/** What the ask commits: as the issue says now, or as the route weighed it, whichever is more. */
export function commitmentOfAsk({ facts, route }: Weighed): Commitment {
  const { ask } = facts;
  const delay = delayCost(ask?.delayAcceptedDays ?? 0, facts, route);
  const own = (ask?.spend?.routed?.minor ?? 0) + (ask?.writeOff?.routed?.minor ?? 0) + delay.minor;
  const weighedBefore = numberIn(amountFloor(route), 'ownMinor');
  const exact = ask?.spend?.routed !== null && ask?.writeOff?.routed !== null && delay.exact;
  return withOthers({ ownMinor: saturate(Math.max(own, weighedBefore)), spend: ask?.spend ?? null }, route, exact);
}

function commitmentOfTerms({ spend, writeOff, delayAcceptedDays }: Terms, { facts, route, book }: Weighed): Commitment {
  checkInteger(delayAcceptedDays, 'terms.delayAcceptedDays', 0, MAX_DELAY_DAYS);
  const spent = spend === null ? null : definite(spend, 'terms.spend', book);
  const writtenOff = writeOff === null ? null : definite(writeOff, 'terms.writeOff', book);
  const delay = delayCost(delayAcceptedDays, facts, route);
  const own = (spent?.routed.minor ?? 0) + (writtenOff?.routed.minor ?? 0) + delay.minor;
  return withOthers({ ownMinor: saturate(own), spend: spent }, route, delay.exact);
}

/** Adds the others, as the last route summed them; what commits nothing needs no authority for theirs. Nobody summed them when there was no ask to route by. */
export function withOthers(own: Pick<Commitment, 'ownMinor' | 'spend'>, route: FullRoute | null, exact = true): Commitment {
  const floor = amountFloor(route);
  const others = Math.max(numberIn(floor, 'otherOrderMinor'), numberIn(floor, 'otherPartnerMinor'));
  return {
    ...own,
    coveredMinor: own.ownMinor === 0 ? 0 : saturate(own.ownMinor + others),
    bounded: exact && (floor !== undefined || own.ownMinor === 0),
  };
}

// Whoever decides says what it costs: an amount without a rate could be held against no grant.
function definite(money: Money, field: string, book: PolicyBookState): Amount & { readonly routed: Money } {
  const amount = amountIn(book, money, field);
  if (amount.routed === null) throw new InvalidValue(`${field}.currency`, 'has no exchange rate: state it in the routing currency');
  return { ...amount, routed: amount.routed };
}

/** Days at the issue's own cost, else at the one that the route derived. An assumed cost sorts only; it commits nothing. */
function delayCost(days: number, { delayCostPerDay }: KnownFacts, route: FullRoute | null): { minor: number; exact: boolean } {
  if (delayCostPerDay !== null && delayCostPerDay.routed === null) return { minor: 0, exact: days === 0 };
  const derived = route === null || route.pool.assumed ? 0 : route.pool.delayCostPerDay;
  return { minor: saturate(days * (delayCostPerDay?.routed?.minor ?? derived)), exact: true };
}

function amountFloor(route: FullRoute | null): FloorTerm | undefined {
  return route?.floors.find(({ code }) => code === 'AMOUNT');
}

function numberIn(floor: FloorTerm | undefined, name: string): number {
  const value = floor?.facts[name];
  return typeof value === 'number' ? value : 0;
}

function saturate(minor: number): number {
  return Math.min(SATURATED, minor);
}
