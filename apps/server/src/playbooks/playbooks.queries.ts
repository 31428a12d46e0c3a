import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Playbooks, ReadModels } from '#read-models';
import { Ask } from '../http/ask.js';
import { READ_MODELS } from '../http/tokens.js';

/** A question about playbooks. */
export class AskPlaybooks<M extends keyof Playbooks> extends Ask<Playbooks, M> {}

@QueryHandler(AskPlaybooks)
export class PlaybooksHandler implements IQueryHandler<AskPlaybooks<keyof Playbooks>> {
  constructor(@Inject(READ_MODELS) private readonly views: ReadModels) {}

  async execute(query: AskPlaybooks<keyof Playbooks>) {
    return query.of(this.views.playbooks);
  }
}
