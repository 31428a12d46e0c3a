import { checkCode, checkCount, checkInstant, checkInteger, checkLabel } from '../check-value.js';
import type { Context, Decider } from '../decider.js';
import { InvalidValue } from '../errors.js';
import { toMillis, toMinute, type Instant, type Minute } from '../instant.js';
import { requireRoleOrSetUp } from '../person/rights.js';
import { evolveCalendar, type CalendarEvent, type CalendarState, type Interval } from './calendar.js';

/** `calendar` is the id: stream `calendar-<id>`. Intervals are minutes UTC since the epoch; `from` and `until` are whole minutes. */
export interface CalendarCommand {
  readonly type: 'PublishCalendar';
  readonly calendar: string;
  readonly name: string;
  readonly zone: string;
  readonly rule: string;
  readonly from: Instant;
  readonly until: Instant;
  readonly intervals: readonly Interval[];
}

/** So many still fit one event; about eight years of single shifts. */
const MAX_INTERVALS = 3000;
const MAX_RULE = 200;

export const calendarDecider: Decider<CalendarCommand, CalendarEvent, CalendarState> = {
  initial: { status: 'none' },
  evolve: evolveCalendar,
  decide: (command, _state, context) => publish(command, context),
};

function publish(command: CalendarCommand, context: Context): readonly CalendarEvent[] {
  requireRoleOrSetUp(context.actor, ['administrator']);
  const { calendar, name, zone, rule, from, until, intervals } = command;
  checkCode(calendar, 'calendar');
  checkLabel(name, 'name');
  checkLabel(zone, 'zone');
  checkLabel(rule, 'rule', MAX_RULE);
  checkWholeMinute(from, 'from');
  checkWholeMinute(until, 'until');
  if (until <= from) throw new InvalidValue('until', 'must be after from');
  checkIntervals(intervals, toMinute(from), toMinute(until));
  return [{ type: 'CalendarPublished', data: { name, zone, rule, from, until, intervals } }];
}

function checkWholeMinute(instant: Instant, field: string): void {
  checkInstant(instant, field);
  if (toMillis(instant) % 60_000 !== 0) throw new InvalidValue(field, 'must be a whole minute');
}

function checkIntervals(intervals: readonly Interval[], from: Minute, until: Minute): void {
  checkCount(intervals, 'intervals', 1, MAX_INTERVALS);
  let reached = from;
  for (const [i, interval] of intervals.entries()) {
    checkCount(interval, `intervals[${i}]`, 2, 2);
    const [start, end] = interval;
    checkInteger(start, `intervals[${i}][0]`, reached, until - 1);
    checkInteger(end, `intervals[${i}][1]`, start + 1, until);
    reached = end;
  }
}
