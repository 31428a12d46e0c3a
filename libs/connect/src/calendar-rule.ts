import { InvalidValue, toMinute, type Instant } from '#domain';
import { Temporal } from 'temporal-polyfill';

/** Weekly working hours in a zone: `{ zone: 'America/New_York', days: [1, 2, 3, 4, 5], start: '08:00', end: '17:00' }`; 1 is Monday. */
export interface WorkingHours {
  readonly zone: string;
  readonly days: readonly number[];
  readonly start: string;
  readonly end: string;
}

export type Interval = readonly [start: number, end: number];

/**
 * Resolves weekly hours into working intervals in minutes UTC within [from, until), as `CalendarPublished` holds them: the log
 * keeps the result, so that no replay needs time-zone data. Local times that a clock change skips move on by the gap.
 * @throws InvalidValue the zone is unknown, or the hours make no day
 */
export function resolveWorkingHours({ zone, days, start, end }: WorkingHours, from: Instant, until: Instant): readonly Interval[] {
  if (!(start < end)) throw new InvalidValue('end', 'must be later in the day than start');
  const first = inZone(from, zone).toPlainDate();
  const last = inZone(until, zone).toPlainDate();
  const lower = toMinute(from);
  const upper = toMinute(until);
  const intervals: Interval[] = [];
  for (let day = first; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    if (!days.includes(day.dayOfWeek)) continue;
    const minute = (time: string) => Math.floor(day.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds / 60_000);
    const interval: Interval = [Math.max(minute(start), lower), Math.min(minute(end), upper)];
    if (interval[0] < interval[1]) intervals.push(interval);
  }
  return intervals;
}

/** The instant at which a local day and time begin: `localInstant('2010-12-20', '00:00', 'UTC')`. */
export function localInstant(day: string, time: string, zone: string): Instant {
  return Temporal.PlainDate.from(day)
    .toZonedDateTime({ timeZone: zone, plainTime: time })
    .toInstant()
    .toString({ fractionalSecondDigits: 3 });
}

function inZone(instant: Instant, zone: string): Temporal.ZonedDateTime {
  try {
    return Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
  } catch {
    throw new InvalidValue('zone', 'must be a time zone such as Europe/Berlin');
  }
}
