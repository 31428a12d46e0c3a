import type { EventRef, Instant, Policy } from '#domain';
import type { Moment, PersonLabel } from './reading.js';

export interface PolicyRow {
  readonly hash: string;
  readonly name: string;
  /** Of the policy's stream, for If-Match. */
  readonly revision: number;
  readonly status: 'built_in' | 'proposed' | 'approved' | 'rejected';
  readonly author: PersonLabel;
  readonly proposedAt: Instant;
  readonly note: string | null;
  readonly judgedBy: PersonLabel | null;
  readonly judgedAt: Instant | null;
  /** Of the approval, or the reason of the rejection. */
  readonly judgement: string | null;
  readonly selfApproved: boolean;
  /** Scopes for which it is the last one activated. */
  readonly scopes: readonly string[];
}

/** What a scope's book says; `hash` counts from `effectiveFrom` on. */
export interface ActivationRow {
  readonly scope: string;
  readonly hash: string;
  readonly policyName: string | null;
  readonly effectiveFrom: Instant;
  readonly activatedBy: PersonLabel;
  readonly at: Instant;
  readonly index: number;
  readonly approvedIn: EventRef | null;
  /** It decides at the moment asked for. */
  readonly inForce: boolean;
}

export interface OrganisationRow {
  readonly name: string;
  readonly routingCurrency: string;
  readonly levels: readonly string[];
  readonly soloMode: boolean;
  readonly rates: readonly {
    readonly from: string;
    readonly to: string;
    readonly numerator: number;
    readonly denominator: number;
    readonly at: Instant;
  }[];
  /** Of the stream `policybook-organisation`, for If-Match. */
  readonly revision: number;
}

export interface Policies {
  /** Newest first. */
  list(moment: Moment): Promise<readonly PolicyRow[]>;
  policy(hash: string, moment: Moment): Promise<(PolicyRow & { readonly policy: Policy }) | null>;
  /** Newest first; of one scope, or of all. */
  activations(moment: Moment, scope?: string): Promise<readonly ActivationRow[]>;
  /** The policy that decides for a programme: its own, else the organisation's; null before the first activation. */
  inForce(programme: string, moment: Moment): Promise<ActivationRow | null>;
  organisation(moment: Moment): Promise<OrganisationRow | null>;
  /** Every approval that an author gave to their own policy. */
  selfApprovals(moment: Moment): Promise<readonly PolicyRow[]>;
}
