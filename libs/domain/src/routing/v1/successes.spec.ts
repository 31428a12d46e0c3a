import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addSuccess,
  lastSuccessAt,
  noSuccesses,
  removeSuccess,
  rowReaches,
  settledInARow,
  successesAt,
  successesMeetOtherBarAt,
} from './successes.js';

const DAY = 1440;
const WINDOW = { settlesAfterDays: 14, windowDays: 180 };
const closed = (...days: readonly number[]) => {
  const successes = noSuccesses();
  for (const [i, day] of days.entries()) addSuccess(successes, `i${i}`, i, day * DAY);
  return successes;
};

describe('successes of a pattern', () => {
  it.each<[string, number, number]>([
    ['count not yet a minute before their 14th day', 14 * DAY - 1, 0],
    ['count from their 14th day', 14 * DAY, 1],
    ['count to the last minute of 180 days', 180 * DAY - 1, 1],
    ['count no longer after 180 days', 180 * DAY, 0],
  ])('%s', (_name, now, count) => {
    expect(successesAt(closed(0), WINDOW, now)).toBe(count);
  });

  it('name the last that counts', () => {
    expect(lastSuccessAt(closed(0, 3, 9), WINDOW, 18 * DAY)).toEqual({ issue: 'i1', revision: 1 });
    expect(lastSuccessAt(closed(0), WINDOW, 13 * DAY)).toBeNull();
  });

  it('are taken back one by one', () => {
    const successes = closed(0, 3, 3, 3);
    removeSuccess(successes, 'i2', 3 * DAY);
    expect(successes.issues).toEqual(['i0', 'i1', 'i3']);
  });

  it('in a row, settle too', () => {
    const row = closed(0, 1, 2);
    expect(settledInARow(row, 14, 15 * DAY)).toBe(2);
    expect(rowReaches(row, 14, 3)).toBe(16 * DAY);
    expect(rowReaches(row, 14, 4)).toBeNull();
  });

  it('meet another bar exactly when counting minute by minute says so', () => {
    const window = { settlesAfterDays: 2, windowDays: 6 };
    const closings = fc.array(fc.nat({ max: 12 * DAY }), { maxLength: 14 });
    const bars = fc.uniqueArray(fc.nat({ max: 6 }), { maxLength: 3 });
    fc.assert(
      fc.property(closings, bars, (minutes, limits) => {
        const successes = noSuccesses();
        for (const at of minutes.sort((a, b) => a - b)) addSuccess(successes, 'i', 0, at);
        const now = minutes.at(-1) ?? 0;
        const met = (at: number) => limits.filter((bar) => successesAt(successes, window, at) <= bar).length;
        let expected: number | null = now;
        while (expected !== null && met(expected) === met(now)) expected = expected > now + 7 * DAY ? null : expected + 1;
        expect(successesMeetOtherBarAt(successes, window, limits, now)).toBe(expected);
      }),
      { numRuns: 60 },
    );
  });
});
