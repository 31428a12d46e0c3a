import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Engine, type Accepted, type CommandRequest } from '#application';
import type { PersonCommand } from '#domain';

/** A command to a person. */
export class ToPerson extends Command<Accepted> {
  constructor(readonly request: CommandRequest<PersonCommand>) {
    super();
  }
}

@CommandHandler(ToPerson)
export class PersonHandler implements ICommandHandler<ToPerson> {
  constructor(private readonly engine: Engine) {}

  execute({ request }: ToPerson): Promise<Accepted> {
    return this.engine.handle('person', request);
  }
}
