import { Controller, Param, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from '../http/fastify.js';
import type { OrderCommand } from '#domain';
import type { Page, OrderRow } from '#read-models';
import { WithCaller, type Caller } from '../http/caller.js';
import { CommandRoutes } from '../http/command-routes.js';
import { Moments } from '../http/moments.js';
import { requireProgramme } from '../http/programme-scope.js';
import { NowDto } from '../http/view-query.dto.js';
import { pageOf, tagged, View } from '../http/view.js';
import { orderCommands } from './orders.commands.js';
import { ToOrder } from './orders.handler.js';
import { AskOrders } from './orders.queries.js';
import { OrdersQueryDto } from './orders.query.dto.js';
import { orderPage, orderRow } from './orders.views.js';

const Commands = CommandRoutes<OrderCommand>({
  path: 'programmes/:programme/orders',
  rows: orderCommands,
  target: () => null,
  fixed: ({ programme, code }) => ({ programme, ...(code === undefined ? {} : { code }) }),
  give: (request) => new ToOrder(request),
});

@ApiTags('Orders')
@Controller('programmes/:programme/orders')
export class OrdersController extends Commands {
  constructor(
    commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly moments: Moments,
  ) {
    super(commands);
  }

  @View('', { id: 'orders', shows: 'Orders of a programme, by code', answers: orderPage })
  async page(@WithCaller() caller: Caller, @Param('programme') programme: string, @Query() query: OrdersQueryDto): Promise<Page<OrderRow>> {
    requireProgramme(caller, programme);
    await this.moments.at(query);
    const { waitFor: _waitFor, limit, cursor, ...filters } = query;
    return this.queries.execute(new AskOrders('page', { programme, ...filters, ...pageOf({ limit, cursor }) }));
  }

  @View(':code', { id: 'order', shows: 'An order', answers: orderRow })
  async one(
    @WithCaller() caller: Caller,
    @Param('programme') programme: string,
    @Param('code') code: string,
    @Query() query: NowDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderRow> {
    requireProgramme(caller, programme);
    await this.moments.at(query);
    return tagged('order', await this.queries.execute(new AskOrders('order', programme, code)), reply);
  }
}
