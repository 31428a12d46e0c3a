import type { Context } from '../decider.js';
import type { StatedDecision } from '../decision/stated-decision.js';
import type { EventRef } from '../event.js';
import type { Instant } from '../instant.js';
import type { IssueState } from '../issue/issue.js';
import type { PartnerState } from '../partner/partner.js';
import type { Conflict, PersonState } from '../person/person.js';
import type { PlaybookState } from '../playbook/playbook.js';
import type { PolicyBookState } from '../policy/policy-book.js';
import type { PolicyState } from '../policy/policy.js';
import type { Clocks, FullRoute, IfNobodyDecides } from '../routing/route-record.js';
import type { SiteState } from '../site/site.js';
import type { EscalationEvent } from './escalation.js';

type DataOf<T extends EscalationEvent['type']> = Extract<EscalationEvent, { readonly type: T }>['data'];

/** A place to stand: a level, who holds it there, and the clocks that run. */
export interface Standing {
  readonly level: number;
  readonly holder: string;
  readonly clocks: Clocks;
  readonly ifNobodyDecides: IfNobodyDecides;
}

/** Stream `escalation-<context.escalationId>`. */
export type EscalationCommand = {
  /** When it happened by the actor's own account: never in the future. It goes to the envelope. */
  readonly occurredAt?: Instant;
} & (EscalationCommandOfPeople | EscalationCommandOfSystem);

export type EscalationCommandOfPeople =
  | { readonly type: 'Acknowledge' }
  | { readonly type: 'Claim' }
  | { readonly type: 'Release'; readonly reason: string | null }
  | { readonly type: 'Reassign'; readonly to: string; readonly reason: string | null }
  /** Not beyond the decide clock. */
  | { readonly type: 'Snooze'; readonly until: Instant; readonly untilFactChanges: boolean }
  /** `questionId` is derived from the command by the application. */
  | { readonly type: 'AskQuestion'; readonly questionId: string; readonly of: string; readonly question: string }
  | { readonly type: 'AnswerQuestion'; readonly questionId: string; readonly answer: string }
  | ({ readonly type: 'Decide'; readonly decisionGroup: string | null } & StatedDecision)
  | { readonly type: 'ReturnWithGuidance'; readonly guidance: string }
  | { readonly type: 'HandOver'; readonly to: string; readonly goodLooksLike: string }
  | { readonly type: 'StepUp'; readonly reason: string }
  | { readonly type: 'WithdrawDecision'; readonly reason: string | null }
  /** `supersedes` is the revision of the decision in force. */
  | ({ readonly type: 'SupersedeDecision'; readonly supersedes: number; readonly decisionGroup: string | null } & StatedDecision)
  /** Somebody tells what `decider` decided in a conversation. `reportId` is derived from the command by the application. */
  | ({ readonly type: 'ReportDecision'; readonly reportId: string; readonly decider: string; readonly saidAt: Instant } & StatedDecision)
  /** The words are the decider's own statement (the report's, as read); option and terms are as reported. */
  | {
      readonly type: 'ConfirmReport';
      readonly reportId: string;
      readonly decision: string;
      readonly rationale: string;
      readonly optionsConsidered: readonly string[];
    }
  | { readonly type: 'DenyReport'; readonly reportId: string; readonly reason: string }
  | { readonly type: 'ReviewOutcome'; readonly verdict: 'as_hoped' | 'mixed' | 'worse'; readonly lesson: string }
  | { readonly type: 'RenewTimeBox'; readonly reason: string }
  /** By who asked for it, while nobody has claimed it. */
  | { readonly type: 'WithdrawEscalation'; readonly reason: string };

export type EscalationCommandOfSystem =
  | ({ readonly type: 'OpenEscalation' } & DataOf<'EscalationOpened'>)
  /**
   * `to` null: the route is delegated now. `route` stands in `routing-<issue>`. `moves`: of how many events that are `isMove` the
   * route knew; if there are more by now, it is refused, because another route is on its way. Makes nothing of what stands so already.
   */
  | { readonly type: 'FollowRoute'; readonly route: EventRef; readonly moves: number; readonly to: Standing | null }
  | { readonly type: 'CloseForIssue' }
  | { readonly type: 'ExpireClock'; readonly clock: 'acknowledge' | 'decide' | 'time_box'; readonly hop: Hop }
  | { readonly type: 'WarnClock' }
  /** By the timekeeper (`time`), the router (`fact`), or the leader or an assistant (`hand`). */
  | { readonly type: 'EndSnooze'; readonly because: 'time' | 'fact' | 'hand' }
  | { readonly type: 'TakeEffect' };

export type Hop =
  | { readonly kind: 'substitute' | 'level'; readonly to: Standing }
  | { readonly kind: 'standing_order'; readonly playbook: string; readonly option: 'recommended' | 'alternative' | 'no' };

/** Who answers for an escalation now (`accountableFor(state)`), and who stands in: `substitute` already followed to somebody present. */
export interface HolderNow {
  readonly id: string;
  readonly absentUntil: Instant | null;
  readonly substitute: string | null;
}

export interface EscalationContext extends Context {
  readonly escalationId: string;
  /** null only for `OpenEscalation`. */
  readonly holder: HolderNow | null;
  /** The issue that it is about, with its site and partner (the initial state for none). */
  readonly issue: IssueState;
  readonly site: SiteState;
  readonly partner: PartnerState;
  /** The issue's last full route. */
  readonly route: FullRoute | null;
  /** The policy that the route was made by; the initial state for none. */
  readonly policy: PolicyState;
  /** The organisation's policy book. */
  readonly book: PolicyBookState;
  /** Conflicts of interest that the actor has declared. */
  readonly conflicts: readonly Conflict[];
  /** The person whom the command names (`to`, `of`, `decider`); the initial state where it names none. */
  readonly person: PersonState;
  /** For `Claim` and `RenewTimeBox`: the policy's time box in working time from now; null: the calendar does not reach so far. */
  readonly timeBoxUntil: Instant | null;
  /** For `ReturnWithGuidance`: until when the score cannot send it up again; null: until the issue is closed. */
  readonly returnedUntil: Instant | null;
  /** For `StepUp`: the next level at which somebody can take it; null: nobody above. */
  readonly above: Standing | null;
  /** For `ExpireClock` to a standing order: the playbook that holds it; the initial state for other commands. */
  readonly playbook: PlaybookState;
}
