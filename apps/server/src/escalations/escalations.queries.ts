import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { ExecutiveQueue, ReadModels } from '#read-models';
import { Ask } from '../http/ask.js';
import { READ_MODELS } from '../http/tokens.js';

/** A question to a leader's queue. */
export class AskExecutiveQueue<M extends keyof ExecutiveQueue> extends Ask<ExecutiveQueue, M> {}

@QueryHandler(AskExecutiveQueue)
export class ExecutiveQueueHandler implements IQueryHandler<AskExecutiveQueue<keyof ExecutiveQueue>> {
  constructor(@Inject(READ_MODELS) private readonly views: ReadModels) {}

  async execute(query: AskExecutiveQueue<keyof ExecutiveQueue>) {
    return query.of(this.views.executiveQueue);
  }
}
