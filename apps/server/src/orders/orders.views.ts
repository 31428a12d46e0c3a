import type { OrderRow } from '#read-models';
import { named, orNull, text, whole } from '../http/schema.js';
import { code, money, pageOf, programme, revision } from '../http/view-parts.js';

export const orderRow = named<OrderRow>('Order', {
  programme,
  code: text('PO-118'),
  revision,
  partner: orNull(text('northline')),
  site: orNull(code),
  units: orNull(whole(1792)),
  unitValue: orNull(money),
  delayCostPerDay: orNull(money, { shown: false }),
});
export const orderPage = pageOf('OrderPage', orderRow);
