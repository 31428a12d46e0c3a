import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { DecisionLog, ReadModels } from '#read-models';
import { Ask } from '../http/ask.js';
import { READ_MODELS } from '../http/tokens.js';

/** A question to the decision log. */
export class AskDecisionLog<M extends keyof DecisionLog> extends Ask<DecisionLog, M> {}

@QueryHandler(AskDecisionLog)
export class DecisionLogHandler implements IQueryHandler<AskDecisionLog<keyof DecisionLog>> {
  constructor(@Inject(READ_MODELS) private readonly views: ReadModels) {}

  async execute(query: AskDecisionLog<keyof DecisionLog>) {
    return query.of(this.views.decisionLog);
  }
}
