import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely';
import type { DecisionFilters, DecisionLog, DecisionLogEntry, DecisionStatus, VerdictKind } from './decision-log.js';
import { decisionTable, type DecisionDatabase, type DecisionDoc, type StoredDecision } from './decision-log.table.js';
import { labelsOf } from './labels.js';
import { holdsWords } from './personal-text.js';
import type { Page } from './reading.js';
import { standing } from './store/as-of.js';
import { cut, headOf, placeOf } from './store/paging.js';
import { inOneState, temporalPage } from './store/temporal-page.js';
import { visible } from './visibility.js';

type Condition = RawBuilder<SqlBool>;

/** A decider sees what they decided wherever it was. */
const OWN = ['decider'];

export function decisionLogQueries(db: Kysely<DecisionDatabase>): DecisionLog {
  return {
    page: (request) => inOneState(db, (tx) => page(tx, request)),
    entry: ({ id, visibility, moment }) =>
      inOneState(db, async (tx) => {
        const rows = tx.selectFrom('decision').selectAll().where('id', '=', id).where(standing(moment.index));
        return (await readEntries(tx, await rows.where(visible(visibility, OWN)).execute()))[0] ?? null;
      }),
    counts: async ({ visibility, moment, since }) => {
      const recent = db
        .selectFrom('decision')
        .where('at', '>=', since)
        .where('at', '<=', moment.now)
        .where(standing(moment.index))
        .where('undone', '=', 0);
      const counted = await recent
        .where(visible(visibility, OWN))
        .select([
          sumOf(sql`escalation is null`).as('byManagers'),
          sumOf(sql`escalation is not null and verdict in ('decided', 'superseding')`).as('byLeaders'),
          sumOf(sql`verdict = 'standing_order'`).as('byStandingOrder'),
        ])
        .executeTakeFirstOrThrow();
      return counted;
    },
  };
}

function sumOf(condition: Condition): RawBuilder<number> {
  return sql<number>`coalesce(sum(case when ${condition} then 1 else 0 end), 0)`;
}

const ORDER = { order: ['decided_index'], direction: 'desc', lasting: true } as const;

async function page(db: Kysely<DecisionDatabase>, request: Parameters<DecisionLog['page']>[0]): Promise<Page<DecisionLogEntry>> {
  const { visibility, moment, filters, limit, cursor } = request;
  const head = await headOf(db, 'decision-log');
  const place = placeOf('decisions', cursor, ['number'], { index: moment.index ?? head.index, now: moment.now });
  // Says what is so anyway, so that the order of the index begins at the moment and not at the newest decision.
  const made = sql<SqlBool>`decided_index <= ${place.index}`;
  const where = [made, ...(await filtered(db, filters)), visible(visibility, OWN)];
  const asked = { table: decisionTable, shared: sql<SqlBool>`1 = 1`, where, ...ORDER, after: place.after, limit: limit + 1 };
  const rows = await temporalPage(db, { ...asked, index: place.index, head: head.index });
  const shown = cut('decisions', rows, limit, place, ({ decided_index }) => [decided_index]);
  return { items: await readEntries(db, shown.rows), next: shown.next, index: shown.index };
}

async function filtered(db: Kysely<DecisionDatabase>, filters: DecisionFilters): Promise<readonly Condition[]> {
  const { person, programme, partner, issue, verdict, selfDecided, from, until, leastMinor, mostMinor, text } = filters;
  const conditions: Condition[] = [];
  for (const [column, value] of Object.entries({ decider: person, programme, partner, issue, verdict })) {
    if (value !== undefined) conditions.push(sql`${sql.ref(column)} = ${value}`);
  }
  if (selfDecided !== undefined) conditions.push(sql`self_decided = ${selfDecided ? 1 : 0}`);
  if (from !== undefined) conditions.push(sql`at >= ${from}`);
  if (until !== undefined) conditions.push(sql`at < ${until}`);
  if (leastMinor !== undefined) conditions.push(sql`commitment >= ${leastMinor}`);
  if (mostMinor !== undefined) conditions.push(sql`commitment <= ${mostMinor}`);
  return [...conditions, ...(await holdsWords(db, text, ['decision_ref', 'rationale_ref', 'title_ref']))];
}

async function readEntries(db: Kysely<DecisionDatabase>, rows: readonly StoredDecision[]): Promise<readonly DecisionLogEntry[]> {
  const decisions = rows.map((row) => ({ row, doc: JSON.parse(row.doc) as DecisionDoc }));
  const labels = await labelsOf(db, {
    people: decisions.flatMap(({ row, doc }) => [row.decider, doc.reportedBy, doc.to]),
    texts: decisions.flatMap(({ row, doc }) => [
      row.title_ref,
      row.decision_ref,
      row.rationale_ref,
      doc.outcome?.lesson ?? null,
      ...doc.optionsConsidered,
    ]),
  });
  const person = (id: string | null) => (id === null ? null : labels.person(id));
  return decisions.map(({ row, doc }) => ({
    id: row.id,
    index: row.decided_index,
    at: row.at,
    verdict: row.verdict as VerdictKind,
    status: statusOf(row, doc),
    issue: row.issue,
    issueTitle: labels.text(row.title_ref),
    escalation: row.escalation,
    programme: row.programme,
    region: row.region,
    partner: row.partner,
    level: row.level,
    by: person(row.decider),
    reportedBy: person(doc.reportedBy),
    option: doc.option,
    decision: labels.text(row.decision_ref),
    rationale: labels.text(row.rationale_ref),
    optionsConsidered: doc.optionsConsidered.map((ref) => labels.text(ref)),
    commitmentMinor: row.commitment,
    coveredMinor: doc.coveredMinor,
    grant: doc.grant,
    selfDecided: row.self_decided === 1,
    decisionGroup: doc.decisionGroup,
    playbook: doc.playbook,
    to: person(doc.to),
    supersedes: doc.supersedes,
    outcome: doc.outcome && { verdict: doc.outcome.verdict, lesson: labels.text(doc.outcome.lesson) },
  }));
}

function statusOf({ undone }: StoredDecision, { superseded, withdrawn, inEffect }: DecisionDoc): DecisionStatus {
  if (undone === 1) return 'undone';
  if (superseded) return 'superseded';
  if (withdrawn) return 'withdrawn';
  return inEffect ? 'in_effect' : 'pending';
}
