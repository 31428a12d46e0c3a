import type { ReadableLog, RecordedEvent } from '#event-store';
import { envelopeOf } from '#event-store';
import { RowHash, type JsonObject } from '#ledger';

const PAGE_EVENTS = 1_000;

/** What a log comes to: equal for equal logs, whatever the store. */
export interface LogDigest {
  readonly events: number;
  /** SHA-256 over the canonical envelope of each event, in order. */
  readonly hash: string;
  /** The last event; null: the log is empty. */
  readonly head: { readonly index: number; readonly stream: string; readonly revision: number; readonly recordedAt: string } | null;
}

/** The events of a log, by pages, from an index on. */
export async function* pagesOf(log: Pick<ReadableLog, 'readFromIndex'>, from = 0): AsyncGenerator<readonly RecordedEvent[], void> {
  for (let index = from; ;) {
    const page = await log.readFromIndex(index, PAGE_EVENTS);
    if (page.length === 0) return;
    yield page;
    index += page.length;
  }
}

/** Reads a log whole. `onPage` is given what was read. */
export async function digestOf(
  log: Pick<ReadableLog, 'readFromIndex'>,
  onPage?: (events: readonly RecordedEvent[]) => Promise<void> | void,
): Promise<LogDigest> {
  const hash = new RowHash();
  let last: RecordedEvent | null = null;
  for await (const page of pagesOf(log)) {
    await hash.add(
      'event',
      page.map((event) => [String(event.index), envelopeOf(event) as unknown as JsonObject]),
    );
    last = page.at(-1) ?? last;
    await onPage?.(page);
  }
  if (last === null) return { events: 0, hash: hash.hex(), head: null };
  const { index, stream, revision, recordedAt } = last;
  return { events: index + 1, hash: hash.hex(), head: { index, stream, revision, recordedAt } };
}
