import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Engine, type Accepted, type CommandRequest } from '#application';
import type { CallSheetCommand, EscalationCommand } from '#domain';

/** A command to an escalation. */
export class ToEscalation extends Command<Accepted> {
  constructor(readonly request: CommandRequest<EscalationCommand>) {
    super();
  }
}

@CommandHandler(ToEscalation)
export class EscalationHandler implements ICommandHandler<ToEscalation> {
  constructor(private readonly engine: Engine) {}

  execute({ request }: ToEscalation): Promise<Accepted> {
    return this.engine.handle('escalation', request);
  }
}

/** A command to a call sheet. */
export class ToCallSheet extends Command<Accepted> {
  constructor(readonly request: CommandRequest<CallSheetCommand>) {
    super();
  }
}

@CommandHandler(ToCallSheet)
export class CallSheetHandler implements ICommandHandler<ToCallSheet> {
  constructor(private readonly engine: Engine) {}

  execute({ request }: ToCallSheet): Promise<Accepted> {
    return this.engine.handle('callSheet', request);
  }
}
