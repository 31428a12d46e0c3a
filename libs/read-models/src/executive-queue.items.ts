import {
  accountableFor,
  ownerOf,
  type CallSheetState,
  type EscalationState,
  type FiledIssue,
  type FullRoute,
  type Instant,
  type IssueState,
  type KnownAsk,
  type LiveEscalation,
} from '#domain';
import { cd3Key, urgentFrom } from '#domain/attention/pool';
import type { WorkingTime } from '#domain/calendar/working-time';
import { fromMillis, toMillis } from '#domain/instant';
import { isLive } from './escalated.js';
import type { CallSheetDoc, EscalationDoc, StoredQueueItem } from './executive-queue.table.js';

/** What the queue remembers of an issue. */
export interface QueuedIssue {
  readonly issue: IssueState;
  readonly filed: { readonly by: string; readonly index: number };
  readonly words: { readonly title: number | null; readonly recommendation: number | null; readonly alternative: number | null };
  readonly route: PooledRoute | null;
  /** The newest escalation. */
  readonly escalation: string | null;
}

type PooledRoute = Pick<FullRoute, 'trigger' | 'holder' | 'owner' | 'route' | 'provisional' | 'question' | 'pool' | 'policy'> & {
  readonly revision: number;
};

/** What the queue remembers of an escalation. */
export interface EscalationInQueue {
  readonly state: EscalationState;
  readonly opened: { readonly at: Instant; readonly index: number };
  /** Log time of the claim that stands. */
  readonly claimedAt: Instant | null;
  readonly questionText: number | null;
  readonly answer: number | null;
  readonly reportText: number | null;
}

/** What the queue remembers of a call sheet. */
export interface CallSheetInQueue {
  readonly state: CallSheetState;
  readonly rank: number;
  readonly opened: { readonly at: Instant; readonly index: number };
  readonly revision: number;
}

/** Its item; null: nobody has to decide it. */
export function escalationItem(
  id: string,
  escalation: EscalationInQueue,
  of: QueuedIssue,
  time: WorkingTime,
  now: Instant,
): StoredQueueItem | null {
  const { state } = escalation;
  if (!isLive(state)) return null;
  const issue = of.issue as FiledIssue;
  const pool = of.route?.pool ?? { delayCostPerDay: 0, expectedMinutes: CALL_MINUTES };
  const inHand = state.status === 'snoozed' ? state.underneath : state;
  const safety = issue.facts.exposure !== 'none';
  const from = urgentFrom(state.clocks, time);
  return {
    id,
    kind: 'escalation',
    revision: state.revision,
    holder: accountableFor(state),
    shelf: state.status === 'snoozed' ? 'snoozed' : 'waiting',
    ...placed({ from, safety, rank: rankOf(pool.delayCostPerDay, pool.expectedMinutes, of.filed.index) }, now),
    in_hand: inHand.status === 'claimed' ? 1 : 0,
    minutes: pool.expectedMinutes,
    decide_by: state.clocks.decideBy,
    programme: state.programme,
    region: issue.region,
    partner: issue.facts.partner,
    issue: state.issue,
    doc: JSON.stringify(escalationDoc(escalation, state, of)),
  };
}

/** Minutes that a call, or a case without a route, is taken to need. */
const CALL_MINUTES = 20;

/** Its item; null: it is closed. A call is as urgent as a decision whose clock runs as long. */
export function callSheetItem(
  id: string,
  { state, rank, opened, revision }: CallSheetInQueue,
  time: WorkingTime,
  now: Instant,
): StoredQueueItem | null {
  if (state.status !== 'open') return null;
  const { programme, partner, counterpart, until, contacts } = state;
  const warnAt = fromMillis(toMillis(opened.at) + Math.floor(((toMillis(until) - toMillis(opened.at)) * 2) / 3));
  const from = urgentFrom({ acknowledgeBy: warnAt, warnAt, decideBy: until }, time);
  const doc: CallSheetDoc = { rank, until, contacts, openedAt: opened.at, openedIndex: opened.index };
  return {
    id,
    kind: 'call_sheet',
    revision,
    holder: counterpart,
    shelf: 'waiting',
    ...placed({ from, safety: false, rank: rankOf(0, CALL_MINUTES, opened.index) }, now),
    in_hand: 0,
    minutes: CALL_MINUTES,
    decide_by: until,
    programme,
    region: null,
    partner,
    issue: null,
    doc: JSON.stringify(doc),
  };
}

