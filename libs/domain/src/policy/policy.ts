import type { Instant } from '../instant.js';
import type { Personal } from '../personal.js';
import type { EventRef } from '../event.js';
import type { Policy } from '../routing/policy-document.js';

/** Stream `policy-<hash>`; the hash is the SHA-256 of the policy's RFC 8785 bytes. */
export type PolicyEvent =
  | { readonly type: 'PolicyProposed'; readonly data: { readonly hash: string; readonly policy: Policy; readonly builtIn: boolean; readonly note: Personal | null } }
  /** `selfApproved`: by its own author, possible only in solo mode. */
  | { readonly type: 'PolicyApproved'; readonly data: { readonly hash: string; readonly selfApproved: boolean; readonly note: Personal | null } }
  | { readonly type: 'PolicyRejected'; readonly data: { readonly hash: string; readonly reason: Personal } };

/**
 * Stream `policybook-<scope>`: scope `organisation` or a programme id. Serialises what is in force. The organisation's book also holds
 * the routing currency and the exchange rates.
 */
export type PolicyBookEvent =
  | { readonly type: 'OrganisationSetUp'; readonly data: { readonly name: string; readonly routingCurrency: string; readonly levels: readonly string[] } }
  /** In force from `effectiveFrom` (log time) on: at once, or 24 hours later in solo mode. A running case stays with its version. */
  | { readonly type: 'PolicyActivated'; readonly data: { readonly hash: string; readonly scope: string; readonly effectiveFrom: Instant; readonly approvedIn: EventRef | null } }
  | { readonly type: 'SoloModeSwitched'; readonly data: { readonly on: boolean } }
  | { readonly type: 'ExchangeRateRecorded'; readonly data: { readonly from: string; readonly to: string; readonly numerator: number; readonly denominator: number } };
