import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Engine, type Accepted, type CommandRequest } from '#application';
import type { CalendarCommand } from '#domain';

/** A command to a calendar. */
export class ToCalendar extends Command<Accepted> {
  constructor(readonly request: CommandRequest<CalendarCommand>) {
    super();
  }
}

@CommandHandler(ToCalendar)
export class CalendarHandler implements ICommandHandler<ToCalendar> {
  constructor(private readonly engine: Engine) {}

  execute({ request }: ToCalendar): Promise<Accepted> {
    return this.engine.handle('calendar', request);
  }
}
