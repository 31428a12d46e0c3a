import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { ReadModels, Sites } from '#read-models';
import { Ask } from '../http/ask.js';
import { READ_MODELS } from '../http/tokens.js';

/** A question about sites. */
export class AskSites<M extends keyof Sites> extends Ask<Sites, M> {}

@QueryHandler(AskSites)
export class SitesHandler implements IQueryHandler<AskSites<keyof Sites>> {
  constructor(@Inject(READ_MODELS) private readonly views: ReadModels) {}

  async execute(query: AskSites<keyof Sites>) {
    return query.of(this.views.sites);
  }
}
