import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Engine, type Accepted, type CommandRequest } from '#application';
import type { PolicyBookCommand, PolicyCommand } from '#domain';

/** A command to a policy. */
export class ToPolicy extends Command<Accepted> {
  constructor(readonly request: CommandRequest<PolicyCommand>) {
    super();
  }
}

@CommandHandler(ToPolicy)
export class PolicyHandler implements ICommandHandler<ToPolicy> {
  constructor(private readonly engine: Engine) {}

  execute({ request }: ToPolicy): Promise<Accepted> {
    return this.engine.handle('policy', request);
  }
}

/** A command to what is in force. */
export class ToPolicyBook extends Command<Accepted> {
  constructor(readonly request: CommandRequest<PolicyBookCommand>) {
    super();
  }
}

@CommandHandler(ToPolicyBook)
export class PolicyBookHandler implements ICommandHandler<ToPolicyBook> {
  constructor(private readonly engine: Engine) {}

  execute({ request }: ToPolicyBook): Promise<Accepted> {
    return this.engine.handle('policyBook', request);
  }
}
