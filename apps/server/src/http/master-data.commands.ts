import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Engine, type Accepted, type CommandRequest } from '#application';
import type { OrderCommand, PartnerCommand, SiteCommand } from '#domain';

/** What a programme keeps by code, and the commands that it takes. */
export interface MasterCommands {
  readonly site: SiteCommand;
  readonly partner: PartnerCommand;
  readonly order: OrderCommand;
}

/** The command of one kind, and its handler. */
export function commandsOf<K extends keyof MasterCommands>(noun: K) {
  class ToOne extends Command<Accepted> {
    constructor(readonly request: CommandRequest<MasterCommands[K]>) {
      super();
    }
  }

  @CommandHandler(ToOne)
  class Handler implements ICommandHandler<ToOne> {
    constructor(private readonly engine: Engine) {}

    execute({ request }: ToOne): Promise<Accepted> {
      return this.engine.handle(noun, request as never);
    }
  }
  return { ToOne, Handler };
}
