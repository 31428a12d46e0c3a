import { evolveCalendar, toMinute, type CalendarEvent, type CalendarState, type Instant } from '#domain';
import type { Kysely } from 'kysely';
import { documentProjection } from './store/documents.js';
import { table, type DatabaseOf } from './store/table.js';

export interface CalendarRow {
  readonly id: string;
  /** Of the calendar's stream, for If-Match. */
  readonly revision: number;
  readonly name: string;
  readonly zone: string;
  readonly rule: string;
  /** From the earliest to the latest day that was ever published. */
  readonly from: Instant;
  readonly until: Instant;
}

export interface Calendars {
  list(): Promise<readonly CalendarRow[]>;
  /** Working intervals in minutes UTC that touch [from, until), sorted and disjoint. */
  intervals(id: string, from: Instant, until: Instant): Promise<readonly (readonly [start: number, end: number])[]>;
}

export const calendarTable = table({
  name: 'calendar',
  kind: 'keyed',
  key: 'id',
  columns: { id: 'text', revision: 'integer', doc: 'json' },
  indexes: [],
});

type CalendarDatabase = DatabaseOf<typeof calendarTable>;

interface CalendarDoc {
  readonly state: Extract<CalendarState, { status: 'published' }>;
  readonly rule: string;
  readonly from: Instant;
  readonly until: Instant;
}

export const calendarProjection = documentProjection<CalendarDoc>({
  name: 'calendars',
  version: 1,
  table: calendarTable,
  prefix: 'calendar-',
  evolve: (doc, entry) => {
    const event = entry as CalendarEvent;
    const { rule, from, until } = event.data;
    return {
      state: evolveCalendar(doc?.state ?? { status: 'none' }, event) as CalendarDoc['state'],
      rule,
      from: doc !== null && doc.from < from ? doc.from : from,
      until: doc !== null && doc.until > until ? doc.until : until,
    };
  },
  columns: () => ({}),
});

export function calendarQueries(db: Kysely<CalendarDatabase>): Calendars {
  return {
    list: async () => {
      const rows = await db.selectFrom('calendar').selectAll().orderBy('id').execute();
      return rows.map(({ id, revision, doc }) => {
        const { state, rule, from, until } = JSON.parse(doc) as CalendarDoc;
        return { id, revision, name: state.name, zone: state.zone, rule, from, until };
      });
    },
    intervals: async (id, from, until) => {
      const row = await db.selectFrom('calendar').select('doc').where('id', '=', id).executeTakeFirst();
      if (row === undefined) return [];
      const { state } = JSON.parse(row.doc) as CalendarDoc;
      return state.intervals.filter(([start, end]) => end > toMinute(from) && start < toMinute(until));
    },
  };
}
