import type { Instant, Minute } from '../instant.js';

/**
 * Stream `calendar-<id>`. A calendar in the log is its result, not its rule: working intervals in minutes UTC, sorted and disjoint,
 * within [from, until). Publishing a period again replaces what stood in it. `rule` and `zone` say where it came from, for people.
 */
export type CalendarEvent = {
  readonly type: 'CalendarPublished';
  readonly data: {
    readonly name: string;
    readonly zone: string;
    readonly rule: string;
    readonly from: Instant;
    readonly until: Instant;
    readonly intervals: readonly (readonly [start: number, end: number])[];
  };
};

/** `intervals`: all that was published, in minutes UTC, sorted and disjoint; a later publication has replaced its span. */
export type CalendarState =
  | { readonly status: 'none' }
  | {
      readonly status: 'published';
      readonly name: string;
      readonly zone: string;
      readonly intervals: readonly (readonly [start: Minute, end: Minute])[];
    };
