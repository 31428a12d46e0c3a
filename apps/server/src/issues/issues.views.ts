import type {
  BoardRow,
  Count,
  EscalationOnPage,
  EscalationStep,
  FilingHints,
  IssuePage,
  NextStep,
  ReadAsk,
  TimelineEntry,
  WhyHere,
} from '#read-models';
import { at, eventIndex, flag, id, list, named, object, oneOf, open, orNull, text, whole } from '../http/schema.js';
import {
  action,
  amount,
  code,
  codeLabel,
  count,
  exposure,
  listing,
  money,
  pageOf,
  personLabel,
  programme,
  revision,
} from '../http/view-parts.js';
import { fullRoute, ifNobodyDecides } from '../routing/route.views.js';

const ISSUE_STATUS = ['open', 'decided', 'resolved', 'withdrawn', 'duplicate'] as const;
const STEPS: readonly EscalationStep[] = ['open', 'acknowledged', 'claimed', 'snoozed', 'decided', 'returned', 'handed_over', 'withdrawn'];
const NEXT_STEPS: readonly NextStep[] = ['route', 'decide', 'answer_question', 'wait_for_leader', 'resolve', 'none'];

export const boardRow = named<BoardRow>('BoardRow', {
  issue: id,
  revision,
  programme,
  region: orNull(text('South')),
  title: orNull(text('1,792 tablets for Moss Ridge are late')),
  kind: text('late'),
  site: orNull(codeLabel),
  partner: orNull(codeLabel),
  order: orNull(text('PO-118')),
  units: orNull(whole(1792)),
  valueAtRisk: orNull(money),
  neededBy: orNull(at),
  due: orNull(at),
  exposure,
  severity: whole(3),
  status: oneOf(ISSUE_STATUS),
  duplicateOf: orNull(id, { shown: false }),
  nextStep: oneOf(NEXT_STEPS),
  route: orNull(oneOf(['delegated', 'escalated'])),
  level: orNull(whole(2)),
  provisional: flag(),
  owner: orNull(personLabel),
  holder: orNull(personLabel),
  why: named<WhyHere>('WhyHere', {
    floors: list(text('AMOUNT')),
    ceilings: list(text('HANDED_OVER'), { shown: false }),
    factors: list(text('TIME')),
  }),
  escalation: orNull(object<NonNullable<BoardRow['escalation']>>({ id, status: oneOf(STEPS) })),
  filedBy: personLabel,
  filedAt: at,
  filedIndex: eventIndex,
  closedAt: orNull(at, { shown: false }),
});

export const boardPage = pageOf('BoardPage', boardRow);
export const alikeRows = listing('AlikeIssues', boardRow);
export type BoardCounts = Readonly<Record<'mine' | 'team' | 'filed' | 'waiting' | 'overdue', Count>>;
export const boardCounts = named<BoardCounts>('BoardCounts', {
  mine: count,
  team: count,
  filed: count,
  waiting: count,
  overdue: count,
});
export const filingHints = named<FilingHints>('FilingHints', { kinds: list(text('late')), sites: list(codeLabel) });

const ask = named<ReadAsk>('ReadAsk', {
  action,
  spend: orNull(amount),
  writeOff: orNull(amount, { shown: false }),
  delayAcceptedDays: whole(0),
  recommendation: orNull(text('Pay for the night shift.')),
  alternative: orNull(text('Wait for Monday.')),
});

const facts = named<IssuePage['facts']>('IssueFacts', {
  kind: text('late'),
  site: orNull(code),
  partner: orNull(text('northline')),
  order: orNull(text('PO-118')),
  serials: list(text('SN-0042'), { shown: false }),
  units: orNull(whole(1792)),
  valueAtRisk: orNull(amount),
  delayCostPerDay: orNull(amount, { shown: false }),
  neededBy: orNull(at),
  workaroundUntil: orNull(at, { shown: false }),
  visibility: orNull(whole(1)),
  irreversible: flag(),
  exposure,
  criticalDetail: orNull(text('configured'), { shown: false }),
  ask: orNull(ask),
});

const timelineEntry = named<TimelineEntry>('TimelineEntry', {
  index: eventIndex,
  id,
  stream: text('issue-0199d1f0-3c5a-5e1b-9c9f-0d0c6a2f7b11'),
  revision,
  type: text('NoteAdded'),
  at,
  occurredAt: orNull(at, { shown: false }),
  actor: personLabel,
  onBehalfOf: orNull(personLabel, { shown: false }),
  causedBy: orNull(eventIndex),
  data: open<TimelineEntry['data']>('As recorded, with the words in place of what is sealed; null for words that were erased.', {
    text: 'Called the depot.',
  }),
});

export const issuePage = named<IssuePage>('IssuePage', {
  issue: id,
  revision,
  index: eventIndex,
  programme,
  region: orNull(text('South')),
  site: orNull(codeLabel),
  partner: orNull(codeLabel),
  title: orNull(text('1,792 tablets for Moss Ridge are late')),
  description: orNull(text('The truck broke down at the border.')),
  facts,
  externalReference: orNull(text('ASN-8'), { shown: false }),
  lines: whole(1),
  filed: object<IssuePage['filed']>({
    at,
    occurredAt: orNull(at, { shown: false }),
    by: personLabel,
    origin: orNull(text('import-1'), { shown: false }),
  }),
  status: oneOf(ISSUE_STATUS),
  duplicateOf: orNull(id, { shown: false }),
  duplicates: list(id, { shown: false }),
  answersFor: orNull(personLabel),
  owner: orNull(personLabel),
  holder: orNull(personLabel),
  route: orNull(
    named<NonNullable<IssuePage['route']>>('RouteOnPage', { revision, index: eventIndex, record: fullRoute, nextReviewAt: orNull(at) }),
  ),
  escalations: list(
    named<EscalationOnPage>('EscalationOnPage', {
      id,
      revision,
      status: oneOf(STEPS),
      level: whole(2),
      holder: personLabel,
      openedIndex: eventIndex,
    }),
  ),
  ifNobodyDecides: orNull(ifNobodyDecides),
  timeline: list(timelineEntry),
});
