import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Engine, type Accepted, type CommandRequest } from '#application';
import type { SiteCommand } from '#domain';

/** A command to a site. */
export class ToSite extends Command<Accepted> {
  constructor(readonly request: CommandRequest<SiteCommand>) {
    super();
  }
}

@CommandHandler(ToSite)
export class SiteHandler implements ICommandHandler<ToSite> {
  constructor(private readonly engine: Engine) {}

  execute({ request }: ToSite): Promise<Accepted> {
    return this.engine.handle('site', request);
  }
}
