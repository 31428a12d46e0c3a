import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InvalidValue } from './errors.js';
import { fromMillis, fromMinute, isInstant, later, toMillis, toMinute } from './instant.js';

const END = Date.parse('9999-12-31T23:59:59.999Z');
/** Any millisecond from 1970 to 9999, and often one near the turn of a year, a February or an era. */
const millis = fc.oneof(
  fc.integer({ min: 0, max: END }),
  fc
    .tuple(
      fc.integer({ min: 1970, max: 9999 }),
      fc.constantFrom('01-01', '02-28', '02-29', '03-01', '12-31'),
      fc.integer({ min: -1, max: 1 }),
    )
    .map(([year, day, offset]) => Math.min(END, Math.max(0, Date.parse(`${year}-${day}T00:00:00.000Z`) + offset || 0))),
);

describe('an instant', () => {
  it('is printed and read as Date does it, for every millisecond from 1970 to 9999', () => {
    fc.assert(
      fc.property(millis, (ms) => {
        const text = new Date(ms).toISOString();
        expect(fromMillis(ms)).toBe(text);
        expect(toMillis(text)).toBe(ms);
        expect(isInstant(text)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('exists exactly when Date has such a day', () => {
    const two = (most: number) => fc.integer({ min: 0, max: most }).map((n) => String(n).padStart(2, '0'));
    const shaped = fc
      .tuple(fc.integer({ min: 1960, max: 9999 }), two(13), two(32), two(24), two(60), two(60))
      .map(([year, month, day, h, m, s]) => `${year}-${month}-${day}T${h}:${m}:${s}.000Z`);
    fc.assert(
      fc.property(shaped, (text) => {
        const date = new Date(text);
        // Date rolls 30 February over to March; then it does not print what was read.
        const exists = !Number.isNaN(date.getTime()) && date.toISOString() === text && date.getUTCFullYear() >= 1970;
        expect(isInstant(text)).toBe(exists);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    '2026-11-23T13:32:59.123',
    '2026-11-23T13:32:59Z',
    '2026-11-23T13:32:59.123+01:00',
    '2026-11-23 13:32:59.123Z',
    '+002026-11-23T13:32:59.123Z',
    '2026-11-23T13:32:59.123Z\n',
    '٢٠٢٦-11-23T13:32:59.123Z',
    '',
    null,
    0,
    ['2026-11-23T13:32:59.123Z'],
  ])('is not %j', (value) => {
    expect(isInstant(value)).toBe(false);
  });

  it('in no such shape cannot be read', () => {
    expect(() => toMillis('yesterday')).toThrow(InvalidValue);
  });

  it('orders as its string does', () => {
    fc.assert(
      fc.property(millis, millis, (a, b) => {
        const [one, two] = [fromMillis(a), fromMillis(b)];
        expect(one < two).toBe(a < b);
        expect(later(one, two)).toBe(fromMillis(Math.max(a, b)));
      }),
    );
  });

  it('lies in the minute that it began in', () => {
    fc.assert(
      fc.property(millis, (ms) => {
        const minute = toMinute(fromMillis(ms));
        expect(minute).toBe(Math.floor(ms / 60_000));
        expect(fromMinute(minute)).toBe(new Date(minute * 60_000).toISOString());
      }),
    );
  });
});
