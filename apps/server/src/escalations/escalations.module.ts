import { Module } from '@nestjs/common';
import { CallSheetsController, EscalationsController } from './escalations.controller.js';
import { CallSheetHandler, EscalationHandler } from './escalations.handler.js';
import { ExecutiveQueueHandler } from './escalations.queries.js';
import { QueueController } from './queue.controller.js';

@Module({
  controllers: [EscalationsController, CallSheetsController, QueueController],
  providers: [EscalationHandler, CallSheetHandler, ExecutiveQueueHandler],
})
export class EscalationsModule {}
