import { describe, expect, it } from '@jest/globals';
import type { FactorCode, Policy } from '../policy-document.js';
import type { FloorCode } from '../route-record.js';
import { quietCase } from '../testing/cases.js';
import { LARGE } from '../testing/policies.js';
import type { CaseFacts } from './case-facts.js';
import { route } from './route.js';

// Under LARGE a manager may commit 25,000.00 and a senior leader 250,000.00 dollars.
const DOLLARS = 100;
const asking = (dollars: number, delayDays = 0): CaseFacts['ask'] => ({ amount: dollars * DOLLARS, unconvertible: false, delayDays });

/** Scores 5,000 (TIME 1,800, DELAY_COST 1,700, NOVELTY 1,500): just enough for L2 without a floor. */
const STRONG: Partial<CaseFacts> = { slackMinutes: 0, delayCostPerDay: 5_000_000, earlierSuccesses: 0 };

describe('a quiet case', () => {
  it('is delegated for no reason at all', () => {
    expect(route(quietCase(), LARGE)).toMatchObject({ level: 1, score: 0, scoreLevel: 1, concordance: false, held: null, floors: [], ceilings: [], missing: [], question: null, provisional: false }); // prettier-ignore
  });
});

describe('a factor', () => {
  type Row = [code: FactorCode, facts: Partial<CaseFacts>, value: number | null, points: number];
  const rows: Row[] = [
    ['TIME', { slackMinutes: 0 }, 0, 100],
    ['TIME', { slackMinutes: 1_000 }, 100, 100],
    ['TIME', { slackMinutes: 1_001 }, 101, 75],
    ['TIME', { slackMinutes: 1_500 }, 150, 75],
    ['TIME', { slackMinutes: 1_501 }, 151, 50],
    ['TIME', { slackMinutes: 2_001 }, 201, 25],
    ['TIME', { slackMinutes: 3_000 }, 300, 25],
    ['TIME', { slackMinutes: 3_001 }, 301, 0],
    ['TIME', { slackMinutes: null }, null, 0],
    ['DELAY_COST', { delayCostPerDay: 49_999 }, 1, 0],
    ['DELAY_COST', { delayCostPerDay: 50_000 }, 2, 25],
    ['DELAY_COST', { delayCostPerDay: 250_000 }, 10, 50],
    ['DELAY_COST', { delayCostPerDay: 1_250_000 }, 50, 75],
    ['DELAY_COST', { delayCostPerDay: 4_999_999 }, 199, 75],
    ['DELAY_COST', { delayCostPerDay: 5_000_000 }, 200, 100],
    ['DELAY_COST', { delayCostPerDay: null }, null, 0],
    ['STAKES', { valueAtRisk: 2_499_999 }, 0, 0],
    ['STAKES', { valueAtRisk: 2_500_000 }, 1, 15],
    ['STAKES', { valueAtRisk: 25_000_000 }, 2, 40],
    ['STAKES', { valueAtRisk: 75_000_000 }, 3, 75],
    ['STAKES', { valueAtRisk: 999_999_999 }, 3, 75],
    ['STAKES', { valueAtRisk: 1_000_000_000 }, 4, 100],
    ['STAKES', { valueAtRisk: 1_000_000_000, programmeBudget: 0 }, 3, 75],
    ['STAKES', { valueAtRisk: null }, 0, 0],
    ['STAKES', { units: 3_999 }, 0, 0],
    ['STAKES', { units: 4_000 }, 1, 15],
    ['STAKES', { units: 20_000 }, 4, 100],
    ['STAKES', { units: 20_000, programmeUnits: 0 }, 0, 0],
    ['STAKES', { units: 8_000, valueAtRisk: 2_500_000 }, 2, 40],
    ['STAKES', { irreversible: true }, 1, 15],
    ['STAKES', { irreversible: true, units: 20_000 }, 4, 100],
    ['NOVELTY', { earlierSuccesses: 0 }, 0, 100],
    ['NOVELTY', { earlierSuccesses: 1 }, 1, 60],
    ['NOVELTY', { earlierSuccesses: 2 }, 2, 30],
    ['NOVELTY', { earlierSuccesses: 3 }, 3, 0],
    ['VISIBILITY', { visibility: 3 }, 3, 100],
    ['VISIBILITY', { visibility: 2 }, 2, 60],
    ['VISIBILITY', { visibility: 1 }, 1, 25],
    ['VISIBILITY', { visibility: null }, null, 0],
    ['STALL', { handOffs: 1 }, 1, 20],
    ['STALL', { handOffs: 3 }, 3, 60],
    ['STALL', { handOffs: 4 }, 4, 100],
    ['STALL', { heldMinutes: 999 }, 0, 0],
    ['STALL', { heldMinutes: 1_000 }, 1, 20],
    ['STALL', { heldMinutes: 4_000 }, 4, 100],
    ['STALL', { handOffs: 1, heldMinutes: 2_000 }, 2, 60],
    ['STALL', { handOffs: 2, heldMinutes: 1_000 }, 2, 60],
  ];

  it.each(rows)('%s of %j is %s and counts %d points', (code, facts, value, points) => {
    const term = route(quietCase(facts), LARGE).factors.find((each) => each.code === code)!;
    expect(term).toMatchObject({ value, points, score: points * LARGE.weights[code] });
  });

  it('states its facts and the event they came from', () => {
    const source = { stream: 'issue-42', revision: 3 };
    const { factors } = route(quietCase({ slackMinutes: 900, sources: { slack: source } }), LARGE);
    expect(factors[0]).toEqual({ code: 'TIME', value: 90, unit: 'percent', bar: 100, compare: 'at_most', points: 100, weight: 18, score: 1_800, facts: { slackMinutes: 900, remedyMinutes: 1_000 }, source }); // prettier-ignore
    expect(factors[1]?.source).toBeNull();
  });
});

