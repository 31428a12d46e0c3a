import { Module } from '@nestjs/common';
import { Gate } from './gate.js';
import { MachinesController } from './machines.controller.js';
import { PagerDutyController } from './pagerduty.controller.js';
import { SourcesController } from './sources.controller.js';
import { DeadLetterHandler, SourceHandler } from './sources.handler.js';
import { SourcesHandler } from './sources.queries.js';

@Module({
  controllers: [SourcesController, MachinesController, PagerDutyController],
  providers: [Gate, SourceHandler, DeadLetterHandler, SourcesHandler],
})
export class IntakeModule {}
