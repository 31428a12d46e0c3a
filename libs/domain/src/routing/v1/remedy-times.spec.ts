import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { forget, learn, noRemedyTimes, remedyMinutes } from './remedy-times.js';

const known = (minutes: readonly number[]) => {
  const times = noRemedyTimes();
  for (const each of minutes) learn(times, each);
  return times;
};

describe('the remedy time', () => {
  it.each<[string, readonly number[], number | null]>([
    ['nothing, before five are known', [10, 20, 30, 40], null],
    ['the fourth of five', [1, 2, 3, 4, 500], 4],
    ['the eighth of ten', [1, 1, 1, 1, 1, 1, 1, 7, 90, 90], 7],
    ['the upper edge of the bin: 1,080 minutes lie in 1,024 to 1,151', [1080, 1080, 1080, 1080, 1080], 1151],
    ['0, when everything is resolved as soon as it is filed', [0, 0, 0, 0, 0], 0],
  ])('is %s', (_name, minutes, expected) => {
    expect(remedyMinutes(known(minutes), 5)).toBe(expected);
  });

  it('is unknown for a class that nobody has seen', () => {
    expect(remedyMinutes(undefined, 5)).toBeNull();
  });

  it('forgets what did not last', () => {
    const times = known([10, 10, 10, 10]);
    forget(times, learn(times, 1000));
    expect(remedyMinutes(times, 5)).toBeNull();
    expect(remedyMinutes(times, 4)).toBe(10);
  });

  it('is at least rank ⌈0.8 n⌉, and at most an eighth above it, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 500_000 }), { minLength: 5, maxLength: 60 }), (minutes) => {
        const exact = minutes.toSorted((a, b) => a - b)[Math.ceil((minutes.length * 4) / 5) - 1] as number;
        const measured = remedyMinutes(known(minutes), 5) as number;
        expect(measured).toBeGreaterThanOrEqual(exact);
        expect(measured * 8).toBeLessThanOrEqual(exact * 9);
        expect(remedyMinutes(known(minutes.toReversed()), 5)).toBe(measured);
      }),
    );
  });
});