describe('a floor', () => {
  type Row = [what: string, code: FloorCode, facts: Partial<CaseFacts>, level: number | null];
  const handOff = { detail: 'on_time', successesInARow: 9 };
  const rows: Row[] = [
    ['nothing asked', 'AMOUNT', {}, null],
    ['an ask for nothing', 'AMOUNT', { ask: asking(0) }, 1],
    ['the limit of a manager', 'AMOUNT', { ask: asking(25_000) }, 1],
    ['a dollar above it', 'AMOUNT', { ask: asking(25_001) }, 2],
    ['the limit of a senior leader', 'AMOUNT', { ask: asking(250_000) }, 2],
    ['above every limit', 'AMOUNT', { ask: asking(250_001) }, 3],
    ['that commits nothing, whatever others did', 'AMOUNT', { ask: asking(0), otherCommitments: { order: 1e12, partner: 1e12 } }, 1],
    ['with others on the order', 'AMOUNT', { ask: asking(20_000), otherCommitments: { order: 500_001, partner: 0 } }, 2],
    ['with others of the partner', 'AMOUNT', { ask: asking(20_000), otherCommitments: { order: 0, partner: 500_001 } }, 2],
    ['the greater of the others, not both', 'AMOUNT', { ask: asking(20_000), otherCommitments: { order: 500_000, partner: 500_000 } }, 1],
    ['accepted delay at its cost', 'AMOUNT', { ask: asking(0, 3), delayCostPerDay: 900_000 }, 2],
    ['accepted delay without a cost', 'AMOUNT', { ask: asking(0, 3), delayCostPerDay: null }, 1],
    ['a currency without a rate', 'AMOUNT', { ask: { amount: null, unconvertible: true, delayDays: 0 } }, 3],
    ['spending needs no reserved authority', 'ACTION', { action: 'spend' }, null],
    ['moving staff', 'ACTION', { action: 'move_staff' }, 2],
    ['changing the source', 'ACTION', { action: 'change_source' }, 2],
    ['a waiver', 'ACTION', { action: 'waiver' }, 3],
    ['a public statement', 'ACTION', { action: 'public_statement' }, 3],
    ['safety', 'SAFETY', { exposure: 'safety' }, 2],
    ['legal exposure', 'SAFETY', { exposure: 'legal' }, 2],
    ['a critical detail in launch at stakes 2', 'CRITICAL', { critical: handOff, phase: 'launch', units: 8_000 }, 2],
    ['at stakes 1', 'CRITICAL', { critical: handOff, phase: 'launch', units: 4_000 }, null],
    ['after launch', 'CRITICAL', { critical: handOff, phase: 'scaling', units: 8_000 }, null],
    ['proven', 'CRITICAL', { critical: { detail: 'on_time', successesInARow: 10 }, phase: 'launch', units: 8_000 }, null],
    ['a roadblock of L1', 'ROADBLOCK', { roadblock: { fromLevel: 1, cause: 'asked', requests: 1 } }, 2],
    ['a leader who steps up', 'ROADBLOCK', { roadblock: { fromLevel: 2, cause: 'stepped_up', requests: 1 } }, 3],
    ['a roadblock of the top', 'ROADBLOCK', { roadblock: { fromLevel: 3, cause: 'clock', requests: 2 } }, 3],
    ['a leader who says mine', 'CALLED_MINE', { calledMine: { level: 3 } }, 3],
  ];

  it.each(rows)('%s: %s of %j asks for %s', (_, code, facts, level) => {
    const verdict = route(quietCase(facts), LARGE);
    expect(verdict.floors.find((term) => term.code === code)?.level ?? null).toBe(level);
    expect(verdict.level).toBe(level ?? 1);
  });

  it('of an amount says what was added up and which limit speaks', () => {
    const ask = asking(20_000, 2);
    const { floors } = route(quietCase({ ask, delayCostPerDay: 100_000, otherCommitments: { order: 900_000, partner: 400_000 } }), LARGE);
    expect(floors[0]?.facts).toEqual({ ownMinor: 2_200_000, otherOrderMinor: 900_000, otherPartnerMinor: 400_000, totalMinor: 3_100_000, delayDays: 2, unconvertible: false, limitMinor: 2_500_000 }); // prettier-ignore
  });

  it('saturates a sum that would leave the safe integers', () => {
    const vast = {
      ask: { amount: 1e13, unconvertible: false, delayDays: 1_000_000 },
      delayCostPerDay: 1e13,
      otherCommitments: { order: 1e13, partner: 0 },
    };
    expect(route(quietCase(vast), LARGE).floors[0]?.facts['totalMinor']).toBe(1e15);
  });
});

