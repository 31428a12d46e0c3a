import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Policy } from '../policy-document.js';
import { situations, type Situation } from '../testing/cases.js';
import type { CaseFacts } from './case-facts.js';
import { route, type Verdict } from './route.js';

type Evaluator = (facts: CaseFacts, policy: Policy) => Verdict;
/** A law, tried on any evaluator: so that a wrong one can be shown to break it. */
type Law = (evaluate: Evaluator) => { readonly failed: boolean };

const law =
  <T>(arbitrary: fc.Arbitrary<T>, holds: (evaluate: Evaluator, example: T) => boolean): Law =>
  (evaluate) => {
    const { failed, seed, counterexample } = fc.check(
      fc.property(arbitrary, (example) => holds(evaluate, example)),
      { numRuns: 2_500 },
    );
    return { failed, seed, counterexample };
  };

const amount = fc.oneof(fc.integer({ min: 0, max: 10_000_000_000_000 }), fc.integer({ min: 0, max: 200_000_000 }));
const few = fc.integer({ min: 0, max: 12 });

const stated = (facts: CaseFacts): CaseFacts => ({
  ...facts,
  slackMinutes: facts.slackMinutes ?? 700,
  delayCostPerDay: facts.delayCostPerDay ?? 0,
  valueAtRisk: facts.valueAtRisk ?? 0,
  units: facts.units ?? 0,
  visibility: facts.visibility ?? 0,
  ask: facts.ask && { ...facts.ask, amount: facts.ask.amount ?? 0 },
});

/** One fact made worse (or left) by a value. */
const WORSE: readonly ((facts: CaseFacts, by: { amount: number; few: number }) => CaseFacts)[] = [
  (facts, by) => ({ ...facts, ask: facts.ask && { ...facts.ask, amount: Math.max(facts.ask.amount!, by.amount) } }),
  (facts, by) => ({ ...facts, ask: facts.ask && { ...facts.ask, delayDays: facts.ask.delayDays + by.few } }),
  (facts, by) => ({ ...facts, otherCommitments: { ...facts.otherCommitments, order: Math.max(facts.otherCommitments.order, by.amount) } }),
  (facts, by) => ({
    ...facts,
    otherCommitments: { ...facts.otherCommitments, partner: Math.max(facts.otherCommitments.partner, by.amount) },
  }),
  (facts, by) => ({ ...facts, delayCostPerDay: Math.max(facts.delayCostPerDay!, by.amount) }),
  (facts, by) => ({ ...facts, valueAtRisk: Math.max(facts.valueAtRisk!, by.amount) }),
  (facts, by) => ({ ...facts, units: Math.max(facts.units!, by.amount) }),
  (facts) => ({ ...facts, irreversible: true }),
  (facts, by) => ({ ...facts, visibility: Math.max(facts.visibility!, Math.min(3, by.few)) }),
  (facts, by) => ({ ...facts, handOffs: facts.handOffs + by.few }),
  (facts, by) => ({ ...facts, heldMinutes: facts.heldMinutes + by.few * 500 }),
  (facts, by) => ({ ...facts, slackMinutes: Math.min(facts.slackMinutes!, by.few * 400) }),
  (facts, by) => ({ ...facts, earlierSuccesses: Math.min(facts.earlierSuccesses, by.few) }),
];

const P1 = law(fc.record({ it: situations(), by: fc.record({ amount, few }) }), (evaluate, { it: { facts, policy }, by }) => {
  const { level } = evaluate(stated(facts), policy);
  return WORSE.every((worsen) => evaluate(worsen(stated(facts), by), policy).level >= level);
});

const P2 = law(
  fc.record({ it: situations(), more: fc.array(fc.integer({ min: 0, max: 80 }), { minLength: 5, maxLength: 5 }) }),
  (evaluate, { it: { facts, policy }, more }) => {
    const idle = evaluate(facts, policy);
    const busy = evaluate({ ...facts, load: facts.load.map((use, index) => use + more[index]!) }, policy);
    const floorsStand =
      busy.floors.every(({ level }, index) => level === idle.floors[index]!.level) && busy.floors.length === idle.floors.length;
    const keptStands = (busy.held?.level ?? 1) === (idle.held?.level ?? 1) && busy.level >= Math.min(idle.held?.level ?? 1, idle.level);
    return busy.level <= idle.level && floorsStand && keptStands;
  },
);

