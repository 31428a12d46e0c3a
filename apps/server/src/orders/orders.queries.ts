import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Orders, ReadModels } from '#read-models';
import { Ask } from '../http/ask.js';
import { READ_MODELS } from '../http/tokens.js';

/** A question about orders. */
export class AskOrders<M extends keyof Orders> extends Ask<Orders, M> {}

@QueryHandler(AskOrders)
export class OrdersHandler implements IQueryHandler<AskOrders<keyof Orders>> {
  constructor(@Inject(READ_MODELS) private readonly views: ReadModels) {}

  async execute(query: AskOrders<keyof Orders>) {
    return query.of(this.views.orders);
  }
}
