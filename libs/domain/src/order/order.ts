import type { Money } from '../money.js';

/** Stream `order-<programme>.<code>`: what the programme knows of an order, from which missing inputs are derived. */
export type OrderEvent = {
  readonly type: 'OrderRegistered' | 'OrderChanged';
  readonly data: {
    readonly programme: string;
    readonly code: string;
    readonly partner: string | null;
    readonly site: string | null;
    readonly units: number | null;
    readonly unitValue: Money | null;
    readonly delayCostPerDay: Money | null;
  };
};

export type Order = OrderEvent['data'];

export type OrderState = { readonly status: 'none' } | ({ readonly status: 'registered' } & Order);

/** Both events carry the whole order. */
export function evolveOrder(_state: OrderState, event: OrderEvent): OrderState {
  return { status: 'registered', ...event.data };
}
