import type { EventRef } from '../event.js';
import type { Instant } from '../instant.js';

/**
 * Stream `policybook-<scope>`: scope `organisation` or a programme id. Serialises what is in force. The organisation's book also holds
 * the routing currency and the exchange rates.
 */
export type PolicyBookEvent =
  | {
      readonly type: 'OrganisationSetUp';
      readonly data: { readonly name: string; readonly routingCurrency: string; readonly levels: readonly string[] };
    }
  /** In force from `effectiveFrom` (log time) on: at once, or 24 hours later in solo mode. A running case stays with its version. */
  | {
      readonly type: 'PolicyActivated';
      readonly data: {
        readonly hash: string;
        readonly scope: string;
        readonly effectiveFrom: Instant;
        readonly approvedIn: EventRef | null;
      };
    }
  | { readonly type: 'SoloModeSwitched'; readonly data: { readonly on: boolean } }
  | {
      readonly type: 'ExchangeRateRecorded';
      readonly data: { readonly from: string; readonly to: string; readonly numerator: number; readonly denominator: number };
    };

/** What is the same for every programme. `levels` are codes, lowest first. */
export interface Organisation {
  readonly name: string;
  readonly routingCurrency: string;
  readonly levels: readonly string[];
}

export interface Activation {
  readonly hash: string;
  readonly effectiveFrom: Instant;
  readonly approvedIn: EventRef | null;
}

/** amount × numerator ÷ denominator is in the routing currency. */
export interface ExchangeRate {
  readonly numerator: number;
  readonly denominator: number;
  readonly recordedIn: EventRef;
}

export interface PolicyBookState {
  /** Set in the organisation's book alone. */
  readonly organisation: Organisation | null;
  readonly soloMode: boolean;
  /** In the order of the log. */
  readonly activations: readonly Activation[];
  /** The latest, by the currency that is converted. */
  readonly rates: Readonly<Record<string, ExchangeRate>>;
  /** How many events the book has; the next one stands at this revision. */
  readonly revision: number;
}
