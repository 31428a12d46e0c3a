import type { ImportReport } from '#connect';
import type { RoutingEvent } from '#domain';
import type { EventStore } from '#event-store';

/** Where issues were sent when they were filed: counts by level, in all and by year. */
export interface LevelsAtFiling {
  readonly byLevel: Readonly<Record<string, number>>;
  readonly byYear: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const PAGE = 1000;

/** Of the issues that an import filed. */
export async function levelsOf(store: EventStore, { importId, issuesFiled }: ImportReport): Promise<LevelsAtFiling> {
  const byLevel: Record<string, number> = {};
  const byYear: Record<string, Record<string, number>> = {};
  const filed = await filedIn(store, importId);
  for (const { id, year } of filed) {
    const [first] = (await store.readStream(`routing-${id}`, { limit: 1 })) as unknown as readonly RoutingEvent[];
    const level = `L${first?.data.changed === true ? first.data.level : 1}`;
    byLevel[level] = (byLevel[level] ?? 0) + 1;
    const inYear = (byYear[year] ??= {});
    inYear[level] = (inYear[level] ?? 0) + 1;
  }
  if (filed.length !== issuesFiled) throw new Error(`${filed.length} issues stand in the log where ${issuesFiled} were filed`);
  return { byLevel: inOrder(byLevel), byYear: Object.fromEntries(Object.entries(byYear).map(([year, counts]) => [year, inOrder(counts)])) };
}

async function filedIn(store: EventStore, importId: string): Promise<readonly { id: string; year: string }[]> {
  const found: { id: string; year: string }[] = [];
  for (let index = 0, more = true; more; index += PAGE) {
    const page = await store.readFromIndex(index, PAGE);
    for (const { type, origin, stream, recordedAt } of page)
      if (type === 'IssueFiled' && origin === importId) found.push({ id: stream.slice('issue-'.length), year: recordedAt.slice(0, 4) });
    more = page.length === PAGE;
  }
  return found;
}

const inOrder = (counts: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
