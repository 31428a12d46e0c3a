import { MINUTES_PER_DAY, type Minute } from '../instant.js';

/** Where no calendar was published, working time is taken as Monday to Friday, 08:00 to 17:00 UTC. */
const OPENS = 8 * 60;
const DAY = 9 * 60;
const DAYS = 5;
const WEEK = DAYS * DAY;
const MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY;
/** The epoch was a Thursday; this is the Monday before it. */
const A_MONDAY: Minute = -3 * MINUTES_PER_DAY;

/** Assumed working minutes since a fixed Monday; negative before it. */
export function assumedUpTo(minute: Minute): number {
  const week = Math.floor((minute - A_MONDAY) / MINUTES_PER_WEEK);
  const inWeek = minute - A_MONDAY - week * MINUTES_PER_WEEK;
  const day = Math.floor(inWeek / MINUTES_PER_DAY);
  if (day >= DAYS) return (week + 1) * WEEK;
  const today = Math.min(Math.max(inWeek - day * MINUTES_PER_DAY - OPENS, 0), DAY);
  return week * WEEK + day * DAY + today;
}

/** The last minute up to which no more than `count` were worked: a working minute begins there. */
export function lastWithAssumed(count: number): Minute {
  const week = Math.floor(count / WEEK);
  const inWeek = count - week * WEEK;
  const day = Math.floor(inWeek / DAY);
  return A_MONDAY + week * MINUTES_PER_WEEK + day * MINUTES_PER_DAY + OPENS + (inWeek - day * DAY);
}
