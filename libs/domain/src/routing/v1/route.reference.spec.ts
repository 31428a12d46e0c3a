import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Policy } from '../policy-document.js';
import { cases, situations } from '../testing/cases.js';
import { LARGE } from '../testing/policies.js';
import { referenceLevel, type Rulebook, type Story } from '../testing/reference-model.js';
import type { CaseFacts } from './case-facts.js';
import { route, type Verdict } from './route.js';

const stated = (value: number | null): bigint | 'unknown' => (value === null ? 'unknown' : BigInt(value));

function storyOf(facts: CaseFacts, policy: Policy): Story {
  const { ask } = facts;
  return {
    slack: stated(facts.slackMinutes),
    remedy: BigInt(facts.remedyMinutes),
    costOfADay: stated(facts.delayCostPerDay),
    atRisk: stated(facts.valueAtRisk),
    share: { units: BigInt(facts.units ?? 0), of: BigInt(facts.programmeUnits) },
    budget: BigInt(facts.programmeBudget),
    forGood: facts.irreversible,
    detail: facts.critical === null ? 'none' : { inARow: facts.critical.successesInARow },
    seenBefore: facts.earlierSuccesses,
    watchers: facts.visibility ?? 'unknown',
    passedOn: facts.handOffs,
    held: BigInt(facts.heldMinutes),
    danger: facts.exposure !== 'none',
    actionNeeds: facts.action === null ? 1 : (policy.actionLevels[facts.action] ?? 1),
    asks: ask === null ? 'nothing' : { spend: ask.unconvertible ? 'no rate' : stated(ask.amount), days: BigInt(ask.delayDays) },
    othersSum: BigInt(Math.max(facts.otherCommitments.order, facts.otherCommitments.partner)),
    stuckAt: facts.roadblock?.fromLevel ?? 0,
    mine: facts.calledMine?.level ?? 1,
    capped: facts.calledDelegate?.level ?? policy.levels.length,
    playbook: facts.handOver === null ? 'none' : { amount: BigInt(facts.handOver.amountLimit), value: BigInt(facts.handOver.valueLimit) },
    stands: { level: facts.ownLevel, dwelling: facts.atLevelMinutes < policy.dwellMinutes },
    load: [...facts.load],
    phase: facts.phase,
  };
}

function rulebookOf(policy: Policy): Rulebook {
  const codes = ['TIME', 'DELAY_COST', 'STAKES', 'NOVELTY', 'VISIBILITY', 'STALL'] as const;
  return {
    limits: policy.limits.map(({ minor }) => BigInt(minor)),
    weights: codes.map((code) => policy.weights[code]),
    tables: codes.map((code) => policy.steps[code].map(({ bar, points }) => ({ bar: BigInt(bar), points }))),
    multiples: policy.stakes.limitMultiples.map(BigInt),
    percents: policy.stakes.programmePercent.map(BigInt),
    strong: policy.concordancePoints,
    entry: [...policy.entry],
    hold: [...policy.hold],
    price: { from: policy.loadPrice.fromPercent, most: policy.loadPrice.most },
    shift: policy.phaseShift,
    safety: policy.safetyLevel,
    critical: { level: policy.critical.level, stakes: policy.critical.stakes, inARow: policy.critical.successesInARow },
  };
}

describe('the evaluator and the reference model', () => {
  it('give the same level under the default policy', () => {
    fc.assert(
      fc.property(cases(LARGE), (facts) => route(facts, LARGE).level === referenceLevel(storyOf(facts, LARGE), rulebookOf(LARGE))),
      { numRuns: 10_000 },
    );
  });

  it('give the same level under any policy', () => {
    fc.assert(
      fc.property(
        situations(10_000_000_000_000),
        ({ facts, policy }) => route(facts, policy).level === referenceLevel(storyOf(facts, policy), rulebookOf(policy)),
      ),
      { numRuns: 15_000 },
    );
  });
});

