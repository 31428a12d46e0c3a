import type { EscalationEvent, IssueEvent } from '#domain';
import { decisionTable, type DecisionDoc } from './decision-log.table.js';
import { decisionDoc, idAt, mark, record, withdraw, wordsOf, type DecisionRows, type IssuePlace } from './decision-log.verdicts.js';
import { idOf, type Entry, type Projection } from './store/projection.js';
import { refsOf } from './store/sealed.js';
import { States, stateTable } from './store/states.js';

const decisionState = stateTable('decision_state');

interface EscalationPlace {
  readonly issue: string;
  readonly level: number;
  /** Who told of a decision that was made in a conversation, by report. */
  readonly reporters: Readonly<Record<string, string>>;
}

type DecisionStates = States<{ readonly 'issue-': IssuePlace; readonly 'escalation-': EscalationPlace }>;

/** Every verdict with what became of it. */
export const decisionLogProjection: Projection = {
  name: 'decision-log',
  version: 1,
  tables: [decisionTable, decisionState],
  async apply(entries, workingSet) {
    const own = entries.filter(({ stream }) => /^(issue|escalation)-/.test(stream));
    const states: DecisionStates = new States(workingSet.keyed(decisionState));
    const rows = workingSet.temporal(decisionTable);
    await load(own, states, rows);
    for (const entry of own) {
      if (entry.stream.startsWith('issue-')) foldIssue(entry as Entry<IssueEvent>, states, rows);
      else foldEscalation(entry as Entry<EscalationEvent>, states, rows);
    }
    states.save();
  },
};

async function load(entries: readonly Entry[], states: DecisionStates, rows: DecisionRows): Promise<void> {
  await states.load(entries.map(({ stream }) => stream));
  const issues = new Set<string>();
  for (const entry of entries) {
    if (!entry.stream.startsWith('escalation-')) continue;
    const place = states.get('escalation-', idOf(entry.stream));
    if (place !== null) issues.add(place.issue);
    if (entry.type === 'EscalationOpened') issues.add(entry.data.issue);
  }
  await states.load([...issues].map((id) => `issue-${id}`));
  await rows.load(entries.flatMap((entry) => [idAt(entry.stream, entry.revision), ...cited(entry)]));
  await rows.load(rows.all().flatMap(({ doc }) => (JSON.parse(doc) as DecisionDoc).supersedes ?? []));
}

/** Ids of earlier verdicts of the stream that the entry is about. */
function cited(entry: Entry): readonly string[] {
  switch (entry.type) {
    case 'DecisionTookEffect':
    case 'DecisionWithdrawn':
    case 'OutcomeReviewed':
      return [idAt(entry.stream, entry.data.decisionRevision)];
    case 'DecisionSuperseded':
      return [idAt(entry.stream, entry.data.supersedes)];
    default:
      return [];
  }
}

function foldIssue(entry: Entry<IssueEvent>, states: DecisionStates, rows: DecisionRows): void {
  const id = idOf(entry.stream);
  switch (entry.type) {
    case 'IssueFiled': {
      const { programme, region, partner } = entry.data;
      states.set('issue-', id, { programme, region, partner, title: refsOf(entry)('title') });
      break;
    }
    case 'IssueAmended': {
      const before = states.get('issue-', id) as IssuePlace;
      const { changes, region = before.region } = entry.data;
      const { partner = before.partner } = changes;
      states.set('issue-', id, { ...before, region, partner, title: refsOf(entry)('title') ?? before.title });
      break;
    }
    case 'IssueDecided': {
      const { selfDecided, commitmentMinor } = entry.data;
      const made = { ...decisionDoc(entry), decisionGroup: null, inEffect: true };
      const row = { issue: id, level: 1, verdict: 'decided', decider: entry.actor, commitment: commitmentMinor };
      const place = states.get('issue-', id) as IssuePlace;
      record(entry, place, { ...row, self_decided: selfDecided ? 1 : 0, ...wordsOf(entry) }, made, rows);
      break;
    }
    default:
  }
}

function foldEscalation(entry: Entry<EscalationEvent>, states: DecisionStates, rows: DecisionRows): void {
  const id = idOf(entry.stream);
  const place = states.get('escalation-', id);
  if (place === null) {
    if (entry.type === 'EscalationOpened')
      states.set('escalation-', id, { issue: entry.data.issue, level: entry.data.level, reporters: {} });
    return;
  }
  switch (entry.type) {
    case 'EscalationSteppedUp':
    case 'ClockExpired':
      states.set('escalation-', id, { ...place, level: entry.data.level });
      break;
    case 'DecisionReported':
      states.set('escalation-', id, { ...place, reporters: { ...place.reporters, [entry.data.reportId]: entry.actor } });
      break;
    case 'DecisionTookEffect':
      mark(idAt(entry.stream, entry.data.decisionRevision), { inEffect: true }, entry, rows);
      break;
    case 'DecisionWithdrawn':
      withdraw(entry, rows);
      break;
    case 'OutcomeReviewed': {
      const outcome = { verdict: entry.data.verdict, lesson: refsOf(entry)('lesson') };
      mark(idAt(entry.stream, entry.data.decisionRevision), { outcome }, entry, rows);
      break;
    }
    default:
      foldVerdict(entry, { ...place, escalation: id }, states.get('issue-', place.issue) as IssuePlace, rows);
  }
}

function foldVerdict(
  entry: Entry<EscalationEvent>,
  { issue, escalation, level, reporters }: EscalationPlace & { readonly escalation: string },
  place: IssuePlace,
  rows: DecisionRows,
): void {
  const at = { issue, escalation, level, decider: entry.actor };
  switch (entry.type) {
    case 'EscalationDecided':
    case 'DecisionConfirmed':
    case 'DecisionSuperseded': {
      const { by, commitmentMinor } = entry.data;
      const reportedBy = entry.type === 'DecisionConfirmed' ? (reporters[entry.data.reportId] ?? null) : null;
      const supersedes = entry.type === 'DecisionSuperseded' ? idAt(entry.stream, entry.data.supersedes) : null;
      if (supersedes !== null) mark(supersedes, { superseded: true }, entry, rows);
      const verdict = supersedes === null ? 'decided' : 'superseding';
      const row = { ...at, verdict, decider: by, commitment: commitmentMinor, ...wordsOf(entry) };
      record(entry, place, row, { ...decisionDoc(entry), reportedBy, supersedes }, rows);
      break;
    }
    case 'StandingOrderApplied': {
      const { option, playbook, commitmentMinor } = entry.data;
      const row = { ...at, verdict: 'standing_order', decider: null, commitment: commitmentMinor };
      record(entry, place, row, { option, playbook, coveredMinor: commitmentMinor, inEffect: true }, rows);
      break;
    }
    case 'EscalationReturned': {
      const row = { ...at, verdict: 'returned', decision_ref: refsOf(entry)('guidance') };
      record(entry, place, row, { to: entry.data.to, inEffect: true }, rows);
      break;
    }
    case 'EscalationHandedOver': {
      const row = { ...at, verdict: 'handed_over', decision_ref: refsOf(entry)('goodLooksLike') };
      record(entry, place, row, { to: entry.data.to, inEffect: true }, rows);
      break;
    }
    default:
  }
}
