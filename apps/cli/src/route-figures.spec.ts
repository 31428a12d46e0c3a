import { describe, expect, it } from '@jest/globals';
import type { FullRoute } from '#domain';
import type { RecordedEvent } from '#event-store';
import { FigureGatherer, type LevelFigures } from './route-figures.js';

const threshold = (level: number, effective: number, loadPrice = 0) => ({ level, effective, loadPrice }) as FullRoute['thresholds'][number];
const floor = (level: number) => ({ code: 'AMOUNT', level }) as FullRoute['floors'][number];
const ceiling = (level: number) => ({ code: 'HANDED_OVER', level }) as FullRoute['ceilings'][number];

const ROUTE = {
  changed: true, issue: 'i-1', at: '2010-03-01T10:00:00.000Z', trigger: { stream: 'issue-i-1', revision: 0 }, level: 1, score: 3000,
  scoreLevel: 1, concordance: true, thresholds: [threshold(2, 5000), threshold(3, 7000)], held: null, floors: [], ceilings: [],
  missing: [], derived: [], assumed: [], provisional: false,
} as unknown as FullRoute; // prettier-ignore

function figuresOf(...routes: readonly Partial<FullRoute>[]): LevelFigures {
  const gatherer = new FigureGatherer();
  gatherer.take(routes.map((route) => ({ type: 'IssueRouted', data: { ...ROUTE, ...route } }) as unknown as RecordedEvent));
  const levels = Object.values(gatherer.figures().byYear).flatMap((year) => Object.values(year));
  return levels.at(-1) as LevelFigures;
}

const NONE = { load: 0, hold: 0, dwell: 0, ceiling: 0 };

describe('what the policy did', () => {
  it.each<[string, Partial<FullRoute>, Partial<LevelFigures['changedBy']>]>([
    ['nothing decides', {}, {}],
    ['the load price keeps it down', { score: 5500, thresholds: [threshold(2, 6000, 1000)] }, { load: 1 }],
    ['the load price is not what keeps it down', { score: 4500, thresholds: [threshold(2, 5400, 400)] }, {}],
    ['no reason is strong enough, whatever the load', { score: 5500, concordance: false, thresholds: [threshold(2, 6000, 1000)] }, {}],
    [
      'a floor asks for as much as the load takes',
      { level: 2, score: 5500, thresholds: [threshold(2, 6000, 1000)], floors: [floor(2)] },
      {},
    ],
    ['the hold keeps it up', { level: 2, score: 4500, held: { level: 2, because: 'score' } }, { hold: 1 }],
    ['the dwell keeps it up', { level: 2, score: 3000, held: { level: 2, because: 'dwell' } }, { hold: 1, dwell: 1 }],
    ['a floor keeps it up as well', { level: 3, held: { level: 2, because: 'dwell' }, floors: [floor(3)] }, {}],
    ['the ceiling keeps it down', { score: 7500, ceilings: [ceiling(1)] }, { ceiling: 1 }],
    ['the ceiling has nothing to keep down', { score: 4500, ceilings: [ceiling(1)] }, {}],
    ['the level above stands in for an empty one', { level: 3, score: 5500 }, {}],
  ])('counts what decided: %s', (_, route, changedBy) => {
    expect(figuresOf(route).changedBy).toEqual({ ...NONE, ...changedBy });
  });

  it('counts reviews that brought another level', () => {
    const review = { trigger: { stream: 'clock-i-1', revision: 0 } };
    expect(figuresOf({}, { ...review, level: 2, score: 5500 })).toMatchObject({ raisedByReview: 1, loweredByReview: 0 });
    expect(figuresOf({ level: 2, score: 5500, at: '2009-03-01T10:00:00.000Z' }, review)).toMatchObject({
      raisedByReview: 0,
      loweredByReview: 1,
    });
  });

  it('gives the scores in their order', () => {
    const scores = Array.from({ length: 11 }, (_, n) => ({ score: 1000 - n * 100 }));
    expect(figuresOf(...scores)).toMatchObject({ routes: 11, scoreQuantiles: [0, 100, 300, 500, 800, 900, 1000] });
  });
});