/** Where a case stands among all that may bear on its level at once. */
function cellsOf(facts: CaseFacts, policy: Policy, verdict: Verdict): string[] {
  const floors = verdict.floors.filter(({ level }) => level > 1).map(({ code }) => code);
  const ceiling = verdict.ceilings.map(({ code }) => code).join('+') || 'none';
  const use = facts.load[1] ?? 0;
  const load = use <= policy.loadPrice.fromPercent ? 'free' : use < 100 ? 'priced' : 'full';
  return (floors.length === 0 ? ['none'] : floors).map((floor) =>
    [floor, ceiling, verdict.held?.because ?? 'not held', facts.phase, load].join(' / '),
  );
}

describe('the generator of cases', () => {
  const dimensions = [
    ['none', 'AMOUNT', 'ACTION', 'SAFETY', 'CRITICAL', 'ROADBLOCK', 'CALLED_MINE'],
    ['none', 'HANDED_OVER', 'CALLED_DELEGATE', 'HANDED_OVER+CALLED_DELEGATE'],
    ['not held', 'score', 'dwell'],
    ['launch', 'scaling', 'steady'],
    ['free', 'priced', 'full'],
  ];
  const all = dimensions.reduce<string[]>(
    (cells, values) => (cells.length === 0 ? values : cells.flatMap((cell) => values.map((value) => `${cell} / ${value}`))),
    [],
  );
  // A critical detail asks for a level in launch only.
  const impossible = all.filter((cell) => cell.startsWith('CRITICAL') && !cell.includes('launch'));

  it(`reaches every one of the ${all.length - impossible.length} cells of floor × ceiling × held × phase × load`, () => {
    const reached = new Set<string>();
    for (const facts of fc.sample(cases(LARGE), { numRuns: 45_000, seed: 148 }))
      for (const cell of cellsOf(facts, LARGE, route(facts, LARGE))) reached.add(cell);
    expect(all.filter((cell) => !reached.has(cell))).toEqual(impossible);
  });
});

describe('a verdict', () => {
  it('has rows that sum to the score, and every reason that counts meets its bar', () => {
    fc.assert(
      fc.property(situations(), ({ facts, policy }) => {
        const { score, factors } = route(facts, policy);
        expect(factors.reduce((sum, term) => sum + term.score, 0)).toBe(score);
        const counted = factors.filter(({ points }) => points > 0);
        expect(counted.filter(({ value, bar, compare }) => (compare === 'at_most' ? value! > bar! : value! < bar!))).toEqual([]);
        expect(factors.filter(({ bar, points, weight, score: own }) => own !== points * weight || (bar === null && points > 0))).toEqual(
          [],
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('stands between the floors and the ceilings, and says whether it stands', () => {
    fc.assert(
      fc.property(situations(), ({ facts, policy }) => {
        const { level, floors, ceilings, scoreLevel, held, missing, question, provisional } = route(facts, policy);
        const floor = Math.max(1, ...floors.map((term) => term.level));
        const cap = Math.min(policy.levels.length, ...ceilings.map((term) => term.level));
        expect(level).toBe(Math.max(floor, Math.min(cap, Math.max(scoreLevel, held?.level ?? 1))));
        expect(provisional).toBe(question !== null);
        if (question !== null) expect(missing).toContain(question);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is made of safe integers, whatever the facts within their ranges', () => {
    const extremes = fc.constantFrom(0, 1, 9_999_999_999_999, 10_000_000_000_000);
    fc.assert(
      fc.property(
        situations(10_000_000_000_000),
        extremes,
        extremes,
        extremes,
        fc.constantFrom(1, 10_000_000_000_000),
        ({ facts, policy }, a, b, c, remedyMinutes) => {
          const extreme: CaseFacts = {
            ...facts,
            remedyMinutes,
            slackMinutes: a,
            delayCostPerDay: b,
            valueAtRisk: c,
            units: b,
            programmeUnits: c,
            programmeBudget: a,
            heldMinutes: c,
            handOffs: b,
            earlierSuccesses: a,
            atLevelMinutes: b,
            ask: { amount: c, unconvertible: false, delayDays: a },
            otherCommitments: { order: b, partner: c },
          };
          expect(numbersIn(route(extreme, policy)).filter((number) => !Number.isSafeInteger(number) || Object.is(number, -0))).toEqual([]);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}
