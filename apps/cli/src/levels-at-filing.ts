import type { EventStore } from '#event-store';
import type { RoutingEvent } from '#domain';
import type { ImportPlan } from '#connect';

/** Where issues were sent when they were filed: counts by level, in all and by year. */
export interface LevelsAtFiling {
  readonly byLevel: Readonly<Record<string, number>>;
  readonly byYear: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export async function levelsOf(store: EventStore, { deliveries, importId }: ImportPlan): Promise<LevelsAtFiling> {
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
  if (filed.length !== deliveries.length) throw new Error(`${filed.length} issues stand in the log where ${deliveries.length} were filed`);
  return { byLevel: inOrder(byLevel), byYear: Object.fromEntries(Object.entries(byYear).map(([year, counts]) => [year, inOrder(counts)])) };
}

async function filedIn(store: EventStore, importId: string): Promise<readonly { id: string; year: string }[]> {
  const found: { id: string; year: string }[] = [];
  const PAGE = 1000;
  for (
    let index = 0, page = await store.readFromIndex(0, PAGE);
    page.length > 0;
    index += page.length, page = await store.readFromIndex(index, PAGE)
  ) {
    for (const event of page) {
      if (event.type !== 'IssueFiled' || event.origin !== importId) continue;
      found.push({ id: event.stream.slice('issue-'.length), year: event.recordedAt.slice(0, 4) });
    }
    if (page.length < PAGE) break;
  }
  return found;
}

const inOrder = (counts: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
