import fc from 'fast-check';
import { ACTION_KINDS, type Policy } from '../policy-document.js';
import type { CaseFacts } from '../v1/case-facts.js';
import { policies, LARGE } from './policies.js';

const MOST = 10_000_000_000_000;
const count = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max });
const sometimes = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 2, arbitrary });
/** One in ten is missing, so that most cases are stated and all combinations of missing ones come up. */
const mostly = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 9, arbitrary });

/** Amounts at and around everything that a policy holds amounts against, and any amount at all. */
function amounts({ limits, stakes }: Policy): fc.Arbitrary<number> {
  const first = limits[0]?.minor ?? 1;
  const marks = [
    0,
    ...limits.map(({ minor }) => minor),
    ...stakes.limitMultiples.map((multiple) => multiple * first),
    Math.ceil(first / 10),
    first * 2,
  ];
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(fc.constantFrom(...marks), fc.integer({ min: -1, max: 1 }))
        .map(([mark, by]) => Math.min(MOST, Math.max(0, mark + by))),
    },
    { weight: 3, arbitrary: count(Math.min(MOST, first * 200)) },
    { weight: 1, arbitrary: count(MOST) },
  );
}

/** Attention in use: below the price, within it, above it; and at its ends. */
function use(fromPercent: number): fc.Arbitrary<number> {
  return fc.oneof(
    count(fromPercent),
    fc.integer({ min: fromPercent + 1, max: Math.max(99, fromPercent + 1) }),
    fc.integer({ min: 100, max: 130 }),
    fc.constantFrom(fromPercent, fromPercent + 1, 100),
  );
}

const NO_FLOOR = { ask: null, action: null, exposure: 'none', critical: null, roadblock: null, calledMine: null } as const;
const NEW_AND_NO_CEILING = { calledDelegate: null, handOver: null, ownLevel: 1 } as const;

/** Facts of a case within their ranges, near the bars of a policy; in a part of them no floor applies, or nothing but the score decides. */
export function cases(policy: Policy): fc.Arbitrary<CaseFacts> {
  // Copied into plain objects: those that the library builds key by key are several times slower to read.
  const any = anyCases(policy).map((facts) => structuredClone(facts));
  return fc.oneof(
    { weight: 3, arbitrary: any },
    { weight: 1, arbitrary: any.map((facts) => ({ ...facts, ...NO_FLOOR })) },
    { weight: 1, arbitrary: any.map((facts) => ({ ...facts, ...NO_FLOOR, ...NEW_AND_NO_CEILING })) },
  );
}

function anyCases(policy: Policy): fc.Arbitrary<CaseFacts> {
  const amount = amounts(policy);
  const levels = policy.levels.length;
  const level = fc.integer({ min: 1, max: levels });
  return fc.record({
    now: count(40_000_000),
    slackMinutes: mostly(fc.oneof(count(5_000), count(5_000_000))),
    remedyMinutes: fc.integer({ min: 1, max: 3_000 }),
    remedyAssumed: fc.boolean(),
    calendarAssumed: fc.boolean(),
    delayCostPerDay: mostly(amount),
    valueAtRisk: mostly(amount),
    units: mostly(count(50_000)),
    programmeBudget: fc.oneof(fc.constant(0), amount.map((each) => Math.min(MOST, each * 20)), count(MOST)), // prettier-ignore
    programmeUnits: fc.constantFrom(0, 100, 99_999, 400_000),
    irreversible: fc.boolean(),
    critical: sometimes(fc.record({ detail: fc.constantFrom('on_time', 'right_model'), successesInARow: count(14) })),
    earlierSuccesses: count(8),
    visibility: mostly(count(3)),
    handOffs: count(9),
    heldMinutes: count(20_000),
    exposure: fc.oneof(
      { weight: 4, arbitrary: fc.constant('none' as const) },
      { weight: 1, arbitrary: fc.constantFrom('safety' as const, 'legal' as const) },
    ),
    action: sometimes(fc.constantFrom(...ACTION_KINDS)),
    ask: sometimes(
      fc.record({
        amount: mostly(amount),
        unconvertible: fc.integer({ min: 0, max: 19 }).map((each) => each === 0),
        delayDays: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: count(2_000) }),
      }),
    ),
    otherCommitments: fc.oneof(
      { weight: 1, arbitrary: fc.constant({ order: 0, partner: 0 }) },
      { weight: 1, arbitrary: fc.record({ order: amount, partner: amount }) },
    ),
    roadblock: fc.oneof(
      { weight: 2, arbitrary: fc.constant(null) },
      {
        weight: 1,
        arbitrary: fc.record({
          fromLevel: level,
          cause: fc.constantFrom('asked' as const, 'stepped_up' as const, 'clock' as const),
          requests: fc.integer({ min: 1, max: 3 }),
        }),
      },
    ),
    calledMine: fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.record({ level }) }),
    calledDelegate: fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.record({ level }) }),
    handOver: sometimes(
      fc.record({
        playbook: fc.constant('late-south'),
        amountLimit: fc.oneof(amount, fc.constant(MOST)),
        valueLimit: fc.oneof(amount, fc.constant(MOST)),
      }),
    ),
    ownLevel: level,
    atLevelMinutes: fc.oneof(
      count(policy.dwellMinutes),
      count(2_000),
      fc.constantFrom(policy.dwellMinutes, Math.max(0, policy.dwellMinutes - 1)),
    ),
    load: fc.array(use(policy.loadPrice.fromPercent), { minLength: levels, maxLength: levels }),
    phase: fc.constantFrom('launch' as const, 'scaling' as const, 'steady' as const),
    derived: fc.record({ valueAtRisk: fc.boolean(), delayCostPerDay: fc.boolean() }),
    sources: fc.constant({ slack: { stream: 'issue-1', revision: 0 } }),
  });
}

export interface Situation {
  readonly policy: Policy;
  readonly facts: CaseFacts;
}

/** A policy, the default one or a generated one, and a case near its bars. */
export function situations(mostLimit?: number): fc.Arbitrary<Situation> {
  return fc.oneof(fc.constant(LARGE), policies(mostLimit)).chain((policy) => cases(policy).map((facts) => ({ policy, facts })));
}

/** A quiet case under the large limits: delegated, nothing missing, no floor, no ceiling; scores 0. */
export function quietCase(changes: Partial<CaseFacts> = {}): CaseFacts {
  return {
    now: 27_000_000,
    slackMinutes: 100_000,
    remedyMinutes: 1_000,
    remedyAssumed: false,
    calendarAssumed: false,
    delayCostPerDay: 0,
    valueAtRisk: 0,
    units: 0,
    programmeBudget: 20_000_000_000,
    programmeUnits: 400_000,
    irreversible: false,
    critical: null,
    earlierSuccesses: 3,
    visibility: 0,
    handOffs: 0,
    heldMinutes: 0,
    exposure: 'none',
    action: null,
    ask: null,
    otherCommitments: { order: 0, partner: 0 },
    roadblock: null,
    calledMine: null,
    calledDelegate: null,
    handOver: null,
    ownLevel: 1,
    atLevelMinutes: 0,
    load: [0, 0, 0],
    phase: 'scaling',
    derived: { valueAtRisk: false, delayCostPerDay: false },
    sources: {},
    ...changes,
  };
}
