import { unreachable } from '../decider.js';
import { IllegalTransition } from '../errors.js';
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

/** The scope of the organisation's book, the only one that holds rates. */
export const ORGANISATION = 'organisation';

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

/** Currency and levels are not fixed yet. */
export class OrganisationNotSetUp extends IllegalTransition {
  constructor() {
    super('the organisation has no routing currency and levels yet');
  }
}

/** What the organisation's book fixed; throws `OrganisationNotSetUp`. */
export function organisationOf(book: PolicyBookState): Organisation {
  if (book.organisation === null) throw new OrganisationNotSetUp();
  return book.organisation;
}

/** The activation that counts at an instant: of those effective by then the last of the log, so that a later one overtakes one still to come. */
export function inForceAt(book: PolicyBookState, instant: Instant): Activation | null {
  return book.activations.findLast(({ effectiveFrom }) => effectiveFrom <= instant) ?? null;
}

/** True if the policy has counted at some time, not only been announced. */
export function wasInForce(book: PolicyBookState, hash: string, now: Instant): boolean {
  return book.activations.some((one) => one.hash === hash && one.effectiveFrom <= now && inForceAt(book, one.effectiveFrom)?.hash === hash);
}

/** The activation that is still to take effect and that no later one has overtaken. */
export function pendingAt(book: PolicyBookState, instant: Instant): Activation | null {
  const last = book.activations.at(-1);
  return last !== undefined && last.effectiveFrom > instant ? last : null;
}

export function evolvePolicyBook(state: PolicyBookState, event: PolicyBookEvent): PolicyBookState {
  return { ...state, ...changeOf(state, event), revision: state.revision + 1 };
}

function changeOf(state: PolicyBookState, event: PolicyBookEvent): Partial<PolicyBookState> {
  switch (event.type) {
    case 'OrganisationSetUp': {
      const { name, routingCurrency, levels } = event.data;
      return { organisation: { name, routingCurrency, levels } };
    }
    case 'PolicyActivated': {
      const { hash, effectiveFrom, approvedIn } = event.data;
      return { activations: [...state.activations, { hash, effectiveFrom, approvedIn }] };
    }
    case 'SoloModeSwitched':
      return { soloMode: event.data.on };
    case 'ExchangeRateRecorded': {
      const { from, numerator, denominator } = event.data;
      const recordedIn = { stream: `policybook-${ORGANISATION}`, revision: state.revision };
      return { rates: { ...state.rates, [from]: { numerator, denominator, recordedIn } } };
    }
    default:
      return unreachable(event);
  }
}
