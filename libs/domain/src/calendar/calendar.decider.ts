import type { Instant, Minute } from '../instant.js';

/** `calendar` is the id: stream `calendar-<id>`. Intervals are minutes UTC since the epoch; `from` and `until` are whole minutes. */
export interface CalendarCommand {
  readonly type: 'PublishCalendar';
  readonly calendar: string;
  readonly name: string;
  readonly zone: string;
  readonly rule: string;
  readonly from: Instant;
  readonly until: Instant;
  readonly intervals: readonly (readonly [start: Minute, end: Minute])[];
}
