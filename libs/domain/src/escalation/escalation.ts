import type { DecisionOption } from '../decision/stated-decision.js';
import type { EventRef } from '../event.js';
import type { Instant } from '../instant.js';
import type { Amount } from '../money.js';
import type { Personal } from '../personal.js';
import type { Clocks, IfNobodyDecides } from '../routing/route-record.js';

/** What a leader decided. `grant` states the authority that was used. */
export interface Decision {
  readonly option: DecisionOption;
  readonly decision: Personal;
  readonly rationale: Personal;
  readonly optionsConsidered: readonly Personal[];
  /** In the routing currency; what it commits, and the sum with others on the order that authority had to cover. */
  readonly commitmentMinor: number;
  readonly coveredMinor: number;
  readonly spend: Amount | null;
  readonly grant: { readonly person: string; readonly grantId: string };
  /** One decision for several issues: the same group on each escalation. */
  readonly decisionGroup: string | null;
  /** Effects start here (10 s later); a withdrawal before that prevents them. */
  readonly takesEffectAt: Instant;
}

/** Stream `escalation-<id>`: one claim on a leader's attention. id = v5(route id, "escalation"). */
export type EscalationEvent =
  | {
      readonly type: 'EscalationOpened';
      readonly data: {
        readonly issue: string;
        readonly programme: string;
        readonly region: string | null;
        readonly partner: string | null;
        /** The route that opened it, in `routing-<issue>`. */
        readonly route: EventRef;
        readonly level: number;
        readonly holder: string;
        /** Those who may never decide it: who filed the issue, who asked for it to go up. */
        readonly barred: readonly string[];
        /** Requests to go up so far; from the second on it cannot be returned. */
        readonly requests: number;
        readonly clocks: Clocks;
        readonly ifNobodyDecides: IfNobodyDecides;
      };
    }
  | { readonly type: 'EscalationAcknowledged'; readonly data: { readonly by: string } }
  | { readonly type: 'EscalationClaimed'; readonly data: { readonly by: string; readonly timeBoxUntil: Instant } }
  | { readonly type: 'TimeBoxRenewed'; readonly data: { readonly until: Instant; readonly reason: Personal } }
  | { readonly type: 'EscalationReleased'; readonly data: { readonly reason: Personal | null } }
  | {
      readonly type: 'EscalationReassigned';
      readonly data: { readonly to: string; readonly reason: Personal | null; readonly route: EventRef | null };
    }
  | { readonly type: 'EscalationSnoozed'; readonly data: { readonly until: Instant; readonly untilFactChanges: boolean } }
  | { readonly type: 'SnoozeEnded'; readonly data: { readonly because: 'time' | 'fact' | 'hand' } }
  | { readonly type: 'QuestionAsked'; readonly data: { readonly questionId: string; readonly of: string; readonly question: Personal } }
  | { readonly type: 'QuestionAnswered'; readonly data: { readonly questionId: string; readonly answer: Personal } }
  | { readonly type: 'EscalationDecided'; readonly data: Decision & { readonly by: string } }
  /** Told by somebody who was there; it takes effect when the leader confirms it in their own session. */
  | {
      readonly type: 'DecisionReported';
      readonly data: Decision & { readonly reportId: string; readonly decider: string; readonly saidAt: Instant };
    }
  | { readonly type: 'DecisionConfirmed'; readonly data: Decision & { readonly reportId: string; readonly by: string } }
  | { readonly type: 'ReportDenied'; readonly data: { readonly reportId: string; readonly reason: Personal } }
  | { readonly type: 'DecisionTookEffect'; readonly data: { readonly decisionRevision: number } }
  | {
      readonly type: 'DecisionWithdrawn';
      readonly data: { readonly decisionRevision: number; readonly reason: Personal | null; readonly beforeEffect: boolean };
    }
  | { readonly type: 'DecisionSuperseded'; readonly data: Decision & { readonly by: string; readonly supersedes: number } }
  | {
      readonly type: 'OutcomeReviewed';
      readonly data: { readonly decisionRevision: number; readonly verdict: 'as_hoped' | 'mixed' | 'worse'; readonly lesson: Personal };
    }
  | {
      readonly type: 'EscalationReturned';
      readonly data: { readonly to: string; readonly guidance: Personal; readonly until: Instant | null };
    }
  | { readonly type: 'EscalationHandedOver'; readonly data: { readonly to: string; readonly goodLooksLike: Personal } }
  | {
      readonly type: 'EscalationSteppedUp';
      readonly data: {
        readonly fromLevel: number;
        readonly level: number;
        readonly holder: string;
        readonly because: 'leader' | 'route';
        readonly by: string | null;
        readonly reason: Personal | null;
        readonly route: EventRef | null;
        readonly clocks: Clocks;
        readonly ifNobodyDecides: IfNobodyDecides;
      };
    }
  /** The route changed the clocks and nothing else. */
  | {
      readonly type: 'ClocksMoved';
      readonly data: { readonly route: EventRef; readonly clocks: Clocks; readonly ifNobodyDecides: IfNobodyDecides };
    }
  /** Two thirds of the decide clock have run. */
  | { readonly type: 'ClockWarned'; readonly data: { readonly decideBy: Instant } }
  /** One hop per expiry: to a substitute or to the next level. */
  | {
      readonly type: 'ClockExpired';
      readonly data: {
        readonly clock: 'acknowledge' | 'decide' | 'time_box';
        readonly from: string;
        readonly hop: 'substitute' | 'level';
        readonly to: string;
        readonly fromLevel: number;
        readonly level: number;
        readonly clocks: Clocks;
        readonly ifNobodyDecides: IfNobodyDecides;
      };
    }
  /** Nobody decided: the default that was agreed beforehand stands as the decision. */
  | {
      readonly type: 'StandingOrderApplied';
      readonly data: { readonly playbook: string; readonly option: 'recommended' | 'alternative' | 'no'; readonly commitmentMinor: number };
    }
  | {
      readonly type: 'EscalationWithdrawn';
      readonly data: { readonly because: 'route_fell' | 'issue_closed' | 'hand'; readonly reason: Personal | null };
    };

