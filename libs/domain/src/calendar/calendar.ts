import { NotFound } from '../errors.js';
import { toMinute, type Instant, type Minute } from '../instant.js';

/** Working time, [start, end). */
export type Interval = readonly [start: Minute, end: Minute];

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
    readonly intervals: readonly Interval[];
  };
};

/** `intervals`: all that was published, in minutes UTC, sorted and disjoint; a later publication has replaced its span. */
export type CalendarState =
  | { readonly status: 'none' }
  | {
      readonly status: 'published';
      readonly name: string;
      readonly zone: string;
      readonly intervals: readonly Interval[];
    };

export function evolveCalendar(state: CalendarState, { data }: CalendarEvent): CalendarState {
  const before = state.status === 'published' ? state.intervals : [];
  const [from, until] = [toMinute(data.from), toMinute(data.until)];
  const intervals = [...cut(before, -Infinity, from), ...data.intervals, ...cut(before, until, Infinity)];
  return { status: 'published', name: data.name, zone: data.zone, intervals };
}

/** What of the intervals lies in [from, until). */
function cut(intervals: readonly Interval[], from: Minute, until: Minute): readonly Interval[] {
  return intervals.map(([start, end]): Interval => [Math.max(start, from), Math.min(end, until)]).filter(([start, end]) => start < end);
}

/** The calendar, if it was published; throws `NotFound`. */
export function requirePublished(state: CalendarState, id: string): void {
  if (state.status === 'none') throw new NotFound('calendar', id);
}
