import type { Instant } from '#domain';

export interface CalendarRow {
  readonly id: string;
  /** Of the calendar's stream, for If-Match. */
  readonly revision: number;
  readonly name: string;
  readonly zone: string;
  readonly rule: string;
  /** What is published, all periods together. */
  readonly from: Instant;
  readonly until: Instant;
}

export interface Calendars {
  list(): Promise<readonly CalendarRow[]>;
  /** Working intervals in minutes UTC that touch [from, until), sorted and disjoint. */
  intervals(id: string, from: Instant, until: Instant): Promise<readonly (readonly [start: number, end: number])[]>;
}
