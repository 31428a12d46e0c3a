import { INPUT_CODES } from '#domain';
import type { AttentionMeter, QueueHeader, QueueItem, QueuedAsk, QueuedCallSheet, QueuedEscalation, QueuedFacts } from '#read-models';
import { also, at, either, eventIndex, exactly, flag, id, list, named, object, oneOf, orNull, text, whole } from '../http/schema.js';
import { action, codeLabel, exposure, money, pageOf, personLabel, programme, revision } from '../http/view-parts.js';

export const attentionMeter = named<AttentionMeter>('AttentionMeter', {
  recordedMinutes: whole(95),
  budgetMinutes: whole(240),
  percent: orNull(whole(64)),
  inHand: whole(1),
  handsOnLimit: whole(3),
});

export const queueHeader = named<QueueHeader>('QueueHeader', {
  leader: personLabel,
  waiting: whole(5),
  snoozed: whole(1),
  callSheets: whole(1),
  urgent: object<QueueHeader['urgent']>({ count: whole(3), before: orNull(at) }),
  minutes: whole(85),
  attention: attentionMeter,
  actingFor: list(personLabel, { shown: false }),
});

const queued = {
  id,
  revision,
  programme,
  partner: orNull(codeLabel),
  holder: personLabel,
  actingFor: flag(),
  urgent: flag(true),
  urgentFrom: at,
  openedAt: at,
  openedIndex: eventIndex,
  expectedMinutes: whole(20),
};

const ask = named<QueuedAsk>('QueuedAsk', {
  action,
  recommendation: orNull(text('Pay for the night shift.')),
  alternative: orNull(text('Wait for Monday.')),
  hasAlternative: flag(true),
  amount: orNull(money),
  delayAcceptedDays: whole(0),
});

const facts = named<QueuedFacts>('QueuedFacts', {
  kind: text('late'),
  order: orNull(text('PO-118')),
  units: orNull(whole(1792)),
  valueAtRisk: orNull(money),
  delayCostPerDayMinor: whole(268_800),
  delayCostAssumed: flag(),
  neededBy: orNull(at),
  workaroundUntil: orNull(at, { shown: false }),
  visibility: orNull(whole(1)),
  irreversible: flag(),
  exposure,
});

const escalation = named<QueuedEscalation>(
  'QueuedEscalation',
  also<Pick<QueuedEscalation, keyof typeof queued>, Omit<QueuedEscalation, keyof typeof queued>>(queued, {
    kind: exactly('escalation'),
    issue: id,
    issueRevision: revision,
    region: orNull(text('South')),
    site: orNull(codeLabel),
    title: orNull(text('1,792 tablets for Moss Ridge are late')),
    level: whole(2),
    owner: orNull(personLabel),
    filedBy: personLabel,
    status: oneOf(['open', 'acknowledged', 'claimed', 'snoozed']),
    by: orNull(personLabel, { shown: false }),
    timeBoxUntil: orNull(at, { shown: false }),
    snooze: orNull(object<NonNullable<QueuedEscalation['snooze']>>({ until: at, untilFactChanges: flag() }), { shown: false }),
    ask: orNull(ask),
    clocks: object<QueuedEscalation['clocks']>({ acknowledgeBy: at, warnAt: at, decideBy: at }),
    ifNobodyDecides: object<QueuedEscalation['ifNobodyDecides']>({
      step: oneOf(['substitute', 'level', 'standing_order', 'stays']),
      at,
      to: orNull(personLabel),
      level: whole(2),
      playbook: orNull(text('late-carrier'), { shown: false }),
    }),
    facts,
    safety: flag(),
    provisional: flag(),
    missing: orNull(oneOf(INPUT_CODES), { shown: false }),
    question: orNull(
      object<NonNullable<QueuedEscalation['question']>>({ id, of: personLabel, text: orNull(text('Is a second truck to be had?')) }),
      {
        shown: false,
      },
    ),
    answer: orNull(text('Yes, from Friday on.'), { shown: false }),
    report: orNull(object<NonNullable<QueuedEscalation['report']>>({ id, decider: personLabel, decision: orNull(text('Approved.')) }), {
      shown: false,
    }),
    barred: list(text('dana')),
    mayReturn: flag(true),
    routeRevision: whole(0),
  }),
);

const callSheet = named<QueuedCallSheet>(
  'QueuedCallSheet',
  also<Pick<QueuedCallSheet, keyof typeof queued>, Omit<QueuedCallSheet, keyof typeof queued>>(queued, {
    kind: exactly('call_sheet'),
    rank: whole(3),
    until: at,
    contacts: whole(0),
    putForward: object<QueuedCallSheet['putForward']>({
      name: orNull(text('Pat Moreau')),
      title: orNull(text('Vice president, logistics')),
    }),
  }),
);

export const queueItem = either<QueuedEscalation, QueuedCallSheet>(escalation, callSheet);
export const queuePage = pageOf<QueueItem>('QueuePage', queueItem);