/** The item from the moment on at which it can wait no longer. */
export function turnedUrgent(item: StoredQueueItem): StoredQueueItem {
  const rank = item.place.slice(1);
  return { ...item, ...placed({ from: item.urgent_from, safety: item.safety === 1, rank }, item.urgent_from) };
}

interface Ranked {
  readonly from: Instant;
  readonly safety: boolean;
  readonly rank: string;
}

function placed({ from, safety, rank }: Ranked, now: Instant): Pick<StoredQueueItem, 'place' | 'urgent_from' | 'can_wait' | 'safety'> {
  const urgent = from <= now;
  const group = urgent ? (safety ? '0' : '1') : '2';
  return { place: group + rank, urgent_from: from, can_wait: urgent ? 0 : 1, safety: safety ? 1 : 0 };
}

const INDEX_DIGITS = 12;

/** Smaller strings come first: the greater cost a minute, then the smaller index. `poolOrder` of the domain, as text. */
function rankOf(delayCostPerDay: number, expectedMinutes: number, index: number): string {
  const key = cd3Key(delayCostPerDay, expectedMinutes).replace(/\d/g, (digit) => String(9 - Number(digit)));
  return key + String(index).padStart(INDEX_DIGITS, '0');
}

function escalationDoc(escalation: EscalationInQueue, state: LiveEscalation, of: QueuedIssue): EscalationDoc {
  const issue = of.issue as FiledIssue;
  const inHand = state.status === 'snoozed' ? state.underneath : state;
  const { kind, order, units, valueAtRisk, neededBy, workaroundUntil, visibility, irreversible, exposure, ask } = issue.facts;
  return {
    issue: state.issue,
    issueRevision: issue.revision,
    site: issue.facts.site,
    title: of.words.title,
    level: state.level,
    owner: ownerOf(issue, state.issue, of.route),
    filedBy: of.filed.by,
    status: state.status,
    by: inHand.status === 'open' ? null : inHand.by,
    timeBoxUntil: inHand.status === 'claimed' ? inHand.timeBoxUntil : null,
    snooze: state.status === 'snoozed' ? { until: state.until, untilFactChanges: state.untilFactChanges } : null,
    ask: ask && { ...askOf(ask), recommendation: of.words.recommendation, alternative: of.words.alternative },
    clocks: state.clocks,
    ifNobodyDecides: state.ifNobodyDecides,
    facts: {
      kind,
      order,
      units,
      valueAtRisk: valueAtRisk?.routed ?? valueAtRisk?.stated ?? null,
      delayCostPerDayMinor: of.route?.pool.delayCostPerDay ?? 0,
      delayCostAssumed: of.route?.pool.assumed ?? true,
      neededBy,
      workaroundUntil,
      visibility,
      irreversible,
      exposure,
    },
    provisional: of.route?.provisional ?? false,
    missing: of.route?.question ?? null,
    question: state.question && { id: state.question.questionId, of: state.question.of, text: escalation.questionText },
    answer: escalation.answer,
    report: state.report && { id: state.report.reportId, decider: state.report.decider, decision: escalation.reportText },
    barred: state.barred,
    mayReturn: state.requests < 2,
    routeRevision: of.route?.revision ?? -1,
    openedAt: escalation.opened.at,
    openedIndex: escalation.opened.index,
  };
}

/** What it costs: null where a part has no amount in the routing currency. */
function askOf({
  action,
  spend,
  writeOff,
  delayAcceptedDays,
  hasAlternative,
}: KnownAsk): Pick<NonNullable<EscalationDoc['ask']>, 'action' | 'amount' | 'delayAcceptedDays' | 'hasAlternative'> {
  const parts = [spend, writeOff].filter((part) => part !== null);
  const routed = parts.map((part) => part.routed).filter((money) => money !== null);
  const first = routed[0];
  const isKnown = first !== undefined && routed.length === parts.length;
  const amount = isKnown ? { minor: routed.reduce((sum, { minor }) => sum + minor, 0), currency: first.currency } : null;
  return { action, amount, delayAcceptedDays, hasAlternative };
}