/** The same case evaluated again and again, `minutes` apart: only where it stands and since when follows from the verdict before. */
function evaluateAgain(evaluate: Evaluator, { facts, policy }: Situation, minutes: number, times: number): number[] {
  const levels: number[] = [];
  let now = facts;
  for (let turn = 0; turn < times; turn++) {
    const { level } = evaluate(now, policy);
    levels.push(level);
    now = { ...now, ownLevel: level, atLevelMinutes: (level === now.ownLevel ? now.atLevelMinutes : 0) + minutes };
  }
  return levels;
}

const P3 = law(fc.record({ it: situations(), minutes: fc.constantFrom(0, 2_000) }), (evaluate, { it, minutes }) => {
  const levels = evaluateAgain(evaluate, it, minutes, 8);
  return levels.slice(3).every((level) => level === levels[2]);
});

const scaled = (money: number | null, by: number): number | null => (money === null ? null : money * by);

const P6 = law(
  fc.record({ it: situations(1_000_000), by: fc.integer({ min: 2, max: 1_000 }) }),
  (evaluate, { it: { facts, policy }, by }) => {
    const cap = (money: number | null): number | null => (money === null ? null : Math.min(money, 1_000_000_000));
    const scaleCase = (scale: number): CaseFacts => ({
      ...facts,
      delayCostPerDay: scaled(cap(facts.delayCostPerDay), scale),
      valueAtRisk: scaled(cap(facts.valueAtRisk), scale),
      programmeBudget: cap(facts.programmeBudget)! * scale,
      ask: facts.ask && { ...facts.ask, amount: scaled(cap(facts.ask.amount), scale) },
      otherCommitments: { order: cap(facts.otherCommitments.order)! * scale, partner: cap(facts.otherCommitments.partner)! * scale },
      handOver: facts.handOver && {
        ...facts.handOver,
        amountLimit: cap(facts.handOver.amountLimit)! * scale,
        valueLimit: cap(facts.handOver.valueLimit)! * scale,
      },
      critical: facts.critical && { ...facts.critical, detail: scale === 1 ? 'one' : 'renamed' },
    });
    const dear: Policy = { ...policy, limits: policy.limits.map((limit) => ({ ...limit, minor: limit.minor * by })) };
    const [one, other] = [evaluate(scaleCase(1), policy), evaluate(scaleCase(by), dear)];
    return one.level === other.level && one.score === other.score && one.question === other.question;
  },
);

const P8 = law(situations(), (evaluate, { facts: full, policy }) => {
  const none: CaseFacts = { ...full, ask: null, action: null, exposure: 'none', critical: null, roadblock: null, calledMine: null };
  const added = (['ask', 'action', 'exposure', 'critical', 'roadblock', 'calledMine'] as const).map((floor) => ({
    ...none,
    [floor]: full[floor],
  }));
  const level = evaluate(none, policy).level;
  return [...added, full].every((facts) => evaluate(facts, policy).level >= level);
});

const P8b = law(situations(), (evaluate, { facts: full, policy }) => {
  const none: CaseFacts = { ...full, handOver: null, calledDelegate: null };
  const level = evaluate(none, policy).level;
  return [{ ...none, handOver: full.handOver }, { ...none, calledDelegate: full.calledDelegate }, full].every(
    (facts) => evaluate(facts, policy).level <= level,
  );
});

