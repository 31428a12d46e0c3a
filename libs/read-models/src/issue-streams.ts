import type { Kysely } from 'kysely';
import { idOf, type Projection } from './store/projection.js';
import { table, type DatabaseOf } from './store/table.js';

/** Which other streams an issue's page is folded from: its escalations, and the issues that were linked to it as duplicates. */
const issueStreamTable = table({
  name: 'issue_stream',
  kind: 'keyed',
  key: 'id',
  columns: { id: 'text', issue: 'text', relation: 'text', other: 'text', from_index: 'integer' },
  indexes: [{ columns: ['issue', 'from_index'] }],
});

export type IssueStreamDatabase = DatabaseOf<typeof issueStreamTable>;

export const issueStreamProjection: Projection = {
  name: 'issue-streams',
  version: 1,
  tables: [issueStreamTable],
  async apply(entries, workingSet) {
    const rows = workingSet.keyed(issueStreamTable);
    for (const entry of entries) {
      const other = idOf(entry.stream);
      if (entry.type === 'EscalationOpened') {
        rows.set({ id: entry.stream, issue: entry.data.issue, relation: 'escalation', other, from_index: entry.index });
      }
      if (entry.type === 'IssueLinkedAsDuplicate') {
        rows.set({ id: entry.stream, issue: entry.data.of, relation: 'duplicate', other, from_index: entry.index });
      }
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
  const then = index === null ? related : related.where('from_index', '<=', index);
  const rows = await then.orderBy('from_index').execute();
  const others = (wanted: string) => rows.filter(({ relation }) => relation === wanted).map(({ other }) => other);
  return { escalations: others('escalation'), duplicates: others('duplicate') };
}
