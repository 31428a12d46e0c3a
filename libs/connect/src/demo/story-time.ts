import { fromMillis, fromMinute, toMinute, type Instant } from '#domain';
import { ASSUMED_WEEK, plus, published, type WorkingTime } from '#domain/calendar/working-time';
import { localInstant, resolveWorkingHours } from '../calendar-rule.js';

const ZONE = 'America/New_York';
const YEAR = 2026;

/** The instant of a day of the story in its own zone: `at('09-17', '08:10')`. */
export function at(day: string, time: string): Instant {
  return localInstant(`${YEAR}-${day}`, time, ZONE);
}

/** The story: 45 days from a Saturday on, in which everything is set up, to a Tuesday morning. */
export const BEGINS = at('08-15', '10:00');
export const ENDS = at('09-29', '10:00');

/** From midnight of the first Saturday to midnight of the last Tuesday. */
export const STORY_DAYS = 45;

/** The midnight after which so many days of the story are over. */
export function dayOfStory(days: number): Instant {
  return afterMinutes(at('08-15', '00:00'), days * 24 * 60);
}

/** Published beyond the story, so that the demo's clock can go on for long. */
const PUBLISHED_YEARS = 2;
const HOURS = { zone: ZONE, days: [1, 2, 3, 4, 5], start: '08:00', end: '17:00' } as const;

/** One publication for each year. */
export const publications = Array.from({ length: PUBLISHED_YEARS }, (_, index) => {
  const [from, until] = [YEAR + index, YEAR + index + 1].map((year) => localInstant(`${year}-01-01`, '00:00', ZONE)) as [Instant, Instant];
  return { name: 'Office hours', zone: ZONE, rule: 'Mon-Fri 08:00-17:00', from, until, intervals: resolveWorkingHours(HOURS, from, until) };
});

const WORKING_TIME: WorkingTime = publications.reduce(
  (time, { from, until, intervals }) => published(time, { from: toMinute(from), until: toMinute(until), intervals }),
  ASSUMED_WEEK,
);

/** So many working minutes later. */
export function afterWork(instant: Instant, minutes: number): Instant {
  return fromMinute(plus(WORKING_TIME, toMinute(instant), minutes));
}

/** So many minutes later, whether anybody works or not. */
export function afterMinutes(instant: Instant, minutes: number): Instant {
  return fromMinute(toMinute(instant) + minutes);
}

/** So many seconds into the minute of an instant. */
export function atSecond(instant: Instant, seconds: number): Instant {
  return fromMillis(toMinute(instant) * 60_000 + seconds * 1000);
}

/** The working days from a day to another one, both included: `['08-17', '08-18', …]`. */
export function workingDays(from: string, to: string): readonly string[] {
  const days: string[] = [];
  for (let noon = at(from, '12:00'); noon <= at(to, '12:00'); noon = afterMinutes(noon, 24 * 60)) {
    if (afterWork(noon, 1) === afterMinutes(noon, 1)) days.push(noon.slice(5, 10));
  }
  return days;
}
