import type { CalendarRow } from '#read-models';
import { at, list, named, numbers, text, type Schema } from '../http/schema.js';
import { listing, revision } from '../http/view-parts.js';

const calendarRow = named<CalendarRow>('Calendar', {
  id: text('weekdays'),
  revision,
  name: text('Weekdays'),
  zone: text('America/Chicago'),
  rule: text('Monday to Friday, 08:00 to 16:00'),
  from: at,
  until: at,
});
export const calendars = listing('Calendars', calendarRow);

export interface WorkingTime {
  /** Minutes UTC since 1970, sorted and disjoint. */
  readonly intervals: readonly (readonly [start: number, end: number])[];
}
export const workingTime: Schema<WorkingTime> = named<WorkingTime>('WorkingTime', {
  intervals: list(numbers<readonly [start: number, end: number]>([29_923_680, 29_924_160])),
});
