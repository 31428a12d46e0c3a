import { Module } from '@nestjs/common';
import { DecisionsController } from './decisions.controller.js';
import { DecisionLogHandler } from './decisions.queries.js';

@Module({ controllers: [DecisionsController], providers: [DecisionLogHandler] })
export class DecisionsModule {}
