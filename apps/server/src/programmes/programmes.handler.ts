import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Engine, type Accepted, type CommandRequest } from '#application';
import type { ProgrammeCommand } from '#domain';

/** A command to a programme. */
export class ToProgramme extends Command<Accepted> {
  constructor(readonly request: CommandRequest<ProgrammeCommand>) {
    super();
  }
}

@CommandHandler(ToProgramme)
export class ProgrammeHandler implements ICommandHandler<ToProgramme> {
  constructor(private readonly engine: Engine) {}

  execute({ request }: ToProgramme): Promise<Accepted> {
    return this.engine.handle('programme', request);
  }
}
