import type { Decision } from '#domain';
import type { decisionTable, DecisionDoc, StoredDecision } from './decision-log.table.js';
import type { Entry, EntryOf } from './store/projection.js';
import { refsOf } from './store/sealed.js';
import type { TemporalRows } from './store/temporal-rows.js';

export type DecisionRows = TemporalRows<typeof decisionTable>;

/** What the log remembers of an issue, to say where its decisions belong. */
export interface IssuePlace {
  readonly programme: string;
  readonly region: string | null;
  readonly partner: string | null;
  readonly title: number | null;
}

/** Before its effect it is as if it had not been made: what it superseded stands again. */
export function withdraw(entry: EntryOf<'DecisionWithdrawn'>, rows: DecisionRows): void {
  const id = idAt(entry.stream, entry.data.decisionRevision);
  if (!entry.data.beforeEffect) {
    mark(id, { withdrawn: true }, entry, rows);
    return;
  }
  const row = rows.get(id) as StoredDecision;
  rows.set({ ...row, undone: 1 }, entry.index);
  const { supersedes } = JSON.parse(row.doc) as DecisionDoc;
  if (supersedes !== null) mark(supersedes, { superseded: false }, entry, rows);
}

export function mark(id: string, change: Partial<DecisionDoc>, entry: Entry, rows: DecisionRows): void {
  const row = rows.get(id) as StoredDecision;
  rows.set({ ...row, doc: JSON.stringify({ ...(JSON.parse(row.doc) as DecisionDoc), ...change }) }, entry.index);
}

const BLANK: DecisionDoc = {
  option: null,
  coveredMinor: 0,
  grant: null,
  decisionGroup: null,
  playbook: null,
  supersedes: null,
  reportedBy: null,
  to: null,
  optionsConsidered: [],
  outcome: null,
  inEffect: false,
  withdrawn: false,
  superseded: false,
};

export function record(
  entry: Entry,
  { programme, region, partner, title }: IssuePlace,
  row: Pick<StoredDecision, 'issue' | 'level' | 'decider'> & { readonly verdict: string } & Partial<StoredDecision>,
  doc: Partial<DecisionDoc>,
  rows: DecisionRows,
): void {
  const place = { programme, region, partner, title_ref: title, escalation: null };
  const unsaid = { self_decided: 0, commitment: 0, undone: 0, decision_ref: null, rationale_ref: null };
  const made = { id: idAt(entry.stream, entry.revision), decided_index: entry.index, at: entry.recordedAt };
  rows.set({ ...place, ...unsaid, ...made, ...row, doc: JSON.stringify({ ...BLANK, ...doc }) }, entry.index);
}

type Made = EntryOf<'IssueDecided' | 'EscalationDecided' | 'DecisionConfirmed' | 'DecisionSuperseded'>;

export function decisionDoc(entry: Made): Partial<DecisionDoc> {
  const { option, coveredMinor, grant, optionsConsidered } = entry.data;
  const ref = refsOf(entry);
  const decisionGroup = (entry.data as Partial<Decision>).decisionGroup ?? null;
  return { option, coveredMinor, grant, decisionGroup, optionsConsidered: optionsConsidered.map((_, i) => ref(`optionsConsidered.${i}`)) };
}

export function wordsOf(entry: Made): Pick<StoredDecision, 'decision_ref' | 'rationale_ref'> {
  const ref = refsOf(entry);
  return { decision_ref: ref('decision'), rationale_ref: ref('rationale') };
}

export function idAt(stream: string, revision: number): string {
  return `${stream}@${revision}`;
}
