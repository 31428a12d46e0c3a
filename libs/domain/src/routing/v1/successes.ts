import { countUpTo } from '../../count-up-to.js';
import { MINUTES_PER_DAY, type Minute } from '../../instant.js';

/** Successes of one pattern (or, in a row, of one critical detail), by when they were closed. Closing is in log order, so it rises. */
export interface Successes {
  readonly closedAt: Minute[];
  readonly issues: string[];
  /** Of the closing event in the issue's stream. */
  readonly revisions: number[];
}

/** When a success counts: from so many days after its closing (it may still be reopened) to so many days after. */
export interface SuccessWindow {
  readonly settlesAfterDays: number;
  readonly windowDays: number;
}

export function noSuccesses(): Successes {
  return { closedAt: [], issues: [], revisions: [] };
}

export function addSuccess(successes: Successes, issue: string, revision: number, now: Minute): void {
  successes.closedAt.push(now);
  successes.issues.push(issue);
  successes.revisions.push(revision);
}

/** Takes back a success that was reopened; it was closed at `closedAt`. */
export function removeSuccess(successes: Successes, issue: string, closedAt: Minute): void {
  for (let i = countUpTo(successes.closedAt, closedAt) - 1; i >= 0 && successes.closedAt[i] === closedAt; i--) {
    if (successes.issues[i] !== issue) continue;
    for (const list of [successes.closedAt, successes.issues, successes.revisions]) list.splice(i, 1);
    return;
  }
}

/** After something went wrong with it, a detail's row begins again. */
export function clearSuccesses(successes: Successes): void {
  for (const list of [successes.closedAt, successes.issues, successes.revisions]) list.length = 0;
}

/** How many count now. */
export function successesAt({ closedAt }: Successes, { settlesAfterDays, windowDays }: SuccessWindow, now: Minute): number {
  const settled = countUpTo(closedAt, now - settlesAfterDays * MINUTES_PER_DAY);
  return Math.max(0, settled - countUpTo(closedAt, now - windowDays * MINUTES_PER_DAY));
}

/** The last that counts now; null: none does. */
export function lastSuccessAt(successes: Successes, window: SuccessWindow, now: Minute): { issue: string; revision: number } | null {
  if (successesAt(successes, window, now) === 0) return null;
  const last = countUpTo(successes.closedAt, now - window.settlesAfterDays * MINUTES_PER_DAY) - 1;
  return { issue: successes.issues[last] as string, revision: successes.revisions[last] as number };
}

/** How many in a row have settled. */
export function settledInARow({ closedAt }: Successes, settlesAfterDays: number, now: Minute): number {
  return countUpTo(closedAt, now - settlesAfterDays * MINUTES_PER_DAY);
}

/** When the row will have grown to `enough`, if nothing goes wrong and nothing new is closed; null: not with what is closed now. */
export function rowReaches({ closedAt }: Successes, settlesAfterDays: number, enough: number): Minute | null {
  const last = closedAt[enough - 1];
  return last === undefined ? null : last + settlesAfterDays * MINUTES_PER_DAY;
}

/**
 * When the count will first meet another bar than it meets now (bars: at most so many), if nothing new is closed. Null: never. Far above
 * the highest bar it goes in leaps: so many successes must leave the window before a bar can be met.
 */
export function successesMeetOtherBarAt(successes: Successes, window: SuccessWindow, bars: readonly number[], now: Minute): Minute | null {
  const { closedAt } = successes;
  const [settles, leaves] = [window.settlesAfterDays * MINUTES_PER_DAY, window.windowDays * MINUTES_PER_DAY];
  if (bars.length === 0) return null;
  const highest = Math.max(...bars);
  const barsMet = (count: number): number => bars.filter((bar) => count <= bar).length;
  const metNow = barsMet(successesAt(successes, window, now));
  for (let t = now; ;) {
    const [settled, gone] = [countUpTo(closedAt, t - settles), countUpTo(closedAt, t - leaves)];
    const spare = Math.max(0, settled - gone) - highest;
    const leaving = closedAt[gone + Math.max(spare, 1) - 1];
    // Far above, only leaving counts; near the bars, every success that settles does too.
    const settling = spare > 0 ? undefined : closedAt[settled];
    if (leaving === undefined && settling === undefined) return null;
    t = Math.min(leaving === undefined ? Infinity : leaving + leaves, settling === undefined ? Infinity : settling + settles);
    if (barsMet(successesAt(successes, window, t)) !== metNow) return t;
  }
}
