import type { Instant } from '#domain';
import type { EventStore } from '#event-store';

/** Within so many entries from its start a demo log says that it is one. */
const MARKED_WITHIN = 1000;

/** The seed of the demonstration that a log holds; null: it is a real one. */
export async function demoSeedOf(store: EventStore): Promise<number | null> {
  const mark = (await store.readFromIndex(0, MARKED_WITHIN)).find(({ type }) => type === 'DemoMarked');
  return mark === undefined ? null : (mark.data['seed'] as number);
}

/** When the last entry was recorded. */
export async function endOf(store: EventStore): Promise<Instant> {
  const head = await store.head();
  const [last] = head === null ? [] : await store.readFromIndex(head.index, 1);
  return last?.recordedAt ?? '1970-01-01T00:00:00.000Z';
}