const P11 = law(
  fc.record({ it: situations(), cuts: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 4 }) }),
  (evaluate, { it: { facts, policy }, cuts }) => {
    const whole = { ...stated(facts), ask: stated(facts).ask ?? { amount: 3_000_000, unconvertible: false, delayDays: 0 } };
    const all = whole.ask.amount!;
    const at = [0, ...cuts.map((cut) => Math.floor((all * cut) / 100)).sort((a, b) => a - b), all];
    const parts = at.slice(1).map((cut, index) => cut - at[index]!);
    const levels = parts.map((part) => {
      const { order, partner } = whole.otherCommitments;
      return evaluate(
        { ...whole, ask: { ...whole.ask, amount: part }, otherCommitments: { order: order + all - part, partner: partner + all - part } },
        policy,
      ).level;
    });
    return Math.max(...levels) >= evaluate(whole, policy).level;
  },
);

/** Wrong evaluators, each with a mistake that has been made somewhere, and the law that it breaks. */
const whenHeld = (facts: CaseFacts): boolean => facts.ownLevel > 1 && (facts.load[facts.ownLevel - 1] ?? 0) >= 100;
const LAWS: readonly { readonly name: string; readonly law: Law; readonly broken: string; readonly by: Evaluator }[] = [
  {
    name: 'P1 a worse fact never lowers the level',
    law: P1,
    broken: 'hand-offs counted in two bits',
    by: (facts, policy) => route({ ...facts, handOffs: facts.handOffs % 4 }, policy),
  },
  {
    name: 'P1 a worse fact never lowers the level',
    law: P1,
    broken: 'amounts over 2^31 that turn negative',
    by: (facts, policy) => route({ ...facts, ask: facts.ask && { ...facts.ask, amount: (facts.ask.amount ?? 0) | 0 } }, policy),
  },
  {
    name: 'P2 load never raises a level, nor lowers a floor or what is held',
    law: P2,
    broken: 'the load price held against what is held',
    by: (facts, policy) => route(whenHeld(facts) ? { ...facts, ownLevel: 1 } : facts, policy),
  },
  {
    name: 'P2 load never raises a level, nor lowers a floor or what is held',
    law: P2,
    broken: 'a busy L2 passing its cases on to L3',
    by: (facts, policy) =>
      route(
        (facts.load[1] ?? 0) > 100 && policy.levels.length > 2
          ? { ...facts, roadblock: { fromLevel: 2, cause: 'clock', requests: 1 } }
          : facts,
        policy,
      ),
  },
  {
    name: 'P3 with constant facts the level is stable after three evaluations',
    law: P3,
    broken: 'a hold that reaches one level higher than it stands',
    by: (facts, policy) => {
      const verdict = route(facts, policy);
      return { ...verdict, level: verdict.held === null ? Math.min(2, verdict.level + 1) : verdict.level - 1 };
    },
  },
  {
    name: 'P6 scaling all money changes nothing',
    law: P6,
    broken: 'a bar in minor units',
    by: (facts, policy) => route({ ...facts, irreversible: (facts.valueAtRisk ?? 0) > 1_000_000 }, policy),
  },
  {
    name: 'P8 adding a floor never lowers a level',
    law: P8,
    broken: 'the last floor taken in place of the highest',
    by: (facts, policy) => {
      const verdict = route(facts, policy);
      return { ...verdict, level: verdict.floors.at(-1)?.level ?? verdict.level };
    },
  },
  {
    name: 'P8b adding a ceiling never raises a level',
    law: P8b,
    broken: 'a ceiling taken for the level',
    by: (facts, policy) => {
      const verdict = route(facts, policy);
      return { ...verdict, level: Math.max(verdict.level, ...verdict.ceilings.map(({ level }) => level)) };
    },
  },
  {
    name: 'P11 splitting an ask never lowers the level',
    law: P11,
    broken: 'commitments that are not added up',
    by: (facts, policy) => route({ ...facts, otherCommitments: { order: 0, partner: 0 } }, policy),
  },
];

describe('the laws of the evaluator', () => {
  const each = new Map(LAWS.map(({ name, law: one }) => [name, one]));
  it.each([...each])('%s', (_, one) => expect(one(route)).toMatchObject({ failed: false }));

  it.each(LAWS)('$name: bites $broken', ({ law: one, by }) => expect(one(by)).toMatchObject({ failed: true }));
});
