/** route() with its terms, and with verified flips: decisions a second of one core's time. No baseline: the target is a figure. */
import { defaultPolicy, presetLimits } from '#domain';
import { route } from '#domain/routing/v1/route';
import { flipsOf as flips } from '#domain/routing/v1/flips';
import { coreSeconds } from './measure.mjs';

const policy = defaultPolicy({ currency: 'USD', limits: presetLimits('large', 'USD'), name: 'Bench' });

/** Cases of every sort, from a fixed sequence, so that no branch is always taken. */
function cases(count) {
  let seed = 20_260_101;
  const next = (below) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  return Array.from({ length: count }, () => ({
    now: 29_000_000,
    slackMinutes: next(10) === 0 ? null : next(5_000),
    remedyMinutes: 540 + next(2_000),
    remedyAssumed: next(2) === 0,
    calendarAssumed: false,
    delayCostPerDay: next(10) === 0 ? null : next(6_000_000),
    valueAtRisk: next(10) === 0 ? null : next(100_000_000),
    units: next(2_000),
    programmeBudget: 20_000_000_000,
    programmeUnits: 400_000,
    irreversible: next(20) === 0,
    critical: next(5) === 0 ? { detail: 'configured', successesInARow: next(15) } : null,
    earlierSuccesses: next(6),
    visibility: next(5) === 0 ? null : next(4),
    handOffs: next(4),
    heldMinutes: next(6_000),
    exposure: next(40) === 0 ? 'safety' : 'none',
    action: next(3) === 0 ? 'move_stock' : 'spend',
    ask: next(4) === 0 ? null : { amount: next(3_000_000), unconvertible: false, delayDays: next(3) },
    otherCommitments: { order: next(2_000_000), partner: next(2_000_000) },
    roadblock: next(10) === 0 ? { fromLevel: 1, cause: 'asked', requests: 1 } : null,
    calledMine: null,
    calledDelegate: next(20) === 0 ? { level: 1 } : null,
    handOver: next(10) === 0 ? { playbook: 'p', amountLimit: 2_500_000, valueLimit: 50_000_000 } : null,
    ownLevel: 1 + next(3),
    atLevelMinutes: next(1_000),
    load: [50, next(120), next(120)],
    phase: ['launch', 'scaling', 'steady'][next(3)],
    derived: { valueAtRisk: false, delayCostPerDay: false },
    sources: {},
  }));
}

const rate = (count, decide) => async () => {
  const facts = cases(count);
  return count / (await coreSeconds(() => facts.forEach((each) => decide(each, policy))));
};

export const benches = [
  {
    name: 'route() with terms, decisions a second',
    target: '≥ 300,000 a second',
    better: 'more',
    goal: 300_000,
    unit: 'a second of one core',
    setUp: async () => ({ baseline: null, measured: rate(100_000, route) }),
  },
  {
    name: 'route() with verified flips, decisions a second',
    target: '≥ 10,000 a second',
    better: 'more',
    goal: 10_000,
    unit: 'a second of one core',
    setUp: async () => ({
      baseline: null,
      measured: rate(5_000, (facts) => {
        route(facts, policy);
        flips(facts, policy);
      }),
    }),
  },
];
