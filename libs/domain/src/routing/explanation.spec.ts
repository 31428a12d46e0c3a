import { describe, expect, it } from '@jest/globals';
import { explain } from './explanation.js';
import type { FactorTerm, FloorTerm, Flip, FullRoute } from './route-record.js';

const naming = { nameOf: (id: string) => ({ dana: 'Dana Okafor', lee: 'Ann Lee' })[id] ?? id, currency: 'USD' };

const amountFloor = (level: number, facts: FloorTerm['facts']): FloorTerm => ({
  code: 'AMOUNT',
  level,
  facts: { unconvertible: false, otherOrderMinor: 0, otherPartnerMinor: 0, ...facts },
  source: null,
});
const factor = (code: FactorTerm['code'], points: number, facts: FactorTerm['facts'] = {}, value = 0): FactorTerm => ({
  code,
  value,
  unit: 'times',
  bar: points > 0 ? 1 : null,
  compare: 'at_least',
  points,
  weight: 20,
  score: points * 20,
  facts,
  source: null,
});
const flip = (fact: string, direction: Flip['direction'], value: number, level: number): Flip => ({
  fact,
  direction,
  flip: { value, level },
});

const delegated = {
  level: 1,
  route: 'delegated',
  holder: 'dana',
  owner: 'dana',
  noAuthority: false,
  emptyLevels: [],
  scoreLevel: 1,
  held: null,
  floors: [],
  ceilings: [],
  factors: [],
  question: null,
  flips: [],
} as unknown as FullRoute;
const escalated = { ...delegated, level: 2, route: 'escalated', holder: 'lee', scoreLevel: 2 } as FullRoute;

describe('a route in one sentence', () => {
  it.each<[string, FullRoute, string]>([
    ['nothing to say', delegated, 'Dana Okafor decides, because nothing takes it higher.'],
    [
      'inside a limit',
      {
        ...delegated,
        floors: [amountFloor(1, { totalMinor: 900_000, limitMinor: 2_500_000 })],
        flips: [flip('askAmount', 'up', 2_500_001, 2)],
      },
      'Dana Okafor decides, because it is inside the limit of 25,000.00 USD; it goes up if the ask is at least 25,000.01 USD.',
    ],
    [
      'above a limit, with others',
      {
        ...escalated,
        scoreLevel: 1,
        floors: [amountFloor(2, { totalMinor: 3_000_000, limitMinor: 2_500_000, otherOrderMinor: 1_000_000 })],
        flips: [flip('askAmount', 'down', 1_500_000, 1)],
      },
      'Goes to Ann Lee because 30,000.00 USD, with 10,000.00 USD committed on the same order or partner, is above the limit of 25,000.00 USD; it stays with Dana Okafor if the ask is at most 15,000.00 USD.',
    ],
    [
      'by weight: the two heaviest, heaviest first',
      {
        ...escalated,
        factors: [factor('VISIBILITY', 25, {}, 1), factor('STAKES', 75, {}, 3), factor('TIME', 100, {}, 80), factor('STALL', 0)],
      },
      'Goes to Ann Lee because the time left is 80% of what a remedy takes and the stakes are 3 of 4.',
    ],
    [
      'by a floor above what the score says: the factors are not why',
      {
        ...escalated,
        level: 3,
        floors: [{ code: 'ACTION', level: 3, facts: { action: 'waiver' }, source: null }],
        factors: [factor('STAKES', 75, {}, 3)],
        flips: [flip('slackMinutes', 'up', 500, 2)],
      },
      'Goes to Ann Lee because a waiver is decided there; level 2 is enough if 8 h 20 min of working time or more are left.',
    ],
    [
      'held',
      { ...escalated, scoreLevel: 1, held: { level: 2, because: 'dwell' } },
      'Goes to Ann Lee because it is there already, and is kept to avoid bouncing.',
    ],
    [
      'handed over',
      { ...delegated, scoreLevel: 2, ceilings: [{ code: 'HANDED_OVER', level: 1, facts: {}, source: null }] },
      'Dana Okafor decides, because cases like this were handed over.',
    ],
    [
      'handed over, and it would be kept',
      { ...delegated, held: { level: 2, because: 'dwell' }, ceilings: [{ code: 'CALLED_DELEGATE', level: 1, facts: {}, source: null }] },
      'Dana Okafor decides, because a leader left it there.',
    ],
    [
      'at a level where there is nobody: the reasons are those of the level that was asked for',
      {
        ...escalated,
        level: 3,
        emptyLevels: [2],
        factors: [factor('STAKES', 100, {}, 4)],
        flips: [flip('slackMinutes', 'down', 100, 3), flip('units', 'down', 50, 1)],
      },
      'Goes to Ann Lee because the stakes are 4 of 4 and nobody below can take it; it stays with Dana Okafor if it is about at most 50 units.',
    ],
    [
      'claimed, and nothing keeps it there any more',
      { ...delegated, holder: 'lee' },
      'Ann Lee decides, because they have claimed it, although nothing keeps it so high any more.',
    ],
    [
      'nobody there',
      { ...escalated, scoreLevel: 1, noAuthority: true, emptyLevels: [2, 3] },
      'Goes to Ann Lee because nobody else can take it.',
    ],
  ])('%s', (_, route, sentence) => {
    expect(explain(route, naming).sentence).toBe(sentence);
  });

  it('asks the one question that decides', () => {
    expect(explain({ ...delegated, question: 'ASK_AMOUNT' }, naming).question).toEqual({
      input: 'ASK_AMOUNT',
      words: 'How much is needed?',
    });
  });

  it('says amounts with the digits of the currency', () => {
    const floors = [amountFloor(1, { totalMinor: 1, limitMinor: 1_234_567 })];
    expect(explain({ ...delegated, floors }, { ...naming, currency: 'JPY' }).reasons).toEqual(['it is inside the limit of 1,234,567 JPY']);
  });
});
