import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fold } from '../decider.js';
import { InvalidValue, NotAllowed, NotFound } from '../errors.js';
import { fromMinute, toMinute } from '../instant.js';
import { administrator, operator, person } from '../testing/people.js';
import { eventsOfAnyCommands } from '../testing/any-commands.js';
import { NOW } from '../testing/scenes.js';
import { scenario } from '../testing/scenario.js';
import { calendarDecider, type CalendarCommand } from './calendar.decider.js';
import { requirePublished, type CalendarEvent, type Interval } from './calendar.js';

const context = { now: NOW, actor: administrator };
const monday = toMinute('2026-03-02T00:00:00.000Z');
const command: CalendarCommand = {
  type: 'PublishCalendar',
  calendar: 'weekdays',
  name: 'Weekdays',
  zone: 'Europe/Berlin',
  rule: 'Mon–Fri 08:00–17:00',
  from: '2026-03-02T00:00:00.000Z',
  until: '2026-03-04T00:00:00.000Z',
  intervals: [
    [monday + 420, monday + 960],
    [monday + 1860, monday + 2400],
  ],
};
const { type: _type, calendar: _calendar, ...data } = command;
const published: CalendarEvent = { type: 'CalendarPublished', data };

const given = scenario(calendarDecider).given;

describe('a calendar', () => {
  it('is published by an administrator or at set-up, again and again', () => {
    given().when(command, context).then(published);
    given(published)
      .when(command, { ...context, actor: operator })
      .then(published);
    given()
      .when(command, { ...context, actor: person('ada', 'administrator', { scope: { programme: 'p1' } }) })
      .thenRefused(NotAllowed);
    given()
      .when(command, { ...context, actor: person('lou', 'leader') })
      .thenRefused(NotAllowed);
  });

  it.each<[string, Partial<CalendarCommand>]>([
    ['calendar', { calendar: 'a.b' }],
    ['name', { name: '' }],
    ['zone', { zone: 'x'.repeat(81) }],
    ['rule', { rule: 'x'.repeat(201) }],
    ['from', { from: '2026-03-02' }],
    ['from', { from: '2026-03-02T00:00:01.000Z' }],
    ['until', { until: '2026-03-04T00:00:00.001Z' }],
    ['until', { until: '2026-03-02T00:00:00.000Z' }],
    ['intervals', { intervals: [] }],
    ['intervals', { intervals: Array.from({ length: 3001 }, () => [monday, monday + 1] as const) }],
    ['intervals[0][0]', { intervals: [[monday - 1, monday + 5]] }],
    ['intervals[0][0]', { intervals: [[monday + 0.5, monday + 5]] }],
    ['intervals[0][1]', { intervals: [[monday + 5, monday + 5]] }],
    ['intervals[0][1]', { intervals: [[monday, monday + 2881]] }],
    [
      'intervals[1][0]',
      {
        intervals: [
          [monday + 5, monday + 9],
          [monday + 8, monday + 10],
        ],
      },
    ],
    ['intervals[0]', { intervals: [[monday, monday + 1, monday + 2] as unknown as Interval] }],
  ])('refuses %s in %j', (field, part) => {
    given()
      .when({ ...command, ...part }, context)
      .thenRefused(InvalidValue, field);
  });

  it('replaces what it said of the same time, and only that', () => {
    const holiday: CalendarEvent = {
      type: 'CalendarPublished',
      data: { ...data, from: fromMinute(monday + 900), until: fromMinute(monday + 2000), intervals: [[monday + 1200, monday + 1210]] },
    };
    expect(fold(calendarDecider, [published, holiday])).toMatchObject({
      intervals: [
        [monday + 420, monday + 900],
        [monday + 1200, monday + 1210],
        [monday + 2000, monday + 2400],
      ],
    });
  });

  it('is working time exactly where the last publication of that minute says so', () => {
    fc.assert(
      fc.property(fc.array(publication(), { minLength: 1, maxLength: 6 }), (events) => {
        const state = fold(calendarDecider, events);
        if (state.status !== 'published') throw new Error('was published');
        const works = new Array<boolean>(60).fill(false);
        for (const event of events) {
          works.fill(false, toMinute(event.data.from), toMinute(event.data.until));
          for (const [start, end] of event.data.intervals) works.fill(true, start, end);
        }
        expect(works.map((_, minute) => state.intervals.some(([start, end]) => start <= minute && minute < end))).toEqual(works);
        expect(state.intervals.flat()).toEqual(state.intervals.flat().toSorted((a, b) => a - b));
      }),
    );
  });

  it('must be there to be chosen', () => {
    expect(() => requirePublished(calendarDecider.initial, 'weekdays')).toThrow(NotFound);
  });

  it('refuses by name or folds, whatever comes', () => {
    const commands = fc.record({
      ...(Object.fromEntries(Object.entries(command).map(([key, value]) => [key, fc.constant(value)])) as {
        [K in keyof CalendarCommand]: fc.Arbitrary<CalendarCommand[K]>;
      }),
      from: fc.oneof(fc.constant(command.from), fc.string()),
      intervals: fc.oneof(fc.constant(command.intervals), fc.array(fc.tuple(fc.double(), fc.double()))),
    });
    expect(eventsOfAnyCommands(calendarDecider, commands, fc.constant(context))).toEqual(new Set(['CalendarPublished']));
  });
});

/** A publication within the first hour of 1970. */
function publication(): fc.Arbitrary<CalendarEvent> {
  return fc.uniqueArray(fc.nat(59), { minLength: 4, maxLength: 8 }).map((minutes) => {
    const [from, ...inside] = minutes.toSorted((a, b) => a - b) as [number, ...number[]];
    const until = inside.pop() as number;
    const intervals = inside.flatMap((start, i) =>
      i % 2 === 0 && i + 1 < inside.length ? [[start, inside[i + 1] as number] as const] : [],
    );
    return { type: 'CalendarPublished', data: { ...data, from: fromMinute(from), until: fromMinute(until), intervals } };
  });
}
