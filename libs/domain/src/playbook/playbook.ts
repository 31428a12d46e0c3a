import type { Instant } from '../instant.js';
import type { Money } from '../money.js';
import type { Personal } from '../personal.js';
import type { Pattern } from '../person/rights.js';

/** A step that a manager can take alone before asking to go up. */
export interface Lever {
  readonly code: string;
  readonly label: string;
}

/** Stream `playbook-<id>`: one pattern of one programme, given to a named associate with a model to work from. */
export type PlaybookEvent =
  | {
      readonly type: 'PlaybookOpened';
      readonly data: { readonly programme: string; readonly pattern: Pattern; readonly levers: readonly Lever[]; readonly model: Personal };
    }
  | { readonly type: 'LeversChanged'; readonly data: { readonly levers: readonly Lever[] } }
  | {
      readonly type: 'HandOverGiven';
      readonly data: {
        readonly programme: string;
        readonly pattern: Pattern;
        readonly to: string;
        /** Whose authority it carries. */
        readonly by: string;
        /** In the routing currency: the ceiling holds up to this commitment and this value at risk. */
        readonly amountLimit: Money;
        readonly valueLimit: Money;
        readonly until: Instant | null;
      };
    }
  | {
      readonly type: 'HandOverLimited';
      readonly data: { readonly amountLimit: Money; readonly valueLimit: Money; readonly until: Instant | null };
    }
  | { readonly type: 'HandOverEnded'; readonly data: { readonly reason: Personal } }
  /** The associate gives it back. */
  | { readonly type: 'HandOverReturned'; readonly data: { readonly reason: Personal } }
  /** The default if nobody decides. `option` is what then stands as decided; `maxAmount` null: whatever the ask says. */
  | {
      readonly type: 'StandingOrderAgreed';
      readonly data: {
        readonly programme: string;
        readonly pattern: Pattern;
        readonly by: string;
        readonly option: 'recommended' | 'alternative' | 'no';
        readonly maxAmount: Money | null;
        readonly text: Personal;
        readonly until: Instant | null;
      };
    }
  | { readonly type: 'StandingOrderEnded'; readonly data: { readonly reason: Personal } };

export interface HandOver {
  readonly to: string;
  readonly by: string;
  readonly amountLimit: Money;
  readonly valueLimit: Money;
  readonly until: Instant | null;
}

export interface StandingOrder {
  readonly by: string;
  readonly option: 'recommended' | 'alternative' | 'no';
  readonly maxAmount: Money | null;
  readonly until: Instant | null;
}

/** A hand-over or standing order may have run out by time: ask `liveHandOver` and `liveStandingOrder`. */
export type PlaybookState =
  | { readonly status: 'none' }
  | {
      readonly status: 'open';
      readonly programme: string;
      readonly pattern: Pattern;
      readonly levers: readonly Lever[];
      readonly handOver: HandOver | null;
      readonly standingOrder: StandingOrder | null;
    };
