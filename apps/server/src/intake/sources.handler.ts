import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Engine, type Accepted, type CommandRequest } from '#application';
import type { DeadLetterCommand, SourceCommand } from '#domain';

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
