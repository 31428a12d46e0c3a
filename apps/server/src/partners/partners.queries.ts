import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Partners, ReadModels } from '#read-models';
import { Ask } from '../http/ask.js';
import { READ_MODELS } from '../http/tokens.js';

/** A question about partners. */
export class AskPartners<M extends keyof Partners> extends Ask<Partners, M> {}

@QueryHandler(AskPartners)
export class PartnersHandler implements IQueryHandler<AskPartners<keyof Partners>> {
  constructor(@Inject(READ_MODELS) private readonly views: ReadModels) {}

  async execute(query: AskPartners<keyof Partners>) {
    return query.of(this.views.partners);
  }
}
