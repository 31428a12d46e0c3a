import type { Policy } from '../policy-document.js';
import type { CaseFacts } from './case-facts.js';

// Taken once: where tests run in a context of their own, every look at a global costs more than the sum.
const { ceil, floor, max, min } = Math;

/** Amounts are at most this many minor units; counts and minutes are kept under it too, so that every × 100 stays a safe integer. */
export const MOST = 10_000_000_000_000;

/** Where sums and products of amounts stop growing: above every limit, and a few of them still add up to a safe integer. */
const SATURATED = 1_000_000_000_000_000;

/** What several reasons share, worked out once for one evaluation. */
export interface Reading {
  readonly facts: CaseFacts;
  readonly policy: Policy;
  readonly commitment: Commitment;
  readonly stakes: Stakes;
}

/** What authority must cover, in minor units. */
interface Commitment {
  /** Spend, value written off, and the days of delay accepted at the delay cost a day. */
  readonly own: number;
  /** `own` and the greater of the two sums of others; 0 when nothing is asked for, or what is asked for commits nothing. */
  readonly total: number;
}

interface Stakes {
  /** 0 to 4, by value at risk, share of units and irreversibility. */
  readonly own: number;
  /** What is scored: one more when a critical detail is broken that has no floor. */
  readonly scored: number;
  /** A critical detail is broken where that asks for a level rather than for higher stakes. */
  readonly criticalFloor: boolean;
}

/** Reads the facts under the policy. */
export function read(facts: CaseFacts, policy: Policy): Reading {
  return { facts, policy, commitment: commitmentOf(facts), stakes: stakesOf(facts, policy) };
}

function commitmentOf({ ask, otherCommitments, delayCostPerDay }: CaseFacts): Commitment {
  if (ask === null) return { own: 0, total: 0 };
  const own = saturate((ask.amount ?? 0) + saturate(ask.delayDays * (delayCostPerDay ?? 0)));
  return { own, total: own === 0 ? 0 : saturate(own + max(otherCommitments.order, otherCommitments.partner)) };
}

function stakesOf(facts: CaseFacts, policy: Policy): Stakes {
  const measured = max(stakesByValue(facts, policy), stakesByUnits(facts, policy));
  const own = min(4, measured + (facts.irreversible ? 1 : 0));
  if (facts.critical === null) return { own, scored: own, criticalFloor: false };
  const unproven = facts.critical.successesInARow < policy.critical.successesInARow;
  if (facts.phase === 'launch' && own >= policy.critical.stakes && unproven) return { own, scored: own, criticalFloor: true };
  return { own, scored: min(4, own + 1), criticalFloor: false };
}

function stakesByValue({ valueAtRisk, programmeBudget }: CaseFacts, { stakes, limits }: Policy): number {
  const value = valueAtRisk ?? 0;
  if (programmeBudget > 0 && percentDown(value, programmeBudget) >= stakes.programmePercent[3]) return 4;
  const multiple = floor(value / firstLimit(limits));
  const [one, two, three] = stakes.limitMultiples;
  return multiple >= three ? 3 : multiple >= two ? 2 : multiple >= one ? 1 : 0;
}

function stakesByUnits({ units, programmeUnits }: CaseFacts, { stakes }: Policy): number {
  if (units === null || programmeUnits === 0) return 0;
  const share = percentDown(units, programmeUnits);
  const [one, two, three, four] = stakes.programmePercent;
  return share >= four ? 4 : share >= three ? 3 : share >= two ? 2 : share >= one ? 1 : 0;
}

/** The L1 limit: the measure of cost and value. */
export function firstLimit(limits: Policy['limits']): number {
  return max(1, limits[0]?.minor ?? 1);
}

/** part × 100 ÷ whole, rounded down: it is at least a whole percentage exactly when the true share is. */
export function percentDown(part: number, whole: number): number {
  return floor((min(part, MOST) * 100) / whole);
}

/** part × 100 ÷ whole, rounded up: it is at most a whole percentage exactly when the true share is. */
export function percentUp(part: number, whole: number): number {
  return ceil((min(part, MOST) * 100) / whole);
}

function saturate(amount: number): number {
  return min(SATURATED, amount);
}
