import { Controller, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { DecisionLogEntry, Page } from '#read-models';
import { ACTING, Allow } from '../http/access.js';
import { WithCaller, type Caller } from '../http/caller.js';
import type { FastifyRequest } from '../http/fastify.js';
import { idempotencyKeyOf } from '../http/headers.js';
import { Moments } from '../http/moments.js';
import { Answers } from '../http/openapi.js';
import { validBody } from '../http/valid-body.js';
import { MomentDto } from '../http/view-query.dto.js';
import { found, pageOf, View } from '../http/view.js';
import { DecideTogetherDto } from './decide-together.dto.js';
import { DecideTogether } from './decide-together.js';
import { decidedTogether, type DecidedTogether } from './decide-together.views.js';
import { AskDecisionLog } from './decisions.queries.js';
import { DecisionCountsQueryDto, DecisionsQueryDto } from './decisions.query.dto.js';
import { decisionCounts, decisionEntry, decisionPage, type DecisionCounts } from './decisions.views.js';

const EXAMPLE = {
  escalations: [{ escalation: '0b7c9b0e-0a4e-5d55-9a1c-6f1f2f1f2f1f', revision: 2 }],
  option: 'recommended',
  decision: 'Approved: the night shift, for all of them.',
  rationale: 'One call with the partner settled it.',
};

@ApiTags('Decisions')
@Controller('decisions')
export class DecisionsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly moments: Moments,
    private readonly together: DecideTogether,
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

  @Post()
  @HttpCode(200)
  @Allow(ACTING)
  @ApiOperation({
    operationId: 'decideTogether',
    summary: 'Decide several escalations by one decision',
    description: 'Each is accepted or refused by itself. Repeated with its Idempotency-Key, what was refused is tried again.',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: false, schema: { type: 'string', maxLength: 200 } })
  @ApiBody({ type: DecideTogetherDto, examples: { example: { value: EXAMPLE } } })
  @Answers(200, decidedTogether, ACTING, 'command')
  async decide(@WithCaller() caller: Caller, @Req() request: FastifyRequest): Promise<DecidedTogether> {
    const body = await validBody(request.body, DecideTogetherDto);
    return this.together.decide(body, { caller, key: idempotencyKeyOf(request), correlationId: request.id });
  }
}
