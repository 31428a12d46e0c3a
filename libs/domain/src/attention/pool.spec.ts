import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ASSUMED_WEEK, published } from '../calendar/working-time.js';
import { toMinute } from '../instant.js';
import { MAX_MINOR_UNITS } from '../money.js';
import { cd3Key, poolOrder, urgentFrom, type PoolItem } from './pool.js';

const item = (part: Partial<PoolItem>): PoolItem => ({
  urgent: false,
  safety: false,
  delayCostPerDay: 1000,
  expectedMinutes: 20,
  logIndex: 0,
  ...part,
});
const items = fc.record({
  urgent: fc.boolean(),
  safety: fc.boolean(),
  delayCostPerDay: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: MAX_MINOR_UNITS })),
  expectedMinutes: fc.integer({ min: 1, max: 1000 }),
});
const pools = fc.array(items, { maxLength: 12 }).map((all) => all.map((each, logIndex): PoolItem => ({ ...each, logIndex })));

describe("the order of a leader's pool", () => {
  it.each<[string, Partial<PoolItem>, Partial<PoolItem>]>([
    ['what is urgent', { urgent: true, delayCostPerDay: 1 }, { delayCostPerDay: 1_000_000 }],
    ['of the urgent what is a matter of safety', { urgent: true, safety: true, delayCostPerDay: 1 }, { urgent: true }],
    ['the greater cost of delay per minute', { delayCostPerDay: 500, expectedMinutes: 5 }, { delayCostPerDay: 1900, expectedMinutes: 20 }],
    ['what came first', { logIndex: 3 }, { logIndex: 4 }],
  ])('puts %s first', (_name, first, second) => {
    expect(poolOrder(item(first), item(second))).toBeLessThan(0);
    expect(poolOrder(item(second), item(first))).toBeGreaterThan(0);
  });

  it('does not let safety jump the pool while nothing presses', () => {
    expect(poolOrder(item({ safety: true, logIndex: 2 }), item({ logIndex: 1 }))).toBeGreaterThan(0);
  });

  it('P5 is total, and the same however the items arrived', () => {
    fc.assert(
      fc.property(pools, fc.infiniteStream(fc.nat()), (pool, dice) => {
        const shuffled = pool.map((each) => [dice.next().value, each] as const).sort(([a], [b]) => a - b);
        const sorted = pool.toSorted(poolOrder);
        expect(shuffled.map(([, each]) => each).sort(poolOrder)).toEqual(sorted);
        for (const [i, a] of sorted.entries()) {
          for (const b of sorted.slice(i + 1)) {
            expect(poolOrder(a, b)).toBeLessThan(0);
            expect(poolOrder(b, a)).toBeGreaterThan(0);
          }
        }
      }),
    );
  });

  it('is the order of the keys that a store sorts by', () => {
    const nearby = fc.integer({ min: 1, max: MAX_MINOR_UNITS }).chain((cost) =>
      fc.tuple(items, items).map(([a, b]) => [
        { ...a, delayCostPerDay: cost },
        { ...b, delayCostPerDay: Math.min(MAX_MINOR_UNITS, Math.round((cost / a.expectedMinutes) * b.expectedMinutes)) },
      ]),
    );
    fc.assert(
      fc.property(fc.oneof(nearby, fc.tuple(items, items)), (pair) => {
        const [a, b] = pair.map((each) => ({ ...each, urgent: false, logIndex: 0 })) as [PoolItem, PoolItem];
        const [left, right] = [cd3Key(a.delayCostPerDay, a.expectedMinutes), cd3Key(b.delayCostPerDay, b.expectedMinutes)];
        expect(left).toHaveLength(20);
        expect(Math.sign(poolOrder(a, b))).toBe(left === right ? 0 : left > right ? -1 : 1);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('urgent', () => {
  const clocks = (warnAt: string, decideBy: string) => {
    const at = (time: string) => `2026-01-${time}:00.000Z`;
    return { acknowledgeBy: at(warnAt), warnAt: at(warnAt), decideBy: at(decideBy) };
  };

  it('is what is past two thirds of its clock', () => {
    // A long clock: opened on Monday the 5th at 8, due on Friday at 17.
    expect(urgentFrom(clocks('08T11:00', '14T17:00'), ASSUMED_WEEK)).toBe('2026-01-08T11:00:00.000Z');
  });

  it('is what must be decided within one more working day, week ends aside', () => {
    expect(urgentFrom(clocks('12T14:00', '12T16:00'), ASSUMED_WEEK)).toBe('2026-01-09T16:00:00.000Z');
  });

  it('counts by the calendar of the programme', () => {
    const day = toMinute('2026-01-10T00:00:00.000Z');
    const saturday = { from: day, until: day + 1440, intervals: [[day + 480, day + 1020]] as const };
    expect(urgentFrom(clocks('12T14:00', '12T16:00'), published(ASSUMED_WEEK, saturday))).toBe('2026-01-10T16:00:00.000Z');
  });
});
