import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Programmes, ReadModels } from '#read-models';
import { Ask } from '../http/ask.js';
import { READ_MODELS } from '../http/tokens.js';

/** A question about programmes. */
export class AskProgrammes<M extends keyof Programmes> extends Ask<Programmes, M> {}

@QueryHandler(AskProgrammes)
export class ProgrammesHandler implements IQueryHandler<AskProgrammes<keyof Programmes>> {
  constructor(@Inject(READ_MODELS) private readonly views: ReadModels) {}

  async execute(query: AskProgrammes<keyof Programmes>) {
    return query.of(this.views.programmes);
  }
}
