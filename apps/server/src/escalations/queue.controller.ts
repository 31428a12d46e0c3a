import { Controller, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { Role, Scope } from '#domain';
import type { Page, QueueHeader, QueueItem } from '#read-models';
import { WithCaller, type Caller } from '../http/caller.js';
import { Moments } from '../http/moments.js';
import { HttpProblem } from '../http/problem.js';
import { pageOf, View } from '../http/view.js';
import { AskPeople } from '../people/people.queries.js';
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
    const leader = await this.#leaderFor(caller, query);
    const request = { ...(await this.moments.seenBy(caller, query)), leader, shelf: query.shelf, ...pageOf(query) };
    return this.queries.execute(new AskExecutiveQueue('page', request));
  }

  @View('header', { id: 'queueHeader', shows: 'How much of it there is, and how much attention is left', answers: queueHeader })
  async header(@WithCaller() caller: Caller, @Query() query: QueueHeaderQueryDto): Promise<QueueHeader> {
    const leader = await this.#leaderFor(caller, query);
    return this.queries.execute(new AskExecutiveQueue('header', { ...(await this.moments.seenBy(caller, query)), leader }));
  }

  /** Somebody else's queue is for those above, those who sort it for them, and those who look on, where both have something to do. */
  async #leaderFor(caller: Caller, { leader, ...when }: QueueHeaderQueryDto): Promise<string> {
    const { claim, rights } = caller;
    const own = claim.onBehalfOf ?? claim.id;
    if ((leader === undefined || leader === own) && claim.onBehalfOf === undefined) return own;
    const whose = leader ?? own;
    const person = await this.queries.execute(new AskPeople('person', { id: whose, moment: await this.moments.at(when) }));
    const looking = rights.roles.filter(({ role }) => LOOKING.includes(role) && (role !== 'assistant' || rights.reportsTo === whose));
    const theirs = person?.roles ?? [];
    if (!looking.some(({ scope }) => isEverywhere(scope) || theirs.some((held) => meet(scope, held.scope))))
      throw new HttpProblem('not-allowed', 'this is the queue of somebody else');
    return whose;
  }
}

const LOOKING: readonly Role[] = ['executive', 'assistant', 'auditor'];
const PARTS = ['programme', 'region', 'partner'] as const;

const isEverywhere = (scope: Scope): boolean => PARTS.every((part) => scope[part] === undefined);

/** True if some place lies in both. */
function meet(one: Scope, other: Scope): boolean {
  return PARTS.every((part) => one[part] === undefined || other[part] === undefined || one[part] === other[part]);
}
