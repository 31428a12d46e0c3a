import type { CalendarCommand } from '#domain';
import { commandRows } from '../http/command-routes.js';
import { PublishCalendarDto } from './calendars.dto.js';

export const calendarCommands = commandRows<CalendarCommand, 'calendar'>()({
  PublishCalendar: {
    at: ':calendar/publish',
    body: PublishCalendarDto,
    by: ['administrator'],
    does: 'Publish the working time of a period',
    says: 'What stood in the period is replaced.',
    example: {
      name: 'Weekdays',
      zone: 'UTC',
      rule: 'Monday to Friday, 08:00 to 16:00',
      from: '2026-11-23T00:00:00.000Z',
      until: '2026-11-25T00:00:00.000Z',
      intervals: [
        [29923680, 29924160],
        [29925120, 29925600],
      ],
    },
  },
});
