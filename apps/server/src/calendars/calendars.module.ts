import { Module } from '@nestjs/common';
import { CalendarsController } from './calendars.controller.js';
import { CalendarHandler } from './calendars.handler.js';
import { CalendarsHandler } from './calendars.queries.js';

@Module({ controllers: [CalendarsController], providers: [CalendarHandler, CalendarsHandler] })
export class CalendarsModule {}