describe('a critical detail without a floor', () => {
  it.each([
    ['adds one to the stakes', { units: 4_000 }, 2],
    ['where there were none', {}, 1],
    ['but never beyond 4', { units: 20_000 }, 4],
    ['nothing where it has a floor', { units: 8_000, phase: 'launch' as const }, 2],
  ])('%s', (_, facts, stakes) => {
    const { factors } = route(quietCase({ critical: { detail: 'on_time', successesInARow: 0 }, ...facts }), LARGE);
    expect(factors.find(({ code }) => code === 'STAKES')?.value).toBe(stakes);
  });
});

describe('a ceiling', () => {
  const handOver = { playbook: 'late-south', amountLimit: 1_000_000, valueLimit: 5_000_000 };
  const given: Partial<CaseFacts> = { ...STRONG, handOver };

  it.each<[string, Partial<CaseFacts>, number]>([
    ['caps the score', {}, 1],
    ['up to its amount', { ask: asking(10_000) }, 1],
    ['not above it', { ask: asking(10_001) }, 2],
    ['with others on the order added', { ask: asking(10_000), otherCommitments: { order: 1, partner: 0 } }, 2],
    ['up to its value at risk', { valueAtRisk: 5_000_000 }, 1],
    ['not above it', { valueAtRisk: 5_000_001 }, 2],
    ['never a floor', { exposure: 'safety' }, 2],
    ['also what is held', { slackMinutes: 100_000, ownLevel: 2 }, 1],
  ])('of a hand-over %s', (_, facts, level) => expect(route(quietCase({ ...given, ...facts }), LARGE).level).toBe(level));

  it.each<[string, Partial<CaseFacts>, number]>([
    ['caps the score', { calledDelegate: { level: 1 } }, 1],
    ['at its level', { calledDelegate: { level: 2 }, units: 20_000 }, 2],
    ['never a call for oneself', { calledDelegate: { level: 1 }, calledMine: { level: 3 } }, 3],
  ])('of a leader who says delegate %s', (_, facts, level) => expect(route(quietCase({ ...STRONG, ...facts }), LARGE).level).toBe(level));
});

