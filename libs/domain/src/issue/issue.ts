import type { Instant } from '../instant.js';
import type { Amount } from '../money.js';
import type { Personal } from '../personal.js';
import type { ActionKind } from '../routing/policy-document.js';

export const EXPOSURES = ['none', 'safety', 'legal'] as const;
export type Exposure = (typeof EXPOSURES)[number];

/** What is needed to fix it. The amounts are what authority must cover. */
export interface Ask {
  readonly action: ActionKind;
  readonly spend: Amount | null;
  readonly writeOff: Amount | null;
  /** Whole calendar days of delay that are accepted; they count at the delay cost. */
  readonly delayAcceptedDays: number;
  readonly recommendation: Personal;
  readonly alternative: Personal | null;
}

/** The facts of an issue as filed; every part but the first four may be unknown (null), and may come later by an amendment. */
export interface IssueFacts {
  readonly kind: string;
  readonly site: string | null;
  readonly partner: string | null;
  readonly order: string | null;
  readonly serials: readonly string[];
  readonly units: number | null;
  readonly valueAtRisk: Amount | null;
  readonly delayCostPerDay: Amount | null;
  readonly neededBy: Instant | null;
  /** Until when a workaround carries; if later than needed-by, it is what counts. */
  readonly workaroundUntil: Instant | null;
  /** 0 nobody … 3 press, board, legislator, regulator or public are watching. */
  readonly visibility: number | null;
  readonly irreversible: boolean;
  readonly exposure: Exposure;
  /** Code of the programme's critical detail that it breaks. */
  readonly criticalDetail: string | null;
  readonly ask: Ask | null;
}

/** Stream `issue-<id>`. */
export type IssueEvent =
  | {
      readonly type: 'IssueFiled';
      readonly data: IssueFacts & {
        readonly programme: string;
        readonly title: Personal;
        readonly description: Personal | null;
        /** Region of the site, copied here so that rights can be checked without another stream. */
        readonly region: string | null;
        /** Reference in the source system (`SCMS-4/ASN-8`); unique in the programme when given. */
        readonly externalReference: string | null;
        readonly lines: number;
      };
    }
  /** Only what changed; a null says that it is unknown again. */
  | {
      readonly type: 'IssueAmended';
      readonly data: {
        readonly changes: Partial<IssueFacts>;
        readonly title?: Personal;
        readonly description?: Personal;
        readonly region?: string | null;
      };
    }
  | { readonly type: 'IssueLinkedAsDuplicate'; readonly data: { readonly of: string } }
  | { readonly type: 'NoteAdded'; readonly data: { readonly text: Personal } }
  /** `by` works on it from now on; a change of holder if somebody else held it. */
  | { readonly type: 'WorkAccepted'; readonly data: { readonly by: string } }
  /** The owner at L1 changes by hand. */
  | { readonly type: 'IssueReassigned'; readonly data: { readonly to: string; readonly reason: Personal } }
  | {
      readonly type: 'GoingUpRequested';
      readonly data: {
        /** The asker's level: the issue goes to the level above it. */
        readonly byLevel: number;
        readonly missingAuthority: ActionKind | 'amount' | null;
        readonly leversTried: readonly string[];
        readonly allLeversTried: boolean;
        readonly tried: Personal;
      };
    }
  /** A leader says "mine" or "delegate", with a reason, until it expires (null: until the issue is closed). */
  | {
      readonly type: 'IssueCalled';
      readonly data: {
        readonly call: 'mine' | 'delegate';
        /** For "mine" the caller's own; for "delegate" the one that it caps the score at. */
        readonly level: number;
        readonly by: string;
        readonly byLevel: number;
        readonly until: Instant | null;
        readonly reason: Personal;
      };
    }
  | { readonly type: 'CallEnded'; readonly data: { readonly call: 'mine' | 'delegate' } }
  | {
      readonly type: 'IssueDecided';
      readonly data: {
        readonly option: 'recommended' | 'alternative' | 'other' | 'no';
        readonly decision: Personal;
        readonly rationale: Personal;
        readonly optionsConsidered: readonly Personal[];
        /** What this decision commits, in the routing currency, and the sum with others that authority had to cover. */
        readonly commitmentMinor: number;
        readonly coveredMinor: number;
        readonly grant: { readonly person: string; readonly grantId: string };
        /** The decider filed it. */
        readonly selfDecided: boolean;
      };
    }
  | {
      readonly type: 'IssueResolved';
      readonly data: { readonly outcome: 'fixed' | 'accepted' | 'failed'; readonly resolution: Personal | null };
    }
  | { readonly type: 'IssueReopened'; readonly data: { readonly reason: Personal } }
  | { readonly type: 'IssueWithdrawn'; readonly data: { readonly reason: Personal } };

/** The ask without its words. */
export type KnownAsk = Omit<Ask, 'recommendation' | 'alternative'> & { readonly hasAlternative: boolean };
/** The facts without anybody's words: all that a rule may look at. */
export type KnownFacts = Omit<IssueFacts, 'ask'> & { readonly ask: KnownAsk | null };

/** A leader's "mine" or "delegate", while it lasts. */
export interface Call {
  readonly level: number;
  readonly by: string;
  readonly byLevel: number;
  readonly until: Instant | null;
}

/** What is known of an issue in whatever state it is. */
export interface IssueCase {
  readonly programme: string;
  readonly region: string | null;
  readonly facts: KnownFacts;
  /** Chosen by hand (accepted or reassigned) in the event at `revision`; null: whom the route named. */
  readonly owner: { readonly person: string; readonly revision: number } | null;
  readonly calls: { readonly mine: Call | null; readonly delegate: Call | null };
  /** Of its last event. */
  readonly revision: number;
}

export type IssueState = { readonly status: 'none' } | FiledIssue;
export type FiledIssue = OpenIssue | ClosedIssue;
/** `decided`: a manager's decision stands. A new ask, a request to go up or a reopening make it undecided again. */
export type OpenIssue = IssueCase & { readonly status: 'open' | 'decided' };
export type ClosedIssue = IssueCase &
  ({ readonly status: 'resolved' | 'withdrawn' } | { readonly status: 'duplicate'; readonly of: string });
