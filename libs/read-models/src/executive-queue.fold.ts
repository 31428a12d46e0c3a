import {
  accountableFor,
  claimerOf,
  evolveCallSheet,
  evolveEscalation,
  evolveIssue,
  type CallSheetEvent,
  type EscalationEvent,
  type EscalationState,
  type Instant,
  type IssueEvent,
} from '#domain';
import { ASSUMED_WEEK, published, type WorkingTime } from '#domain/calendar/working-time';
import { toMinute } from '#domain/instant';
import type { AttentionLoad } from './attention-load.js';
import { isLive } from './escalated.js';
import { callSheetItem, escalationItem, type CallSheetInQueue, type EscalationInQueue, type QueuedIssue } from './executive-queue.items.js';
import type { QueuedItems } from './queued-items.js';
import { idOf, prefixOf, type Entry, type EntryOf } from './store/projection.js';
import { refsOf } from './store/sealed.js';
import { stateTable, type States } from './store/states.js';

export const queueState = stateTable('queue_state');

/** All that the queue remembers, by stream. */
export type QueueStates = States<{
  readonly 'issue-': QueuedIssue;
  readonly 'escalation-': EscalationInQueue;
  readonly 'callsheet-': CallSheetInQueue;
  readonly 'programme-': { readonly calendar: string };
  readonly 'calendar-': WorkingTime;
  /** A decision counts at most so many minutes, however long it was in hand. */
  readonly 'policy-': { readonly mostMinutesEach: number };
}>;

interface Folding {
  readonly states: QueueStates;
  readonly items: QueuedItems;
  readonly load: AttentionLoad;
}

/** Folds one entry into the states, and writes the items that it changed. */
export function foldEntry(entry: Entry, folding: Folding): void {
  switch (prefixOf(entry.stream)) {
    case 'issue-':
      foldIssue(entry as Entry<IssueEvent>, folding);
      break;
    case 'routing-':
      foldRoute(entry as EntryOf<'IssueRouted'>, folding);
      break;
    case 'escalation-':
      foldEscalation(entry as Entry<EscalationEvent>, folding);
      break;
    case 'callsheet-':
      foldCallSheet(entry as Entry<CallSheetEvent>, folding);
      break;
    default:
      foldReference(entry, folding.states);
  }
}

function foldReference(entry: Entry, states: QueueStates): void {
  const id = idOf(entry.stream);
  switch (entry.type) {
    case 'ProgrammeStarted':
    case 'CalendarChosen':
      states.set('programme-', id, { calendar: entry.data.calendar });
      break;
    case 'CalendarPublished': {
      const { from, until, intervals } = entry.data;
      const before = states.get('calendar-', id) ?? ASSUMED_WEEK;
      states.set('calendar-', id, published(before, { from: toMinute(from), until: toMinute(until), intervals }));
      break;
    }
    case 'PolicyProposed':
      states.set('policy-', id, { mostMinutesEach: entry.data.policy.attention.mostMinutesEach });
      break;
    default:
  }
}

function foldIssue(entry: Entry<IssueEvent>, folding: Folding): void {
  const { states } = folding;
  const id = idOf(entry.stream);
  const before = states.get('issue-', id);
  const next = before === null ? filed(entry as EntryOf<'IssueFiled'>) : { ...before, issue: evolveIssue(before.issue, entry) };
  states.set('issue-', id, entry.type === 'IssueAmended' ? { ...next, words: amended(entry, next.words) } : next);
  if (next.escalation !== null) writeEscalation(next.escalation, entry, folding);
}

function filed(entry: EntryOf<'IssueFiled'>): QueuedIssue {
  const ref = refsOf(entry);
  return {
    issue: evolveIssue({ status: 'none' }, entry),
    filed: { by: entry.actor, index: entry.index },
    words: { title: ref('title'), recommendation: ref('ask.recommendation'), alternative: ref('ask.alternative') },
    route: null,
    escalation: null,
  };
}

function amended(entry: EntryOf<'IssueAmended'>, before: QueuedIssue['words']): QueuedIssue['words'] {
  const ref = refsOf(entry);
  const title = ref('title') ?? before.title;
  if (entry.data.changes.ask === undefined) return { ...before, title };
  return { title, recommendation: ref('changes.ask.recommendation'), alternative: ref('changes.ask.alternative') };
}

function foldRoute(entry: EntryOf<'IssueRouted'>, folding: Folding): void {
  if (!entry.data.changed) return;
  const { states } = folding;
  const { issue, trigger, holder, owner, route, provisional, question, pool, policy } = entry.data;
  const before = states.get('issue-', issue) as QueuedIssue;
  const routed = { trigger, holder, owner, route, provisional, question, pool, policy, revision: entry.revision };
  states.set('issue-', issue, { ...before, route: routed });
  if (before.escalation !== null) writeEscalation(before.escalation, entry, folding);
}