describe('the score', () => {
  it('lifts at the entry of a level, and of the highest whose entry it meets', () => {
    expect(route(quietCase(STRONG), LARGE)).toMatchObject({ score: 5_000, level: 2 });
    expect(route(quietCase({ ...STRONG, units: 12_000 }), LARGE)).toMatchObject({ score: 6_875, level: 2 });
    expect(route(quietCase({ ...STRONG, units: 20_000 }), LARGE)).toMatchObject({ score: 7_500, level: 3 });
  });

  it('does not lift when no reason is strong, however many there are', () => {
    const trivia = quietCase({
      slackMinutes: 2_000,
      delayCostPerDay: 250_000,
      earlierSuccesses: 1,
      visibility: 2,
      handOffs: 3,
      units: 8_000,
    });
    const easy = { ...LARGE, entry: [0, 4_900, 7_000] };
    expect(route(trivia, easy)).toMatchObject({ score: 5_150, concordance: false, scoreLevel: 1, level: 1 });
    expect(route({ ...trivia, slackMinutes: 1_500 }, easy)).toMatchObject({ score: 5_600, concordance: true, level: 2 });
  });

  it('takes no strong reason from a factor without weight', () => {
    const noTime: Policy = { ...LARGE, weights: { ...LARGE.weights, TIME: 0, STALL: 28 } };
    expect(route(quietCase({ slackMinutes: 0 }), noTime).concordance).toBe(false);
  });
});

describe('the entry of a level', () => {
  it.each([
    [69, 0, 5_000],
    [70, 0, 5_000],
    [71, 66, 5_066],
    [85, 1_000, 6_000],
    [99, 1_933, 6_933],
    [100, 2_000, 7_000],
    [130, 2_000, 7_000],
  ])('at %d%% use is %d dearer: %d', (use, price, effective) => {
    expect(route(quietCase({ load: [100, use, 0] }), LARGE).thresholds[0]).toMatchObject({
      level: 2,
      loadPercent: use,
      loadPrice: price,
      effective,
    });
  });

  it.each([
    ['launch' as const, -500, 4_500],
    ['scaling' as const, 0, 5_000],
    ['steady' as const, 500, 5_500],
  ])('in %s is shifted by %d: %d', (phase, shift, effective) => {
    expect(route(quietCase({ phase }), LARGE).thresholds[0]).toMatchObject({ phaseShift: shift, effective });
  });

  it('is priced for each level by its own use: a busy L2 does not keep a case from L3', () => {
    expect(route(quietCase({ ...STRONG, units: 20_000, load: [0, 100, 0] }), LARGE).level).toBe(3);
    expect(route(quietCase({ ...STRONG, units: 20_000, load: [0, 0, 100] }), LARGE).level).toBe(2);
  });
});

