import { MasterData } from '../http/master-data.js';
import { orderCommands } from './orders.commands.js';
import { OrdersQueryDto } from './orders.query.dto.js';
import { orderPage, orderRow } from './orders.views.js';

export const OrdersModule = MasterData({
  noun: 'order',
  plural: 'orders',
  shows: { page: 'Orders of a programme, by code', one: 'An order' },
  rows: orderCommands,
  query: OrdersQueryDto,
  page: orderPage,
  row: orderRow,
});
