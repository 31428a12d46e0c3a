import type { Kysely } from 'kysely';
import { standing } from './store/as-of.js';
import { idOf, type Projection } from './store/projection.js';
import { table, type DatabaseOf } from './store/table.js';

/** Which other streams an issue's page is folded from: its escalations, and the issues that were linked to it as duplicates. */
const issueStreamTable = table({
  name: 'issue_stream',
  kind: 'temporal',
  key: 'id',
  columns: { id: 'text', issue: 'text', relation: 'text', other: 'text' },
  indexes: [{ columns: ['issue', 'from_index'] }],
});

export type IssueStreamDatabase = DatabaseOf<typeof issueStreamTable>;

const RELATING = new Set(['EscalationOpened', 'IssueLinkedAsDuplicate', 'IssueReopened']);

export const issueStreamProjection: Projection = {
  name: 'issue-streams',
  version: 1,
  tables: [issueStreamTable],
  async apply(entries, workingSet) {
    const rows = workingSet.temporal(issueStreamTable);
    await rows.load(entries.filter(({ type }) => RELATING.has(type)).map(({ stream }) => stream));
    for (const { stream, index, ...entry } of entries) {
      const one = { id: stream, other: idOf(stream) };
      if (entry.type === 'EscalationOpened') rows.set({ ...one, issue: entry.data.issue, relation: 'escalation' }, index);
      if (entry.type === 'IssueLinkedAsDuplicate') rows.set({ ...one, issue: entry.data.of, relation: 'duplicate' }, index);
      if (entry.type === 'IssueReopened') rows.end(stream, index);
    }
  },
};

/** What is known at an entry (null: now), oldest first. */
export async function relatedTo(
  db: Kysely<IssueStreamDatabase>,
  issue: string,
  index: number | null,
): Promise<{ readonly escalations: readonly string[]; readonly duplicates: readonly string[] }> {
  const related = db.selectFrom('issue_stream').select(['relation', 'other']).where('issue', '=', issue);
  const rows = await related.where(standing(index)).orderBy('from_index').execute();
  const others = (wanted: string) => rows.filter(({ relation }) => relation === wanted).map(({ other }) => other);
  return { escalations: others('escalation'), duplicates: others('duplicate') };
}
