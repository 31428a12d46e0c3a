import { Module } from '@nestjs/common';
import { DecideTogether } from './decide-together.js';
import { DecisionsController } from './decisions.controller.js';
import { DecisionLogHandler } from './decisions.queries.js';

@Module({ controllers: [DecisionsController], providers: [DecideTogether, DecisionLogHandler] })
export class DecisionsModule {}
