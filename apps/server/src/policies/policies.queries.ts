import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Policies, ReadModels } from '#read-models';
import { Ask } from '../http/ask.js';
import { READ_MODELS } from '../http/tokens.js';

/** A question about policies and what is in force. */
export class AskPolicies<M extends keyof Policies> extends Ask<Policies, M> {}

@QueryHandler(AskPolicies)
export class PoliciesHandler implements IQueryHandler<AskPolicies<keyof Policies>> {
  constructor(@Inject(READ_MODELS) private readonly views: ReadModels) {}

  async execute(query: AskPolicies<keyof Policies>) {
    return query.of(this.views.policies);
  }
}
