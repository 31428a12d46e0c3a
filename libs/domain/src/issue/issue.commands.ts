import type { Context } from '../decider.js';
import type { StatedDecision } from '../decision/stated-decision.js';
import type { EscalationStatus } from '../escalation/escalation.js';
import type { Instant } from '../instant.js';
import type { Money } from '../money.js';
import type { PartnerState } from '../partner/partner.js';
import type { Conflict, PersonState } from '../person/person.js';
import type { PolicyBookState } from '../policy/policy-book.js';
import type { ProgrammeState } from '../programme/programme.js';
import type { ActionKind } from '../routing/policy-document.js';
import type { PolicyState } from '../policy/policy.js';
import type { FullRoute } from '../routing/route-record.js';
import type { SiteState } from '../site/site.js';
import type { Exposure, IssueState } from './issue.js';

export interface StatedAsk {
  readonly action: ActionKind;
  readonly spend: Money | null;
  readonly writeOff: Money | null;
  /** 0 to 3650 calendar days. */
  readonly delayAcceptedDays: number;
  readonly recommendation: string;
  readonly alternative: string | null;
}

/** `IssueFacts` as a command brings them: money before conversion, text before it is sealed. */
export interface StatedFacts {
  readonly kind: string;
  readonly site: string | null;
  readonly partner: string | null;
  readonly order: string | null;
  /** At most 200, of 1 to 64 characters. */
  readonly serials: readonly string[];
  /** 1 to 10^9. */
  readonly units: number | null;
  readonly valueAtRisk: Money | null;
  readonly delayCostPerDay: Money | null;
  /** Not more than 20 years from now; it may have passed. */
  readonly neededBy: Instant | null;
  readonly workaroundUntil: Instant | null;
  readonly visibility: number | null;
  readonly irreversible: boolean;
  readonly exposure: Exposure;
  readonly criticalDetail: string | null;
  readonly ask: StatedAsk | null;
}

/** Stream `issue-<context.issueId>`. */
export type IssueCommand = {
  /** When it happened by the actor's own account: never in the future. It goes to the envelope. */
  readonly occurredAt?: Instant;
} & (
  | FileIssue
  /** Only what changes; null says that it is unknown again. What says the same as before is dropped. */
  | { readonly type: 'AmendIssue'; readonly changes: Partial<StatedFacts>; readonly title?: string; readonly description?: string }
  /** Closes it: the other issue goes on. */
  | { readonly type: 'LinkAsDuplicate'; readonly of: string }
  | { readonly type: 'AddNote'; readonly text: string }
  /** The actor works on it from now on. */
  | { readonly type: 'AcceptWork' }
  | { readonly type: 'ReassignIssue'; readonly to: string; readonly reason: string }
  /** By who holds it. Either an authority is missing, or every lever of the playbook was tried. */
  | {
      readonly type: 'AskToGoUp';
      readonly missingAuthority: ActionKind | 'amount' | null;
      /** Codes of the playbook's levers. */
      readonly leversTried: readonly string[];
      readonly tried: string;
    }
  /** `until` null: until the issue is closed. The level is the caller's own. */
  | { readonly type: 'CallMine'; readonly until: Instant | null; readonly reason: string }
  /** `level`: the highest at which the score may keep it, below the caller's own. */
  | { readonly type: 'CallDelegate'; readonly level: number; readonly until: Instant | null; readonly reason: string }
  | { readonly type: 'EndCall'; readonly call: 'mine' | 'delegate' }
  | ({ readonly type: 'DecideIssue' } & StatedDecision)
  | { readonly type: 'ResolveIssue'; readonly outcome: 'fixed' | 'accepted' | 'failed'; readonly resolution: string | null }
  | { readonly type: 'ReopenIssue'; readonly reason: string }
  /** Filed by mistake. */
  | { readonly type: 'WithdrawIssue'; readonly reason: string }
);

export type FileIssue = {
  readonly type: 'FileIssue';
  readonly programme: string;
  readonly title: string;
  readonly description: string | null;
  readonly externalReference: string | null;
  /** How many lines of the source it stands for: 1 to 10^6. */
  readonly lines: number;
} & StatedFacts;

/** What an issue's decider needs to know of its newest escalation, live or over. */
export interface EscalationOfIssue {
  readonly id: string;
  readonly status: EscalationStatus;
  readonly level: number;
  /** Who answers for it: who claimed it, else its holder. */
  readonly holder: string;
}

export interface IssueContext extends Context {
  readonly issueId: string;
  /** The programme of the issue (or that `FileIssue` names). */
  readonly programme: ProgrammeState;
  /** The site and the partner that the command names, else those of the issue; the initial state for none or for one not registered. */
  readonly site: SiteState;
  readonly partner: PartnerState;
  /** Who filed it: the actor of its first event; null while it is not filed. */
  readonly filer: string | null;
  /** Its last full route; null: not routed yet. */
  readonly route: FullRoute | null;
  /** The policy that the route was made by; the initial state for none. */
  readonly policy: PolicyState;
  readonly escalation: EscalationOfIssue | null;
  /** The organisation's policy book. */
  readonly book: PolicyBookState;
  /** Conflicts of interest that the actor has declared. */
  readonly conflicts: readonly Conflict[];
  /** The person whom the command names (`to`); the initial state where it names none. */
  readonly person: PersonState;
  /** The issue that `of` names; the initial state where it names none. */
  readonly original: IssueState;
  /** Codes of the levers of the pattern's playbook; empty: there is none. */
  readonly levers: readonly string[];
}