describe('what is held', () => {
  it.each<[string, Partial<CaseFacts>, { held: unknown; level: number }]>([
    ['stays at L2 down to the hold', { slackMinutes: 0, earlierSuccesses: 0, visibility: 2, ownLevel: 2, atLevelMinutes: 9_000 }, { held: { level: 2, because: 'score' }, level: 2 }],
    ['falls below it', { slackMinutes: 0, earlierSuccesses: 0, ownLevel: 2, atLevelMinutes: 9_000 }, { held: null, level: 1 }],
    ['but not within 8 working hours', { ownLevel: 2, atLevelMinutes: 479 }, { held: { level: 2, because: 'dwell' }, level: 2 }],
    ['falls when they are over', { ownLevel: 2, atLevelMinutes: 480 }, { held: null, level: 1 }],
    ['falls from L3 only to the level whose hold is met', { slackMinutes: 0, earlierSuccesses: 0, visibility: 2, ownLevel: 3, atLevelMinutes: 480 }, { held: { level: 2, because: 'score' }, level: 2 }],
    ['pays no load price', { slackMinutes: 0, earlierSuccesses: 0, visibility: 2, ownLevel: 2, atLevelMinutes: 9_000, load: [0, 120, 0] }, { held: { level: 2, because: 'score' }, level: 2 }],
    ['needs no strong reason again', { slackMinutes: 1_600, delayCostPerDay: 250_000, earlierSuccesses: 1, visibility: 2, units: 8_000, ownLevel: 2, atLevelMinutes: 480 }, { held: { level: 2, because: 'score' }, level: 2 }],
  ])('%s', (_, facts, expected) => expect(route(quietCase(facts), LARGE)).toMatchObject(expected)); // prettier-ignore
});

describe('a missing input', () => {
  it.each<[string, Partial<CaseFacts>, ReturnType<typeof route>['question']]>([
    ['that cannot decide is not asked for', { visibility: null }, null],
    ['that decides alone is asked for', { ...STRONG, delayCostPerDay: null }, 'DELAY_COST'],
    ['the one with the largest change first', { ...STRONG, slackMinutes: null, valueAtRisk: null, visibility: 3 }, 'VALUE_AT_RISK'],
    [
      'of equal changes the one that weighs most',
      { slackMinutes: null, visibility: null, delayCostPerDay: 5_000_000, earlierSuccesses: 0, handOffs: 4 },
      'NEEDED_BY',
    ],
    [
      'when two must come together, the one that lifts the score most',
      { visibility: null, valueAtRisk: null, slackMinutes: 0 },
      'VALUE_AT_RISK',
    ],
    ['the amount of an ask', { ask: { amount: null, unconvertible: false, delayDays: 0 } }, 'ASK_AMOUNT'],
    ['the delay cost of accepted days', { ask: asking(0, 1), delayCostPerDay: null }, 'DELAY_COST'],
    [
      'the value at risk that a hand-over is limited by',
      { ...STRONG, valueAtRisk: null, handOver: { playbook: 'late-south', amountLimit: 0, valueLimit: 1 } },
      'VALUE_AT_RISK',
    ],
    ['nothing where a floor decides anyway', { slackMinutes: null, valueAtRisk: null, calledMine: { level: 3 } }, null],
    ['nothing of an amount that no rate converts: it is at the top', { ask: { amount: null, unconvertible: true, delayDays: 0 } }, null],
  ])('%s', (_, facts, question) => {
    const verdict = route(quietCase(facts), LARGE);
    expect(verdict.question).toBe(question);
    expect(verdict.provisional).toBe(question !== null);
  });

  it('is listed, and stands at its lower end', () => {
    const verdict = route(
      quietCase({
        slackMinutes: null,
        delayCostPerDay: null,
        valueAtRisk: null,
        visibility: null,
        ask: { amount: null, unconvertible: false, delayDays: 5 },
      }),
      LARGE,
    );
    expect(verdict).toMatchObject({
      level: 1,
      score: 0,
      missing: ['NEEDED_BY', 'DELAY_COST', 'VALUE_AT_RISK', 'VISIBILITY', 'ASK_AMOUNT'],
    });
  });

  it('that was derived or assumed is said', () => {
    const facts = quietCase({ derived: { valueAtRisk: true, delayCostPerDay: true }, remedyAssumed: true, calendarAssumed: true });
    expect(route(facts, LARGE)).toMatchObject({ derived: ['DELAY_COST', 'VALUE_AT_RISK'], assumed: ['REMEDY', 'CALENDAR'] });
  });
});
