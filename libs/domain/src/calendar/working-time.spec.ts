import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toMinute, type Minute } from '../instant.js';
import type { Interval } from './calendar.js';
import {
  assumed,
  ASSUMED_WEEK,
  between,
  isWorking,
  minus,
  nextWorkingMinute,
  plus,
  published,
  type PublishedSpan,
  type WorkingTime,
} from './working-time.js';

const MONDAY = toMinute('2026-01-05T00:00:00.000Z');
const at = (instant: string) => toMinute(`2026-01-${instant}:00.000Z`);

describe('the assumed week', () => {
  it.each([
    ['a working day', '05T08:00', '05T17:00', 540],
    ['a night', '05T17:00', '06T08:00', 0],
    ['a week end', '09T16:00', '12T09:00', 120],
    ['backwards', '06T08:00', '05T08:00', 0],
  ])('counts %s', (_name, from, until, minutes) => {
    expect(between(ASSUMED_WEEK, at(from), at(until))).toBe(minutes);
  });

  it('finds the minute by which so much is worked, and the last from which so much is left', () => {
    expect(plus(ASSUMED_WEEK, at('05T16:00'), 60)).toBe(at('05T17:00'));
    expect(plus(ASSUMED_WEEK, at('05T16:00'), 61)).toBe(at('06T08:01'));
    expect(minus(ASSUMED_WEEK, at('06T09:00'), 60)).toBe(at('06T08:00'));
    expect(minus(ASSUMED_WEEK, at('06T09:00'), 61)).toBe(at('05T16:59'));
    expect(nextWorkingMinute(ASSUMED_WEEK, at('09T17:00'))).toBe(at('12T08:00'));
  });
});

describe('a published calendar', () => {
  const shift = (day: number): Interval => [MONDAY + day * 1440 + 360, MONDAY + day * 1440 + 1320];
  const week = published(ASSUMED_WEEK, { from: MONDAY, until: MONDAY + 7 * 1440, intervals: [0, 1, 2, 5].map(shift) });

  it('counts by what was published, and beyond it by the assumed week', () => {
    expect(between(week, MONDAY, MONDAY + 7 * 1440)).toBe(4 * 960);
    expect(between(week, MONDAY - 7 * 1440, MONDAY + 14 * 1440)).toBe(2700 + 4 * 960 + 2700);
  });

  it('says where it had to assume', () => {
    expect(assumed(week, MONDAY, MONDAY + 7 * 1440)).toBe(false);
    expect(assumed(week, MONDAY, MONDAY + 7 * 1440 + 1)).toBe(true);
    expect(assumed(week, MONDAY - 1, MONDAY + 5)).toBe(true);
    expect(assumed(week, MONDAY - 5, MONDAY - 5)).toBe(false);
  });

  it('is replaced where it is published again, and only there', () => {
    const again = published(week, { from: MONDAY + 1440, until: MONDAY + 2 * 1440, intervals: [] });
    expect(between(again, MONDAY, MONDAY + 7 * 1440)).toBe(3 * 960);
    expect(assumed(again, MONDAY, MONDAY + 7 * 1440)).toBe(false);
  });
});

describe('against counting minute by minute', () => {
  const DAYS = 12;
  const minuteOf = fc.integer({ min: 0, max: DAYS * 1440 });
  const span = fc
    .tuple(minuteOf, minuteOf, fc.uniqueArray(minuteOf, { maxLength: 12 }))
    .map(([a, b, cuts]): PublishedSpan => {
      const [from, until] = [MONDAY + Math.min(a, b), MONDAY + Math.max(a, b) + 1];
      const inside = cuts.map((cut) => MONDAY + cut).filter((cut) => cut >= from && cut <= until).sort((x, y) => x - y);
      const intervals = inside.flatMap((start, i): Interval[] => (i % 2 === 0 && i + 1 < inside.length ? [[start, inside[i + 1] as number]] : []));
      return { from, until, intervals };
    }); // prettier-ignore

  /** The last span that covers a minute decides; none: the assumed week. */
  const isWorked = (spans: readonly PublishedSpan[], m: Minute): boolean => {
    const covering = spans.findLast(({ from, until }) => from <= m && m < until);
    if (covering !== undefined) return covering.intervals.some(([start, end]) => start <= m && m < end);
    const [day, minute] = [Math.floor((m - MONDAY) / 1440), (m - MONDAY + 70 * 1440) % 1440];
    return ((day % 7) + 7) % 7 < 5 && minute >= 480 && minute < 1020;
  };

  it('gives the same, whatever was published', () => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 4 }), minuteOf, minuteOf, fc.integer({ min: 1, max: 2000 }), (spans, one, other, minutes) => {
        const time = spans.reduce<WorkingTime>(published, ASSUMED_WEEK);
        const [a, b] = [MONDAY + one, MONDAY + other];
        let count = 0;
        for (let m = a; m < b; m++) if (isWorked(spans, m)) count++;
        expect(between(time, a, b)).toBe(count);
        expect(isWorking(time, a)).toBe(isWorked(spans, a));
        let next = a;
        while (!isWorked(spans, next)) next++;
        expect(nextWorkingMinute(time, a)).toBe(next);
        let after = a;
        for (let left = minutes; left > 0; after++) if (isWorked(spans, after)) left--;
        expect(plus(time, a, minutes)).toBe(after);
        let earlier = b;
        for (let left = minutes; left > 0; earlier--) if (isWorked(spans, earlier - 1)) left--;
        expect(minus(time, b, minutes)).toBe(earlier);
        const covered = (m: Minute) => spans.some(({ from, until }) => from <= m && m < until);
        let uncovered = false;
        for (let m = a; m < b; m++) uncovered ||= !covered(m);
        expect(assumed(time, a, b)).toBe(uncovered);
      }),
      { numRuns: 60 },
    );
  });
});
