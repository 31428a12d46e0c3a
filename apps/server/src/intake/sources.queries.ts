import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { ReadModels, Sources } from '#read-models';
import { Ask } from '../http/ask.js';
import { READ_MODELS } from '../http/tokens.js';

/** A question about sources. */
export class AskSources<M extends keyof Sources> extends Ask<Sources, M> {}

@QueryHandler(AskSources)
export class SourcesHandler implements IQueryHandler<AskSources<keyof Sources>> {
  constructor(@Inject(READ_MODELS) private readonly views: ReadModels) {}

  async execute(query: AskSources<keyof Sources>) {
    return query.of(this.views.sources);
  }
}
