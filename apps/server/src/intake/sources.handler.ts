import { Inject } from '@nestjs/common';
import { Command, CommandHandler, QueryHandler, type ICommandHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Engine, type Accepted, type CommandRequest } from '#application';
import type { DeadLetterCommand, SourceCommand } from '#domain';
import type { ReadModels, Sources } from '#read-models';
import { Ask } from '../http/ask.js';
import { READ_MODELS } from '../http/tokens.js';

/** A command to a source. */
export class ToSource extends Command<Accepted> {
  constructor(readonly request: CommandRequest<SourceCommand>) {
    super();
  }
}

@CommandHandler(ToSource)
export class SourceHandler implements ICommandHandler<ToSource> {
  constructor(private readonly engine: Engine) {}

  execute({ request }: ToSource): Promise<Accepted> {
    return this.engine.handle('source', request);
  }
}

/** A command to the messages of a source that nobody understood. */
export class ToDeadLetters extends Command<Accepted> {
  constructor(readonly request: CommandRequest<DeadLetterCommand>) {
    super();
  }
}

@CommandHandler(ToDeadLetters)
export class DeadLetterHandler implements ICommandHandler<ToDeadLetters> {
  constructor(private readonly engine: Engine) {}

  execute({ request }: ToDeadLetters): Promise<Accepted> {
    return this.engine.handle('deadLetters', request);
  }
}

/** A question about sources. */
export class AskSources<M extends keyof Sources> extends Ask<Sources, M> {}

@QueryHandler(AskSources)
export class SourcesHandler implements IQueryHandler<AskSources<keyof Sources>> {
  constructor(@Inject(READ_MODELS) private readonly views: ReadModels) {}

  async execute(query: AskSources<keyof Sources>) {
    return query.of(this.views.sources);
  }
}
