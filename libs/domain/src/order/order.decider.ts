import { checkCode, checkInteger } from '../check-value.js';
import type { Context, Decider } from '../decider.js';
import { AlreadyExists, NotFound, NothingToChange } from '../errors.js';
import { checkRoutedMoney } from '../money.js';
import { requireRoleOrSetUp } from '../person/rights.js';
import { organisationOf, type PolicyBookState } from '../policy/policy-book.js';
import { MAX_UNITS, requireRunning, type ProgrammeState } from '../programme/programme.js';
import { isSame } from '../same-value.js';
import { evolveOrder, type Order, type OrderEvent, type OrderState } from './order.js';

/** Both carry the whole order; a change replaces it. Amounts are in the routing currency. Stream: `order-<programme>.<code>`. */
export type OrderCommand = { readonly type: 'RegisterOrder' | 'ChangeOrder' } & Order;

export interface OrderContext extends Context {
  /** The programme that the command names. */
  readonly programme: ProgrammeState;
  /** The organisation's policy book. */
  readonly book: PolicyBookState;
}

export const orderDecider: Decider<OrderCommand, OrderEvent, OrderState, OrderContext> = {
  initial: { status: 'none' },
  evolve: evolveOrder,
  decide(command, state, context) {
    const data = checkedOrder(command, organisationOf(context.book).routingCurrency);
    requireOrderRight(context, data);
    requireRunning(context.programme, data.programme);
    if (command.type === 'RegisterOrder') {
      if (state.status !== 'none') throw new AlreadyExists('order', data.code);
      return [{ type: 'OrderRegistered', data }];
    }
    if (state.status === 'none') throw new NotFound('order', data.code);
    requireOrderRight(context, state);
    if (isSame({ status: state.status, ...data }, state)) throw new NothingToChange('the order');
    return [{ type: 'OrderChanged', data }];
  },
};

/** An administrator, or a feed whose scope holds the order's partner: on a change, the old partner and the new one. */
function requireOrderRight({ actor }: Context, { programme, partner }: Order): void {
  requireRoleOrSetUp(actor, ['administrator', 'service'], { programme, partner: partner ?? undefined });
}

// Partner and site are taken as stated: a feed may tell of an order before it tells of them.
function checkedOrder(order: Order, currency: string): Order {
  const { programme, code, partner, site, units, unitValue, delayCostPerDay } = order;
  checkCode(programme, 'programme');
  checkCode(code, 'code');
  if (partner !== null) checkCode(partner, 'partner');
  if (site !== null) checkCode(site, 'site');
  if (units !== null) checkInteger(units, 'units', 1, MAX_UNITS);
  if (unitValue !== null) checkRoutedMoney(unitValue, currency, 'unitValue');
  if (delayCostPerDay !== null) checkRoutedMoney(delayCostPerDay, currency, 'delayCostPerDay');
  return { programme, code, partner, site, units, unitValue, delayCostPerDay };
}
