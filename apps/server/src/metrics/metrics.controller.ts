import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Engine } from '#application';
import type { EventStore } from '#event-store';
import type { ReadModels } from '#read-models';
import { Allow, bearerTokenOf, Doorkeeper } from '../http/access.js';
import { holdsEverywhere } from '../http/caller.js';
import type { FastifyReply, FastifyRequest } from '../http/fastify.js';
import { HttpProblem } from '../http/problem.js';
import { EVENT_STORE, READ_MODELS } from '../http/tokens.js';
import { Metrics } from './metrics.js';
import { isOfThisMachine } from './of-this-machine.js';

/** The meters, for whoever scrapes them on this machine, and from elsewhere with a token of somebody who looks after the whole organisation. */
@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly engine: Engine,
    private readonly doorkeeper: Doorkeeper,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODELS) private readonly views: ReadModels,
  ) {}

  @Get()
  @Allow('public')
  async scrape(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    if (!isOfThisMachine(request)) await this.#admit(request);
    const [head, workloads] = await Promise.all([this.store.head(), this.views.workloads()]);
    const { subscribers } = this.engine.health();
    void reply.header('content-type', this.metrics.contentType);
    return this.metrics.text({ headIndex: head?.index ?? -1, subscribers, attention: this.engine.attention(), workloads });
  }

  async #admit(request: FastifyRequest): Promise<void> {
    const caller = await this.doorkeeper.authenticate(bearerTokenOf(request));
    if (!holdsEverywhere(caller, ['auditor', 'administrator', 'service']))
      throw new HttpProblem('not-allowed', 'needs the role auditor, administrator or service in the whole organisation');
  }
}
