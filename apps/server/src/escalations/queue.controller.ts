import { Controller, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { Page, QueueHeader, QueueItem } from '#read-models';
import { hasAnyRole, WithCaller, type Caller } from '../http/caller.js';
import { Moments } from '../http/moments.js';
import { HttpProblem } from '../http/problem.js';
import { pageOf, View } from '../http/view.js';
import { AskExecutiveQueue } from './escalations.queries.js';
import { QueueHeaderQueryDto, QueueQueryDto } from './queue.query.dto.js';
import { queueHeader, queuePage } from './queue.views.js';

@ApiTags('Queue')
@Controller('queue')
export class QueueController {
  constructor(
    private readonly queries: QueryBus,
    private readonly moments: Moments,
  ) {}

  @View('', { id: 'queue', shows: 'What a leader has to decide, in the order in which it counts', answers: queuePage })
  async page(@WithCaller() caller: Caller, @Query() query: QueueQueryDto): Promise<Page<QueueItem>> {
    const leader = leaderFor(caller, query.leader);
    const request = { ...(await this.moments.seenBy(caller, query)), leader, shelf: query.shelf, ...pageOf(query) };
    return this.queries.execute(new AskExecutiveQueue('page', request));
  }

  @View('header', { id: 'queueHeader', shows: 'How much of it there is, and how much attention is left', answers: queueHeader })
  async header(@WithCaller() caller: Caller, @Query() query: QueueHeaderQueryDto): Promise<QueueHeader> {
    const leader = leaderFor(caller, query.leader);
    return this.queries.execute(new AskExecutiveQueue('header', { ...(await this.moments.seenBy(caller, query)), leader }));
  }
}

/** Somebody else's queue is for those above, those who sort it for them, and those who look on. */
function leaderFor(caller: Caller, leader: string | undefined): string {
  const own = caller.claim.onBehalfOf ?? caller.claim.id;
  if (leader === undefined || leader === own) return own;
  if (!hasAnyRole(caller, ['executive', 'assistant', 'auditor']))
    throw new HttpProblem('not-allowed', 'this is the queue of somebody else');
  return leader;
}
