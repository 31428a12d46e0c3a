import type { Kysely } from 'kysely';
import type { QueuedCallSheet, QueuedEscalation, QueueItem } from './executive-queue.js';
import type { CallSheetDoc, EscalationDoc, QueueDatabase, StoredQueueItem } from './executive-queue.table.js';
import { labelsOf, type Labels } from './labels.js';
import { partnerQueries } from './partners.js';

interface Read {
  readonly row: StoredQueueItem;
  readonly escalation: EscalationDoc | null;
}

/** Stored items with names and words. `leader`: whose queue it is; null: nobody's in particular. */
export async function readItems(
  db: Kysely<QueueDatabase>,
  rows: readonly StoredQueueItem[],
  leader: string | null,
): Promise<readonly QueueItem[]> {
  const read = rows.map((row): Read => ({ row, escalation: row.kind === 'escalation' ? (JSON.parse(row.doc) as EscalationDoc) : null }));
  const labels = await labelsOf(db, {
    people: read.flatMap(({ row, escalation }) => [row.holder, ...peopleIn(escalation)]),
    sites: read.map(({ row, escalation }) => escalation?.site && `${row.programme}.${escalation.site}`).map((site) => site ?? null),
    partners: rows.map(({ programme, partner }) => partner && `${programme}.${partner}`),
    texts: read.flatMap(({ escalation }) => textsIn(escalation)),
  });
  const items: QueueItem[] = [];
  for (const { row, escalation } of read) {
    const common = commonOf(row, labels, leader);
    items.push(escalation === null ? await callSheet(db, row, common) : { ...common, ...escalationOf(row, escalation, labels) });
  }
  return items;
}

function peopleIn(doc: EscalationDoc | null): readonly (string | null)[] {
  if (doc === null) return [];
  return [doc.owner, doc.filedBy, doc.by, doc.ifNobodyDecides.to, doc.question?.of ?? null, doc.report?.decider ?? null];
}

function textsIn(doc: EscalationDoc | null): readonly (number | null)[] {
  if (doc === null) return [];
  const asked = [doc.ask?.recommendation ?? null, doc.ask?.alternative ?? null];
  return [doc.title, ...asked, doc.question?.text ?? null, doc.answer, doc.report?.decision ?? null];
}

type Common = Omit<QueuedCallSheet, 'kind' | 'rank' | 'until' | 'contacts' | 'putForward' | 'openedAt' | 'openedIndex'>;

function commonOf(row: StoredQueueItem, labels: Labels, leader: string | null): Common {
  return {
    id: row.id,
    revision: row.revision,
    programme: row.programme,
    partner: labels.partner(row.programme, row.partner),
    holder: labels.person(row.holder),
    actingFor: leader !== null && row.holder !== leader,
    urgent: row.can_wait === 0,
    urgentFrom: row.urgent_from,
    expectedMinutes: row.minutes,
  };
}

function escalationOf(row: StoredQueueItem, doc: EscalationDoc, labels: Labels): Omit<QueuedEscalation, keyof Common> {
  const { site, title, owner, filedBy, by, ask, ifNobodyDecides, question, answer, report, ...rest } = doc;
  const person = (id: string | null) => (id === null ? null : labels.person(id));
  return {
    ...rest,
    kind: 'escalation',
    region: row.region,
    site: labels.site(row.programme, site),
    title: labels.text(title),
    owner: person(owner),
    filedBy: labels.person(filedBy),
    by: person(by),
    ask: ask && { ...ask, recommendation: labels.text(ask.recommendation), alternative: labels.text(ask.alternative) },
    ifNobodyDecides: { ...ifNobodyDecides, to: person(ifNobodyDecides.to) },
    safety: row.safety === 1,
    question: question && { id: question.id, of: labels.person(question.of), text: labels.text(question.text) },
    answer: labels.text(answer),
    report: report && { id: report.id, decider: labels.person(report.decider), decision: labels.text(report.decision) },
  };
}

async function callSheet(db: Kysely<QueueDatabase>, row: StoredQueueItem, common: Common): Promise<QueuedCallSheet> {
  const partner = await partnerQueries(db).partner(row.programme, row.partner as string);
  const putForward = { name: partner?.putForward?.name ?? null, title: partner?.putForward?.title ?? null };
  return { ...common, kind: 'call_sheet', ...(JSON.parse(row.doc) as CallSheetDoc), putForward };
}
