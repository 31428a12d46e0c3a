import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { EventStore } from '#event-store';
import type { Board, IssuePage, IssuePages, ReadModels } from '#read-models';
import { Ask } from '../http/ask.js';
import { EVENT_STORE, READ_MODELS } from '../http/tokens.js';

/** A question to the board. */
export class AskBoard<M extends keyof Board> extends Ask<Board, M> {}

@QueryHandler(AskBoard)
export class BoardHandler implements IQueryHandler<AskBoard<keyof Board>> {
  constructor(@Inject(READ_MODELS) private readonly views: ReadModels) {}

  async execute(query: AskBoard<keyof Board>) {
    return query.of(this.views.board);
  }
}

/** One issue with all that happened to it. */
export class ShowIssue extends Query<IssuePage | null> {
  constructor(readonly request: Omit<Parameters<IssuePages['page']>[0], 'readStream'>) {
    super();
  }
}

@QueryHandler(ShowIssue)
export class IssuePageHandler implements IQueryHandler<ShowIssue> {
  constructor(
    @Inject(READ_MODELS) private readonly views: ReadModels,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  async execute({ request }: ShowIssue) {
    return this.views.issuePages.page({ ...request, readStream: (stream) => this.store.readStream(stream) });
  }
}
