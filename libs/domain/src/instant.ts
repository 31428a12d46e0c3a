import { InvalidValue } from './errors.js';

/**
 * A point in time as the log holds it: UTC, milliseconds, always 24 characters (`2026-11-23T13:32:59.123Z`).
 * The fixed width makes string order time order. Parsed and printed here with integers alone: no `Date`, no zone data, no locale.
 */
export type Instant = string;

/** Whole minutes since 1970-01-01T00:00Z; what the evaluator counts in. */
export type Minute = number;

/** Minutes in a day, a number that stands in many formulas. */
export const MINUTES_PER_DAY = 1440;

const SHAPE = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{3})Z$/;
const SEPARATORS = [[4, '-'], [7, '-'], [10, 'T'], [13, ':'], [16, ':'], [19, '.'], [23, 'Z']] as const; // prettier-ignore
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** True for a string that is an instant of a day that exists, between the years 1970 and 9999. */
export function isInstant(value: unknown): value is Instant {
  if (typeof value !== 'string') return false;
  const parts = SHAPE.exec(value);
  if (parts === null) return false;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  if (year < 1970 || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return false;
  return day >= 1 && day <= daysInMonth(year, month);
}

/** Milliseconds since the epoch. Throws `InvalidValue` for anything that is not an instant. */
export function toMillis(instant: Instant): number {
  const wellFormed = instant.length === 24 && SEPARATORS.every(([at, separator]) => instant[at] === separator);
  const day = daysFromCivil(digits(instant, 0, 4), digits(instant, 5, 7), digits(instant, 8, 10));
  const minute = (day * 24 + digits(instant, 11, 13)) * 60 + digits(instant, 14, 16);
  const millis = (minute * 60 + digits(instant, 17, 19)) * 1000 + digits(instant, 20, 23);
  if (!wellFormed || Number.isNaN(millis)) throw new InvalidValue('instant', 'must look like 2026-11-23T13:32:59.123Z');
  return millis;
}

/** The minute in which an instant lies (rounded down). */
export function toMinute(instant: Instant): Minute {
  return Math.floor(toMillis(instant) / 60_000);
}

/** The instant at which a minute begins. */
export function fromMinute(minute: Minute): Instant {
  return fromMillis(minute * 60_000);
}

/** The instant of a number of milliseconds since the epoch (0 ≤ millis < year 10000). */
export function fromMillis(millis: number): Instant {
  const days = Math.floor(millis / 86_400_000);
  const rest = millis - days * 86_400_000;
  const { year, month, day } = civilFromDays(days);
  const pad = (n: number, width: number) => String(n).padStart(width, '0');
  const clock = [Math.floor(rest / 3_600_000), Math.floor(rest / 60_000) % 60, Math.floor(rest / 1000) % 60]
    .map((n) => pad(n, 2))
    .join(':');
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}T${clock}.${pad(rest % 1000, 3)}Z`;
}

/** The later of two instants. */
export function later(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}

function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && leap ? 29 : (DAYS_IN_MONTH[month - 1] as number);
}

// Every event brings an instant, so they are read digit by digit: a pattern takes ten times as long. NaN: not a number.
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : NaN;
  }
  return value;
}

// Days since 1970-01-01 in the proleptic Gregorian calendar, counted in eras of 400 years that begin on 1 March.
function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

function civilFromDays(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch + (monthFromMarch < 10 ? 3 : -9);
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1 };
}
