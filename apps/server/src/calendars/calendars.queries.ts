import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Calendars, ReadModels } from '#read-models';
import { Ask } from '../http/ask.js';
import { READ_MODELS } from '../http/tokens.js';

/** A question about calendars. */
export class AskCalendars<M extends keyof Calendars> extends Ask<Calendars, M> {}

@QueryHandler(AskCalendars)
export class CalendarsHandler implements IQueryHandler<AskCalendars<keyof Calendars>> {
  constructor(@Inject(READ_MODELS) private readonly views: ReadModels) {}

  async execute(query: AskCalendars<keyof Calendars>) {
    return query.of(this.views.calendars);
  }
}
