import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Engine, type Accepted, type CommandRequest } from '#application';
import type { PartnerCommand } from '#domain';

/** A command to a partner. */
export class ToPartner extends Command<Accepted> {
  constructor(readonly request: CommandRequest<PartnerCommand>) {
    super();
  }
}

@CommandHandler(ToPartner)
export class PartnerHandler implements ICommandHandler<ToPartner> {
  constructor(private readonly engine: Engine) {}

  execute({ request }: ToPartner): Promise<Accepted> {
    return this.engine.handle('partner', request);
  }
}