/** What stands as decided. `by` null: a standing order, because nobody decided. */
export interface StandingDecision {
  /** Of the event that holds it. */
  readonly revision: number;
  readonly by: string | null;
  readonly option: DecisionOption;
  readonly takesEffectAt: Instant | null;
  readonly inEffect: boolean;
  /** Taken back after it took effect: what it did stands until another decision supersedes it. */
  readonly withdrawn: boolean;
}

/** A decision told by somebody else, waiting for its decider's own word. */
export interface PendingReport {
  readonly reportId: string;
  readonly decider: string;
  readonly option: DecisionOption;
  readonly commitmentMinor: number;
  readonly spend: Amount | null;
}

/** What is known of an escalation in whatever state it is. */
export interface EscalationCase {
  readonly issue: string;
  readonly programme: string;
  readonly region: string | null;
  readonly partner: string | null;
  readonly level: number;
  readonly holder: string;
  readonly barred: readonly string[];
  readonly requests: number;
  readonly clocks: Clocks;
  readonly ifNobodyDecides: IfNobodyDecides;
  /** The warning of the decide clock that runs now was given. */
  readonly warned: boolean;
  /** How often people and clocks have moved it. */
  readonly moves: number;
  readonly question: { readonly questionId: string; readonly of: string } | null;
  readonly report: PendingReport | null;
  /** Of its last event. */
  readonly revision: number;
}

export type InHand =
  | { readonly status: 'open' }
  | { readonly status: 'acknowledged'; readonly by: string }
  | { readonly status: 'claimed'; readonly by: string; readonly timeBoxUntil: Instant };
export type Snoozed = {
  readonly status: 'snoozed';
  readonly underneath: InHand;
  readonly until: Instant;
  readonly untilFactChanges: boolean;
};
/** Somebody has to decide it. */
export type Live = InHand | Snoozed;
export type Decided = {
  readonly status: 'decided';
  readonly decision: StandingDecision;
  /** Superseded since a decision last took effect, newest last: a withdrawal before effect brings back the last of them. */
  readonly superseded: readonly StandingDecision[];
  /** What a withdrawal before effect brings back when nothing was superseded. */
  readonly underneath: Live;
};
export type Over = { readonly status: 'returned' | 'handed_over' | 'withdrawn' };

export type LiveEscalation = EscalationCase & Live;
export type DecidedEscalation = EscalationCase & Decided;
export type OpenedEscalation = LiveEscalation | DecidedEscalation | (EscalationCase & Over);
export type EscalationState = { readonly status: 'none' } | OpenedEscalation;
export type EscalationStatus = OpenedEscalation['status'];
