import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { spanOf } from './as-of.js';
import { InvalidCursor, readCursor, writeCursor } from './cursor.js';

describe('the span of a version', () => {
  it('is the exponent of the power of two that its length reaches', () => {
    expect([1, 2, 3, 4, 7, 8, 1023, 1024, 2 ** 31, 2 ** 40].map((length) => spanOf(5, 5 + length))).toEqual([
      0, 1, 1, 2, 2, 3, 9, 10, 31, 40,
    ]);
  });

  it('says where what stood at an entry began', () => {
    const index = fc.integer({ min: 0, max: 10_000_000 });
    fc.assert(
      fc.property(index, index, index, (a, b, c) => {
        const [from, at, to] = [a, b, c + 1].sort((x, y) => x - y) as [number, number, number];
        fc.pre(from < to && at < to);
        const span = spanOf(from, to);
        expect(from).toBeGreaterThan(at - 2 ** (span + 1));
        expect(from).toBeLessThanOrEqual(at);
      }),
    );
  });
});

describe('a cursor', () => {
  const cursor = { index: 41, now: '2026-01-05T09:00:00.000Z', after: ['2026-01-06', 7] };

  it('comes back as it was given', () => {
    expect(readCursor('board.due', writeCursor('board.due', cursor), ['string', 'number'])).toEqual(cursor);
  });

  it.each([
    ['nothing', ''],
    ['no text of ours', 'nonsense'],
    ['another list', writeCursor('board.age', cursor)],
    ['too little', writeCursor('board.due', { ...cursor, after: [] })],
    ['other types', writeCursor('board.due', { ...cursor, after: [7, 7] })],
    ['no entry', writeCursor('board.due', { ...cursor, index: 1.5 })],
    ['no instant', writeCursor('board.due', { ...cursor, now: 'soon' })],
  ])('of %s is refused', (_what, text) => {
    expect(() => readCursor('board.due', text, ['string', 'number'])).toThrow(InvalidCursor);
  });
});
