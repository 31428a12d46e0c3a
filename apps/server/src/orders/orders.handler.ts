import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Engine, type Accepted, type CommandRequest } from '#application';
import type { OrderCommand } from '#domain';

/** A command to an order. */
export class ToOrder extends Command<Accepted> {
  constructor(readonly request: CommandRequest<OrderCommand>) {
    super();
  }
}

@CommandHandler(ToOrder)
export class OrderHandler implements ICommandHandler<ToOrder> {
  constructor(private readonly engine: Engine) {}

  execute({ request }: ToOrder): Promise<Accepted> {
    return this.engine.handle('order', request);
  }
}
