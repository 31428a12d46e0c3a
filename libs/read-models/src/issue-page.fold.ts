import {
  accountableFor,
  evolveEscalation,
  evolveIssue,
  ownerOf,
  type EscalationEvent,
  type EscalationState,
  type FiledIssue,
  type FullRoute,
  type Instant,
  type IssueEvent,
  type IssueState,
  type RoutingEvent,
} from '#domain';
import type { RecordedEvent } from '#event-store';
import { asksAnew, isLive } from './escalated.js';
import type { ReadAsk } from './issue-page.js';
import { idOf } from './store/projection.js';

type JsonObject = RecordedEvent['data'];
type Opened = Exclude<EscalationState, { status: 'none' }>;

/** What the streams of an issue come to, with ids in place of names. */
export interface FoldedIssue {
  readonly issue: FiledIssue;
  readonly filed: RecordedEvent;
  readonly words: Words;
  readonly route: {
    readonly revision: number;
    readonly index: number;
    readonly record: FullRoute;
    readonly nextReviewAt: Instant | null;
  } | null;
  readonly escalations: readonly { readonly id: string; readonly state: Opened; readonly openedIndex: number }[];
  /** The escalation in which somebody has to decide, or whose decision stands. */
  readonly standing: Opened | null;
  readonly owner: string | null;
  readonly holder: string | null;
  readonly answersFor: string | null;
  readonly timeline: readonly { readonly event: RecordedEvent; readonly causedBy: number | null }[];
}

interface Words {
  readonly title: string | null;
  readonly description: string | null;
  readonly recommendation: string | null;
  readonly alternative: string | null;
}

/**
 * Folds the events of an issue's own streams (`issue-`, `routing-`, `clock-`, `escalation-`), in any order, with their words opened.
 * Null: it was not filed.
 */
export function issuePage(events: readonly RecordedEvent[]): FoldedIssue | null {
  const inOrder = [...events].sort((a, b) => a.index - b.index);
  let issue: IssueState = { status: 'none' };
  let words: Words = { title: null, description: null, recommendation: null, alternative: null };
  let route: FoldedIssue['route'] = null;
  const escalations = new Map<string, { id: string; state: EscalationState; openedIndex: number }>();
  let newest: string | null = null;
  for (const event of inOrder) {
    if (event.stream.startsWith('issue-')) {
      issue = evolveIssue(issue, event as unknown as IssueEvent);
      words = wordsAfter(words, event.type, event.data);
      const answer = newest === null ? null : (escalations.get(newest)?.state ?? null);
      if (asksAnew(event as unknown as IssueEvent) && !isLive(answer)) newest = null;
    } else if (event.type === 'IssueRouted') {
      route = routeAfter(route, event);
    } else if (event.stream.startsWith('escalation-')) {
      const id = idOf(event.stream);
      const before = escalations.get(id) ?? { id, state: { status: 'none' }, openedIndex: event.index };
      escalations.set(id, { ...before, state: evolveEscalation(before.state, event as unknown as EscalationEvent) });
      if (event.type === 'EscalationOpened') newest = id;
    }
  }
  const filed = inOrder.find(({ type }) => type === 'IssueFiled');
  if (issue.status === 'none' || filed === undefined) return null;
  const opened = [...escalations.values()] as FoldedIssue['escalations'];
  const standing = standingOf(opened.find(({ id }) => id === newest)?.state);
  const people = inCharge(issue, idOf(filed.stream), route?.record ?? null, standing);
  return { issue, filed, words, route, escalations: opened, standing, ...people, timeline: withCauses(inOrder) };
}

function standingOf(newest: Opened | undefined): Opened | null {
  return newest === undefined || ['returned', 'handed_over', 'withdrawn'].includes(newest.status) ? null : newest;
}

function inCharge(
  issue: FiledIssue,
  id: string,
  route: FullRoute | null,
  escalation: Opened | null,
): Pick<FoldedIssue, 'owner' | 'holder' | 'answersFor'> {
  const owner = ownerOf(issue, id, route);
  if (escalation === null) return { owner, holder: owner, answersFor: owner };
  const accountable = accountableFor(escalation);
  // Until a leader has taken it into hand, the owner still answers for it.
  const isTaken = escalation.status === 'claimed' || escalation.status === 'decided';
  return { owner, holder: accountable, answersFor: isTaken ? accountable : owner };
}

function routeAfter(before: FoldedIssue['route'], event: RecordedEvent): FoldedIssue['route'] {
  const { data } = event as unknown as RoutingEvent;
  if (data.changed) return { revision: event.revision, index: event.index, record: data, nextReviewAt: data.nextReviewAt };
  return before && { ...before, nextReviewAt: data.nextReviewAt };
}

interface Worded {
  readonly title?: string | null;
  readonly description?: string | null;
  readonly ask?: ReadAsk | null;
  readonly changes?: { readonly ask?: ReadAsk | null };
}

function wordsAfter(words: Words, type: string, data: JsonObject): Words {
  if (type !== 'IssueFiled' && type !== 'IssueAmended') return words;
  const { title = words.title, description = words.description, ask, changes } = data as unknown as Worded;
  const asked = ask === undefined ? changes?.ask : ask;
  const { recommendation, alternative } = asked === undefined ? words : (asked ?? { recommendation: null, alternative: null });
  return { title, description, recommendation, alternative };
}

function withCauses(events: readonly RecordedEvent[]): FoldedIssue['timeline'] {
  const indexes = new Map(events.map(({ id, index }) => [id, index]));
  return events.map((event) => ({ event, causedBy: indexes.get(event.causationId) ?? null }));
}
