import { describe, expect, it } from '@jest/globals';
import { CommittedTail } from './committed-tail.js';

const bodies = (from: number, count: number): string[] => Array.from({ length: count }, (_, i) => `{"n":${from + i}}`);
const commit = (tail: CommittedTail, firstIndex: number, count: number): void =>
  tail.add({ stream: 'issue-1', firstRevision: firstIndex, firstIndex, bodies: bodies(firstIndex, count) });

describe('the tail of the log', () => {
  it('holds nothing before the first commit', () => {
    const tail = new CommittedTail();
    expect([tail.newest, tail.from(0, 10)]).toEqual([null, null]);
  });

  it('gives what was committed, from any index that it holds', () => {
    const tail = new CommittedTail();
    commit(tail, 7, 2);
    commit(tail, 9, 3);
    expect(tail.newest).toBe(11);
    expect(tail.from(8, 2)).toEqual(bodies(8, 2));
    expect(tail.from(12, 5)).toEqual([]);
    expect(tail.from(6, 5)).toBeNull();
  });

  it('lets the oldest go, and never holds more than its share', () => {
    const tail = new CommittedTail();
    for (let index = 0; index < 10_000; index += 100) commit(tail, index, 100);
    expect(tail.from(9_900, 500)).toEqual(bodies(9_900, 100));
    expect(tail.from(9_999 - 2_048, 1)).toBeNull();
  });

  it('lets go of large events sooner, but holds the newest', () => {
    const tail = new CommittedTail();
    const large = 'x'.repeat(5 * 1024 * 1024);
    for (const index of [0, 1, 2]) tail.add({ stream: 'issue-1', firstRevision: index, firstIndex: index, bodies: [large] });
    expect([tail.from(1, 1), tail.newest]).toEqual([null, 2]);
  });

  it('begins anew after a gap', () => {
    const tail = new CommittedTail();
    commit(tail, 0, 2);
    commit(tail, 5, 1);
    expect([tail.from(0, 10), tail.from(5, 10)]).toEqual([null, bodies(5, 1)]);
  });
});

describe('the end of a stream', () => {
  it('is unknown until it was read or written, and never goes back', () => {
    const tail = new CommittedTail();
    expect(tail.isBeyond('issue-1', 5)).toBe(false);
    tail.endsAt('issue-1', -1);
    expect(tail.isBeyond('issue-1', 0)).toBe(true);
    commit(tail, 0, 3);
    tail.endsAt('issue-1', 1);
    expect([2, 3].map((revision) => tail.isBeyond('issue-1', revision))).toEqual([false, true]);
  });
});
