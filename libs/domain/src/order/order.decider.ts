import type { Context } from '../decider.js';
import type { PolicyBookState } from '../policy/policy-book.js';
import type { ProgrammeState } from '../programme/programme.js';
import type { Order } from './order.js';

/** Both carry the whole order; a change replaces it. Amounts are in the routing currency. Stream: `order-<programme>.<code>`. */
export type OrderCommand = { readonly type: 'RegisterOrder' | 'ChangeOrder' } & Order;

export interface OrderContext extends Context {
  /** The programme that the command names. */
  readonly programme: ProgrammeState;
  /** The organisation's policy book. */
  readonly book: PolicyBookState;
}
