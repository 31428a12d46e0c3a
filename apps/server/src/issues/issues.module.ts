import { Module } from '@nestjs/common';
import { RoutingModule } from '../routing/routing.module.js';
import { IssuesController } from './issues.controller.js';
import { IssueHandler } from './issues.handler.js';
import { BoardHandler, IssuePageHandler } from './issues.queries.js';

@Module({ imports: [RoutingModule], controllers: [IssuesController], providers: [IssueHandler, BoardHandler, IssuePageHandler] })
export class IssuesModule {}
