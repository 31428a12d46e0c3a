import { Controller, Param, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { CalendarCommand } from '#domain';
import type { CalendarRow } from '#read-models';
import { CommandRoutes } from '../http/command-routes.js';
import { Moments } from '../http/moments.js';
import type { Listing } from '../http/view-parts.js';
import { NowDto } from '../http/view-query.dto.js';
import { View } from '../http/view.js';
import { calendarCommands } from './calendars.commands.js';
import { ToCalendar } from './calendars.handler.js';
import { AskCalendars } from './calendars.queries.js';
import { WorkingTimeQueryDto } from './calendars.query.dto.js';
import { calendars, workingTime, type WorkingTime } from './calendars.views.js';

const Commands = CommandRoutes<CalendarCommand>({
  path: 'calendars',
  rows: calendarCommands,
  target: ({ calendar }) => calendar ?? null,
  fixed: ({ calendar }) => ({ calendar }),
  give: (request) => new ToCalendar(request),
});

@ApiTags('Calendars')
@Controller('calendars')
export class CalendarsController extends Commands {
  constructor(
    commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly moments: Moments,
  ) {
    super(commands);
  }

  @View('', { id: 'calendars', shows: 'Calendars', answers: calendars })
  async list(@Query() query: NowDto): Promise<Listing<CalendarRow>> {
    await this.moments.at(query);
    return { items: await this.queries.execute(new AskCalendars('list')) };
  }

  @View(':calendar/working-time', { id: 'workingTime', shows: 'Working time between two instants', answers: workingTime })
  async workingTime(@Param('calendar') calendar: string, @Query() query: WorkingTimeQueryDto): Promise<WorkingTime> {
    await this.moments.at(query);
    return { intervals: await this.queries.execute(new AskCalendars('intervals', calendar, query.from, query.until)) };
  }
}