function foldEscalation(entry: Entry<EscalationEvent>, folding: Folding): void {
  const { states } = folding;
  const id = idOf(entry.stream);
  const before = states.get('escalation-', id) ?? opened(entry);
  spendOn(entry, before, folding);
  const state = evolveEscalation(before.state, entry);
  states.set('escalation-', id, { ...before, ...words(entry), state, claimedAt: claimedAt(state, before, entry) });
  if (entry.type === 'EscalationOpened') {
    const issue = states.get('issue-', entry.data.issue) as QueuedIssue;
    states.set('issue-', entry.data.issue, { ...issue, escalation: id });
  }
  writeEscalation(id, entry, folding);
}

function opened({ recordedAt, index }: Entry): EscalationInQueue {
  const nothing = { claimedAt: null, questionText: null, answer: null, reportText: null };
  return { state: { status: 'none' }, opened: { at: recordedAt, index }, ...nothing };
}

function words(entry: Entry<EscalationEvent>): Partial<EscalationInQueue> {
  switch (entry.type) {
    case 'QuestionAsked':
      return { questionText: refsOf(entry)('question'), answer: null };
    case 'QuestionAnswered':
      return { answer: refsOf(entry)('answer') };
    case 'DecisionReported':
      return { reportText: refsOf(entry)('decision') };
    default:
      return {};
  }
}

function claimedAt(state: EscalationState, before: EscalationInQueue, entry: Entry): Instant | null {
  if (!isLive(state) || claimerOf(state) === null) return null;
  // What a withdrawn decision took is spent: the time in hand begins anew.
  const begins = entry.type === 'EscalationClaimed' || entry.type === 'DecisionWithdrawn';
  return begins ? entry.logTime : before.claimedAt;
}

/** Writes the escalation's item as it is after the entry, or ends it. */
function writeEscalation(id: string, entry: Entry, folding: Folding): void {
  const { states } = folding;
  const escalation = states.get('escalation-', id);
  if (escalation === null || escalation.state.status === 'none') return;
  const issue = states.get('issue-', escalation.state.issue) as QueuedIssue;
  const time = workingTimeOf(escalation.state.programme, states);
  folding.items.write(id, escalationItem(id, escalation, issue, time, entry.logTime), entry.index);
}

function foldCallSheet(entry: Entry<CallSheetEvent>, folding: Folding): void {
  const { states } = folding;
  const id = idOf(entry.stream);
  const rank = entry.type === 'CallSheetOpened' ? entry.data.rank : 0;
  const before = states.get('callsheet-', id) ?? {
    state: { status: 'none' },
    rank,
    opened: { at: entry.recordedAt, index: entry.index },
    revision: 0,
  };
  const sheet = { ...before, state: evolveCallSheet(before.state, entry), revision: entry.revision };
  states.set('callsheet-', id, sheet);
  if (entry.type === 'PartnerContacted') folding.load.spend(entry, entry.data.by, entry.data.minutes);
  if (sheet.state.status === 'none') return;
  const time = workingTimeOf(sheet.state.programme, states);
  folding.items.write(id, callSheetItem(id, sheet, time, entry.logTime), entry.index);
}

function workingTimeOf(programme: string, states: QueueStates): WorkingTime {
  const chosen = states.get('programme-', programme);
  return (chosen && states.get('calendar-', chosen.calendar)) ?? ASSUMED_WEEK;
}

/** What an escalation takes of somebody's attention, by the rules of the router's own count. */
function spendOn(entry: Entry<EscalationEvent>, before: EscalationInQueue, { states, load }: Folding): void {
  const { state } = before;
  if (!isLive(state)) return;
  const claimer = claimerOf(state);
  const by = spender(entry, claimer, accountableFor(state));
  if (by === null) return;
  const route = (states.get('issue-', state.issue) as QueuedIssue).route;
  const most = (route && states.get('policy-', route.policy)?.mostMinutesEach) ?? 0;
  const inHand = before.claimedAt === null ? 0 : toMinute(entry.logTime) - toMinute(before.claimedAt);
  load.spend(entry, by, claimer === null ? (route?.pool.expectedMinutes ?? 0) : Math.min(most, inHand));
}

/** Whose attention the entry ends; null: nobody's. */
function spender(entry: Entry<EscalationEvent>, claimer: string | null, accountable: string): string | null {
  switch (entry.type) {
    case 'EscalationDecided':
    case 'DecisionConfirmed':
      return claimer ?? entry.data.by;
    case 'EscalationReturned':
    case 'EscalationHandedOver':
      return accountable;
    case 'EscalationReleased':
    case 'ClockExpired':
      return claimer;
    case 'EscalationReassigned':
      return entry.data.route === null ? claimer : null;
    case 'EscalationSteppedUp':
      return entry.data.because === 'leader' ? claimer : null;
    default:
      return null;
  }
}
