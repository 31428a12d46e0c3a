import { countUpTo } from '../count-up-to.js';
import type { Minute } from '../instant.js';
import { assumedUpTo, lastWithAssumed } from './assumed-week.js';
import type { Interval } from './calendar.js';

/** One publishing of a calendar: working intervals, sorted and disjoint, within [from, until). */
export interface PublishedSpan {
  readonly from: Minute;
  readonly until: Minute;
  readonly intervals: readonly Interval[];
}

/**
 * A calendar as an index: plain data, so that a state that holds it can be stored. `edges` are the minutes at which published time
 * begins and ends, in turns; beyond them the assumed week holds. `worked[i]` is the working time up to `edges[i]`, `before[i]` that
 * up to `starts[i]`, both counted from the assumed week's own beginning.
 */
export interface WorkingTime {
  readonly spans: readonly PublishedSpan[];
  readonly edges: readonly Minute[];
  readonly worked: readonly number[];
  readonly starts: readonly Minute[];
  readonly ends: readonly Minute[];
  readonly before: readonly number[];
}

/** Nothing published yet: the assumed week, always. */
export const ASSUMED_WEEK: WorkingTime = { spans: [], edges: [], worked: [], starts: [], ends: [], before: [] };

/** The calendar after one more publishing, which replaces what stood in its span. */
export function published(time: WorkingTime, span: PublishedSpan): WorkingTime {
  const kept = time.spans.flatMap((old) => [
    cut(old, old.from, Math.min(old.until, span.from)),
    cut(old, Math.max(old.from, span.until), old.until),
  ]);
  const spans = [...kept, span].filter(({ from, until }) => from < until).sort((a, b) => a.from - b.from);
  return indexed(spans);
}

/** Working minutes in [a, b); 0 if b is not after a. */
export function between(time: WorkingTime, a: Minute, b: Minute): number {
  return b <= a ? 0 : upTo(time, b) - upTo(time, a);
}

/** The first minute, from `a` on, at which so many working minutes have passed since `a`; `a` itself for 0 or less. */
export function plus(time: WorkingTime, a: Minute, minutes: number): Minute {
  return minutes <= 0 ? a : firstWith(time, upTo(time, a) + minutes);
}

/** The last minute, up to `b`, from which so many working minutes still pass until `b`; `b` itself for 0 or less. */
export function minus(time: WorkingTime, b: Minute, minutes: number): Minute {
  return minutes <= 0 ? b : lastWith(time, upTo(time, b) - minutes);
}

/** True if the minute that begins at `m` is worked. */
export function isWorking(time: WorkingTime, m: Minute): boolean {
  return upTo(time, m + 1) > upTo(time, m);
}

/** The first minute from `m` on that is worked. */
export function nextWorkingMinute(time: WorkingTime, m: Minute): Minute {
  return lastWith(time, upTo(time, m));
}

/** True if some of [a, b) lies outside of what is published, so that the assumed week was used. */
export function assumed(time: WorkingTime, a: Minute, b: Minute): boolean {
  if (b <= a) return false;
  const edge = lastAtMost(time.edges, a);
  return !isPublished(edge) || b > (time.edges[edge + 1] as Minute);
}

/** Working minutes from the assumed week's beginning to `t`. Grows by 0 or 1 with each minute, without end in both directions. */
function upTo(time: WorkingTime, t: Minute): number {
  const edge = lastAtMost(time.edges, t);
  if (edge < 0) return assumedUpTo(t);
  const start = time.edges[edge] as Minute;
  const worked = time.worked[edge] as number;
  if (!isPublished(edge)) return worked + assumedUpTo(t) - assumedUpTo(start);
  const i = lastAtMost(time.starts, t);
  if (i < 0 || (time.starts[i] as Minute) < start) return worked;
  return (time.before[i] as number) + Math.min(t, time.ends[i] as Minute) - (time.starts[i] as Minute);
}

/** The first minute up to which `count` were worked. */
function firstWith(time: WorkingTime, count: number): Minute {
  return lastWith(time, count - 1) + 1;
}

/** The last minute up to which no more than `count` were worked. */
function lastWith(time: WorkingTime, count: number): Minute {
  const edge = lastAtMost(time.worked, count);
  if (edge < 0) return lastWithAssumed(count);
  if (!isPublished(edge)) return lastWithAssumed(count - (time.worked[edge] as number) + assumedUpTo(time.edges[edge] as Minute));
  const i = lastAtMost(time.before, count);
  return (time.starts[i] as Minute) + count - (time.before[i] as number);
}

function isPublished(edge: number): boolean {
  return edge >= 0 && edge % 2 === 0;
}

/** The last position whose value is at most `value`; -1: none. */
function lastAtMost(sorted: readonly number[], value: number): number {
  return countUpTo(sorted, value) - 1;
}

function cut({ intervals }: PublishedSpan, from: Minute, until: Minute): PublishedSpan {
  const inside = intervals.map(([start, end]): Interval => [Math.max(start, from), Math.min(end, until)]);
  return { from, until, intervals: inside.filter(([start, end]) => start < end) };
}

function indexed(spans: readonly PublishedSpan[]): WorkingTime {
  const edges: Minute[] = [];
  const worked: number[] = [];
  const starts: Minute[] = [];
  const ends: Minute[] = [];
  const before: number[] = [];
  let count = 0;
  for (const { from, until, intervals } of spans) {
    const edge = edges.at(-1);
    if (edge === from) {
      edges.pop();
      worked.pop();
    } else {
      count = edge === undefined ? assumedUpTo(from) : count + assumedUpTo(from) - assumedUpTo(edge);
      edges.push(from);
      worked.push(count);
    }
    for (const [start, end] of intervals) {
      starts.push(start);
      ends.push(end);
      before.push(count);
      count += end - start;
    }
    edges.push(until);
    worked.push(count);
  }
  return { spans, edges, worked, starts, ends, before };
}
