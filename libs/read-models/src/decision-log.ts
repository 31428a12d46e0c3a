import type { Instant } from '#domain';
import type { Moment, Page, PageRequest, PersonLabel, Visibility } from './reading.js';

/**
 * `decided`: by a leader or, at L1, by a manager. `superseding`: in place of an earlier one. `standing_order`: nobody decided, the agreed default stands.
 * `returned` and `handed_over` are a leader's verdicts that leave the choice to somebody else.
 */
export const VERDICTS = ['decided', 'superseding', 'standing_order', 'returned', 'handed_over'] as const;
export type VerdictKind = (typeof VERDICTS)[number];

/** `pending`: its effects have not begun. `undone`: taken back before they did. `withdrawn`: taken back afterwards. */
export type DecisionStatus = 'pending' | 'in_effect' | 'undone' | 'withdrawn' | 'superseded';

export interface DecisionLogEntry {
  /** `<stream>@<revision>` of the event. */
  readonly id: string;
  readonly index: number;
  readonly at: Instant;
  readonly verdict: VerdictKind;
  readonly status: DecisionStatus;
  readonly issue: string;
  readonly issueTitle: string | null;
  /** Null: decided on the issue, at L1. */
  readonly escalation: string | null;
  readonly programme: string;
  readonly region: string | null;
  readonly partner: string | null;
  readonly level: number;
  /** Null: a standing order. */
  readonly by: PersonLabel | null;
  /** Told by somebody else and confirmed by the decider. */
  readonly reportedBy: PersonLabel | null;
  readonly option: 'recommended' | 'alternative' | 'other' | 'no' | null;
  readonly decision: string | null;
  readonly rationale: string | null;
  readonly optionsConsidered: readonly (string | null)[];
  /** In the routing currency. */
  readonly commitmentMinor: number;
  readonly coveredMinor: number;
  readonly grant: { readonly person: string; readonly grantId: string } | null;
  /** The decider had filed the issue. */
  readonly selfDecided: boolean;
  readonly decisionGroup: string | null;
  readonly playbook: string | null;
  /** To whom it was sent back or handed over. */
  readonly to: PersonLabel | null;
  readonly supersedes: string | null;
  readonly outcome: { readonly verdict: 'as_hoped' | 'mixed' | 'worse'; readonly lesson: string | null } | null;
}

export interface DecisionFilters {
  /** The decider. */
  readonly person?: string;
  readonly programme?: string;
  readonly partner?: string;
  readonly issue?: string;
  readonly verdict?: VerdictKind;
  readonly selfDecided?: boolean;
  /** Recorded at or after, and before. */
  readonly from?: Instant;
  readonly until?: Instant;
  readonly leastMinor?: number;
  readonly mostMinor?: number;
  /** Words of the decision, the rationale or the issue's title, each of which must begin a word there. */
  readonly text?: string;
}

export interface DecisionLog {
  /** Newest first. @throws InvalidCursor */
  page(
    request: { readonly visibility: Visibility; readonly moment: Moment; readonly filters: DecisionFilters } & PageRequest,
  ): Promise<Page<DecisionLogEntry>>;
  entry(request: { readonly id: string; readonly visibility: Visibility; readonly moment: Moment }): Promise<DecisionLogEntry | null>;
  /** How many were decided since then, at L1 and above it, in what the reader sees. */
  counts(request: {
    readonly visibility: Visibility;
    readonly moment: Moment;
    readonly since: Instant;
  }): Promise<{ readonly byManagers: number; readonly byLeaders: number; readonly byStandingOrder: number }>;
}
