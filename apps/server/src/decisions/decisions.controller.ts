import { Controller, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { DecisionLogEntry, Page } from '#read-models';
import { WithCaller, type Caller } from '../http/caller.js';
import { Moments } from '../http/moments.js';
import { MomentDto } from '../http/view-query.dto.js';
import { found, pageOf, View } from '../http/view.js';
import { AskDecisionLog } from './decisions.queries.js';
import { DecisionCountsQueryDto, DecisionsQueryDto } from './decisions.query.dto.js';
import { decisionCounts, decisionEntry, decisionPage, type DecisionCounts } from './decisions.views.js';

@ApiTags('Decisions')
@Controller('decisions')
export class DecisionsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly moments: Moments,
  ) {}

  @View('', { id: 'decisions', shows: 'The decision log, newest first', answers: decisionPage })
  async page(@WithCaller() caller: Caller, @Query() query: DecisionsQueryDto): Promise<Page<DecisionLogEntry>> {
    const { limit, cursor, asOf: _asOf, waitFor: _waitFor, ...filters } = query;
    const request = { ...(await this.moments.seenBy(caller, query)), filters, ...pageOf({ limit, cursor }) };
    return this.queries.execute(new AskDecisionLog('page', request));
  }

  @View('counts', { id: 'decisionCounts', shows: 'How many were decided since then, and by whom', answers: decisionCounts })
  async counts(@WithCaller() caller: Caller, @Query() query: DecisionCountsQueryDto): Promise<DecisionCounts> {
    const { since } = query;
    return this.queries.execute(new AskDecisionLog('counts', { ...(await this.moments.seenBy(caller, query)), since }));
  }

  @View(':decision', {
    id: 'decision',
    shows: 'An entry of the decision log',
    says: 'Its id is `<stream>@<revision>`.',
    answers: decisionEntry,
  })
  async entry(@WithCaller() caller: Caller, @Param('decision') id: string, @Query() query: MomentDto): Promise<DecisionLogEntry> {
    return found(
      'decision',
      await this.queries.execute(new AskDecisionLog('entry', { ...(await this.moments.seenBy(caller, query)), id })),
    );
  }
}
