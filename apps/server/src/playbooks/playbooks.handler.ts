import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Engine, type Accepted, type CommandRequest } from '#application';
import type { PlaybookCommand } from '#domain';

/** A command to a playbook. */
export class ToPlaybook extends Command<Accepted> {
  constructor(readonly request: CommandRequest<PlaybookCommand>) {
    super();
  }
}

@CommandHandler(ToPlaybook)
export class PlaybookHandler implements ICommandHandler<ToPlaybook> {
  constructor(private readonly engine: Engine) {}

  execute({ request }: ToPlaybook): Promise<Accepted> {
    return this.engine.handle('playbook', request);
  }
}
