import type { ActionKind, Exposure, InputCode, Instant } from '#domain';
import type { CodeLabel, Moment, MoneyLabel, Page, PageRequest, PersonLabel, Visibility } from './reading.js';

/** What a leader has to decide, in pool order. */
export type QueueItem = QueuedEscalation | QueuedCallSheet;

interface Queued {
  /** Of the escalation or the call sheet. */
  readonly id: string;
  /** Of its stream, for If-Match. */
  readonly revision: number;
  readonly programme: string;
  readonly partner: CodeLabel | null;
  readonly holder: PersonLabel;
  /** Its holder is away, and the reader acts for them. */
  readonly actingFor: boolean;
  /** It comes before what can wait: two thirds of its clock are gone, or harm falls soon. */
  readonly urgent: boolean;
  readonly urgentFrom: Instant;
  readonly openedAt: Instant;
  readonly openedIndex: number;
  readonly expectedMinutes: number;
}

export interface QueuedEscalation extends Queued {
  readonly kind: 'escalation';
  readonly issue: string;
  /** Of the issue's stream. */
  readonly issueRevision: number;
  readonly region: string | null;
  readonly site: CodeLabel | null;
  readonly title: string | null;
  readonly level: number;
  /** Who answers for it at L1. */
  readonly owner: PersonLabel | null;
  readonly filedBy: PersonLabel;
  readonly status: 'open' | 'acknowledged' | 'claimed' | 'snoozed';
  /** Who acknowledged or claimed it. */
  readonly by: PersonLabel | null;
  readonly timeBoxUntil: Instant | null;
  readonly snooze: { readonly until: Instant; readonly untilFactChanges: boolean } | null;
  /** What is needed, in one sentence, and what else could be done; null: nobody has said what is needed. */
  readonly ask: QueuedAsk | null;
  readonly clocks: { readonly acknowledgeBy: Instant; readonly warnAt: Instant; readonly decideBy: Instant };
  readonly ifNobodyDecides: {
    readonly step: 'substitute' | 'level' | 'standing_order' | 'stays';
    readonly at: Instant;
    readonly to: PersonLabel | null;
    readonly level: number;
    readonly playbook: string | null;
  };
  readonly facts: QueuedFacts;
  readonly safety: boolean;
  /** Routed at the lower end of what is missing; `question` is the one answer that would decide it. */
  readonly provisional: boolean;
  readonly missing: InputCode | null;
  readonly question: { readonly id: string; readonly of: PersonLabel; readonly text: string | null } | null;
  /** The last answer that came to a question. */
  readonly answer: string | null;
  /** Somebody told what was decided in a conversation; `decider` confirms or denies it. */
  readonly report: { readonly id: string; readonly decider: PersonLabel; readonly decision: string | null } | null;
  /** Who may never decide it. */
  readonly barred: readonly string[];
  /** From the second request to go up on it cannot be sent back. */
  readonly mayReturn: boolean;
  /** The recorded route that brought it here: a revision of `routing-<issue>`. */
  readonly routeRevision: number;
}

export interface QueuedAsk {
  readonly action: ActionKind;
  readonly recommendation: string | null;
  readonly alternative: string | null;
  readonly hasAlternative: boolean;
  /** Spend and write-off in the routing currency; null: an amount could not be converted. */
  readonly amount: MoneyLabel | null;
  readonly delayAcceptedDays: number;
}

export interface QueuedFacts {
  readonly kind: string;
  readonly order: string | null;
  readonly units: number | null;
  readonly valueAtRisk: MoneyLabel | null;
  /** As it counts in the pool: stated, derived, or assumed by kind. In the routing currency. */
  readonly delayCostPerDayMinor: number;
  readonly delayCostAssumed: boolean;
  readonly neededBy: Instant | null;
  readonly workaroundUntil: Instant | null;
  readonly visibility: number | null;
  readonly irreversible: boolean;
  readonly exposure: Exposure;
}

/** One call with a key partner's senior person: all open issues with that partner (`board`, filtered by partner). */
export interface QueuedCallSheet extends Queued {
  readonly kind: 'call_sheet';
  readonly rank: number;
  readonly until: Instant;
  readonly contacts: number;
  readonly putForward: { readonly name: string | null; readonly title: string | null };
}

/** The line on top of a queue. Counts are of everything, whatever page is shown. */
export interface QueueHeader {
  readonly leader: PersonLabel;
  readonly waiting: number;
  /** Set aside until a time or a fact: out of the list, never out of the count. */
  readonly snoozed: number;
  readonly callSheets: number;
  /** "3 need you before 14:00": all of them are due by `before`. */
  readonly urgent: { readonly count: number; readonly before: Instant | null };
  /** Expected minutes of all that waits. */
  readonly minutes: number;
  readonly attention: AttentionMeter;
  /** Leaders who are away and for whom the reader acts; their items are in the list and in the counts. */
  readonly actingFor: readonly PersonLabel[];
}

export interface AttentionMeter {
  /** In the last 7 × 24 hours. */
  readonly recordedMinutes: number;
  readonly budgetMinutes: number;
  /** (recorded + expected of all that is open) in % of the budget; null without a budget. */
  readonly percent: number | null;
  readonly inHand: number;
  readonly handsOnLimit: number;
}

export interface QueueRequest {
  readonly leader: string;
  readonly visibility: Visibility;
  readonly moment: Moment;
}

export interface ExecutiveQueue {
  header(request: QueueRequest): Promise<QueueHeader>;
  /** @throws InvalidCursor */
  page(request: QueueRequest & PageRequest & { readonly shelf: 'waiting' | 'snoozed' }): Promise<Page<QueueItem>>;
  /** One item by its escalation or call sheet, whoever holds it; null: not in a queue at that moment, or not to be seen. */
  item(request: { readonly id: string; readonly visibility: Visibility; readonly moment: Moment }): Promise<QueueItem | null>;
}
