import { minus, type WorkingTime } from '../calendar/working-time.js';
import { fromMinute, toMinute, type Instant } from '../instant.js';
import type { Clocks } from '../routing/route-record.js';

/** A leader's working day: what must be decided within one more of them is urgent. */
const WORKING_DAY_MINUTES = 540;
/** Digits after the point of a cost per minute: exact for decisions of up to 1,000 expected minutes (`cd3Key`). */
const FRACTION = 1_000_000n;
/** The greatest amount × 10^6 has 20 digits. */
const KEY_WIDTH = 20;

/** What the order of a leader's pool looks at. */
export interface PoolItem {
  readonly urgent: boolean;
  readonly safety: boolean;
  /** Minor units of the routing currency: stated, derived or assumed. */
  readonly delayCostPerDay: number;
  /** At least 1. */
  readonly expectedMinutes: number;
  /** Of the event that filed the issue, in the log: no two issues share one. */
  readonly logIndex: number;
}

/**
 * The order in which a leader should take things: what is urgent first, and of that what is a matter of safety or law; then the greater
 * cost of delay per minute of attention; then what came first. Negative: a before b. A total order.
 */
export function poolOrder(a: PoolItem, b: PoolItem): number {
  return rank(a) - rank(b) || byCostPerMinute(a, b) || a.logIndex - b.logIndex;
}

/** From when an item is urgent: past two thirds of its clock, or when it must be decided within one more working day. */
export function urgentFrom({ warnAt, decideBy }: Clocks, time: WorkingTime): Instant {
  const lastDay = fromMinute(minus(time, toMinute(decideBy), WORKING_DAY_MINUTES));
  return lastDay < warnAt ? lastDay : warnAt;
}

/**
 * Cost of delay per expected minute as 20 digits, for a store that sorts strings: greater strings come first. Two quotients with divisors
 * of up to 1,000 differ by at least a millionth or not at all, so the order is that of `poolOrder`.
 */
export function cd3Key(delayCostPerDay: number, expectedMinutes: number): string {
  return String((BigInt(delayCostPerDay) * FRACTION) / BigInt(expectedMinutes)).padStart(KEY_WIDTH, '0');
}

function rank({ urgent, safety }: PoolItem): number {
  return urgent ? (safety ? 0 : 1) : 2;
}

/** By cross-multiplication: no quotient is rounded. */
function byCostPerMinute(a: PoolItem, b: PoolItem): number {
  const left = BigInt(a.delayCostPerDay) * BigInt(b.expectedMinutes);
  const right = BigInt(b.delayCostPerDay) * BigInt(a.expectedMinutes);
  return left === right ? 0 : left > right ? -1 : 1;
}
