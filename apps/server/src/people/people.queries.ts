import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { People, ReadModels } from '#read-models';
import { Ask } from '../http/ask.js';
import { READ_MODELS } from '../http/tokens.js';

/** A question about people and their rights. */
export class AskPeople<M extends keyof People> extends Ask<People, M> {}

@QueryHandler(AskPeople)
export class PeopleHandler implements IQueryHandler<AskPeople<keyof People>> {
  constructor(@Inject(READ_MODELS) private readonly views: ReadModels) {}

  async execute(query: AskPeople<keyof People>) {
    return query.of(this.views.people);
  }
}
