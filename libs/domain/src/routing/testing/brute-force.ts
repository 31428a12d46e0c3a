import fc from 'fast-check';
import type { FactorCode, Policy } from '../policy-document.js';
import type { Flip } from '../route-record.js';
import type { CaseFacts } from '../v1/case-facts.js';
import { FLIP_FACTS, type FlipFact } from '../v1/flip-facts.js';
import { levelAndScore } from '../v1/route.js';
import { situations, type Situation } from './cases.js';

type Nearest = { readonly value: number; readonly level: number } | null;

/** The nearest of all `values` on either side at which the level is another, tried one after the other from the nearest on. */
function bruteForce(
  fact: FlipFact,
  values: readonly number[],
  facts: CaseFacts,
  policy: Policy,
): Readonly<Record<Flip['direction'], Nearest>> {
  const from = fact.read(facts, policy);
  if (from === null) return { up: null, down: null };
  const now = levelAndScore(facts, policy).level;
  const first = (candidates: readonly number[]): Nearest => {
    for (const value of candidates) {
      const { level } = levelAndScore(fact.set(facts, value, policy), policy);
      if (level !== now) return { value, level };
    }
    return null;
  };
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  return { up: first(sorted.filter((value) => value > from)), down: first(sorted.filter((value) => value < from).reverse()) };
}

const statedFlip = (flips: readonly Flip[], fact: FlipFact, direction: Flip['direction']): Nearest =>
  flips.find((flip) => flip.fact === fact.name && flip.direction === direction)?.flip ?? null;

/** What the stated flips say otherwise than the brute force; empty: exactly the same. */
export function differences(flips: readonly Flip[], facts: CaseFacts, policy: Policy, valuesOf = valuesUnder(facts, policy)): unknown[] {
  return FLIP_FACTS.flatMap((fact) => {
    const found = bruteForce(fact, valuesOf(fact), facts, policy);
    return (['up', 'down'] as const).flatMap((direction) => {
      const said = statedFlip(flips, fact, direction);
      return found[direction]?.value === said?.value && found[direction]?.level === said?.level
        ? []
        : [{ fact: fact.name, direction, found: found[direction], said }];
    });
  });
}

const MOST_SMALL: Readonly<Record<string, number>> = {
  irreversible: 1,
  visibility: 3,
  exposure: 1,
  critical: 1,
  handedOver: 1,
  phase: 2,
  earlierSuccesses: 12,
  handOffs: 12,
  successesInARow: 16,
};
const upTo = (most: number, least = 0): number[] => Array.from({ length: most - least + 1 }, (_, index) => least + index);

/** All values of a fact with few of them; null for amounts, minutes and counts without an end. */
export function allValues(name: string, { levels }: Policy): number[] | null {
  if (name in MOST_SMALL) return upTo(MOST_SMALL[name]!);
  if (name.startsWith('load.')) return upTo(120);
  if (['actionLevel', 'calledMine', 'calledDelegate', 'ownLevel'].includes(name)) return upTo(levels.length, 1);
  return name === 'roadblock' ? upTo(levels.length - 1) : null;
}

/** Every value at which some bar, limit or share of the policy is passed, and its neighbours, made in exact fractions. */
function stepValues(name: string, facts: CaseFacts, policy: Policy): number[] {
  const big = (value: number | null | undefined): bigint => BigInt(value ?? 0);
  const first = big(policy.limits[0]?.minor);
  const remedy = big(facts.remedyMinutes);
  const [days, cost, amount] = [big(facts.ask?.delayDays), big(facts.delayCostPerDay), big(facts.ask?.amount)];
  const others = big(Math.max(facts.otherCommitments.order, facts.otherCommitments.partner));
  const bars = (code: FactorCode): bigint[] => policy.steps[code].map(({ bar }) => BigInt(bar));
  const shares = (whole: number): bigint[] => policy.stakes.programmePercent.map((percent) => (BigInt(percent) * BigInt(whole)) / 100n);
  const room = (taken: bigint): bigint[] =>
    [...policy.limits.map(({ minor }) => minor), ...(facts.handOver ? [facts.handOver.amountLimit] : [])].map(
      (limit) => BigInt(limit) - taken,
    );
  const roomIn = (part: bigint): bigint[] => (part === 0n ? [] : room(amount + others).map((left) => left / part));
  const marks: Readonly<Record<string, bigint[]>> = {
    slackMinutes: bars('TIME').map((bar) => (bar * remedy) / 100n),
    delayCostPerDay: [...bars('DELAY_COST').map((bar) => (bar * first) / 100n), ...roomIn(days)],
    valueAtRisk: [
      ...policy.stakes.limitMultiples.map((multiple) => BigInt(multiple) * first),
      ...shares(facts.programmeBudget),
      ...(facts.handOver ? [BigInt(facts.handOver.valueLimit)] : []),
    ],
    units: shares(facts.programmeUnits),
    heldMinutes: bars('STALL').map((bar) => bar * remedy),
    askAmount: room(days * cost + others),
    delayDays: roomIn(cost),
    otherCommitmentsOnOrder: room(amount + days * cost),
    otherCommitmentsWithPartner: room(amount + days * cost),
    atLevelMinutes: [big(policy.dwellMinutes)],
  };
  const around = [0n, ...(marks[name] ?? [])].flatMap((mark) => [mark - 1n, mark, mark + 1n]);
  return around.filter((value) => value >= 0n && value <= 10_000_000_000_000n).map(Number);
}

/** What the brute force tries: all values of a fact with few of them, else every step value. */
const valuesUnder =
  (facts: CaseFacts, policy: Policy) =>
  (fact: FlipFact): readonly number[] =>
    allValues(fact.name, policy) ?? stepValues(fact.name, facts, policy);

const SMALL = 400;
const to = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max });

/** Policies and cases whose amounts and minutes are small enough to try every value there is. */
export const smallWorlds: fc.Arbitrary<Situation> = situations(120).chain(({ facts, policy }) =>
  fc
    .record({
      remedyMinutes: fc.integer({ min: 1, max: 20 }),
      slackMinutes: to(60),
      heldMinutes: to(200),
      delayCostPerDay: to(200),
      valueAtRisk: to(200),
      units: to(200),
      programmeUnits: to(200),
      programmeBudget: to(200),
    })
    .map((small) => ({
      policy: {
        ...policy,
        dwellMinutes: policy.dwellMinutes % 300,
        limits: policy.limits.map(({ minor }, index) => ({ minor: (minor % 60) + 61 * index + 1, currency: 'USD' })),
      },
      facts: {
        ...facts,
        ...small,
        atLevelMinutes: facts.atLevelMinutes % SMALL,
        ask: facts.ask && { ...facts.ask, amount: facts.ask.amount && facts.ask.amount % 150, delayDays: facts.ask.delayDays % 5 },
        otherCommitments: { order: facts.otherCommitments.order % 100, partner: facts.otherCommitments.partner % 100 },
        handOver: facts.handOver && {
          ...facts.handOver,
          amountLimit: facts.handOver.amountLimit % 250,
          valueLimit: facts.handOver.valueLimit % 250,
        },
      },
    })),
);

/** The same against every value of a small world, one by one: no step values, nothing derived from the policy. */
export function differencesInSmallWorld(flips: readonly Flip[], { facts, policy }: Situation): unknown[] {
  const within = flips.map((flip) => (flip.flip !== null && flip.flip.value > SMALL ? { ...flip, flip: null } : flip));
  return differences(within, facts, policy, (fact) => allValues(fact.name, policy) ?? upTo(SMALL));
}
