import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Engine, type Accepted, type CommandRequest } from '#application';
import type { IssueCommand } from '#domain';

/** A command to an issue. */
export class ToIssue extends Command<Accepted> {
  constructor(readonly request: CommandRequest<IssueCommand>) {
    super();
  }
}

@CommandHandler(ToIssue)
export class IssueHandler implements ICommandHandler<ToIssue> {
  constructor(private readonly engine: Engine) {}

  execute({ request }: ToIssue): Promise<Accepted> {
    return this.engine.handle('issue', request);
  }
}
