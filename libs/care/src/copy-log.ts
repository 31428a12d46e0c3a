import {
  envelopeOf,
  leafBytes,
  MAX_APPEND_BYTES,
  MAX_APPEND_EVENTS,
  type EventStore,
  type ReadableLog,
  type RecordedEvent,
} from '#event-store';
import { compareLogs } from './compare-logs.js';
import { NotACopy } from './errors.js';
import { digestOf, pagesOf, type LogDigest } from './log-digest.js';

export interface CopyOrder {
  readonly from: ReadableLog;
  readonly to: EventStore;
  /**
   * How many appends may be under way at once. More than one only for a store that takes them in the order in which they are called and
   * keeps no later one without the earlier, so that a copy that was broken off is a beginning of the log.
   */
  readonly appendsAtOnce: number;
  readonly progress?: (share: number) => void;
}

export interface Copied {
  /** Events that were there before, from a copy that was broken off. */
  readonly before: number;
  readonly copied: number;
  /** Of both: they were read again, event by event, and are equal. */
  readonly log: LogDigest;
}

/**
 * Copies a log into another store, byte by byte of its envelopes, and reads both again. Broken off, it goes on where it stopped when it is
 * called again.
 * @throws NotACopy the target holds something else; nothing was written to it
 */
export async function copyLog({ from, to, appendsAtOnce, progress = () => undefined }: CopyOrder): Promise<Copied> {
  const { common: before, one: all, other: there } = await compareLogs(from, to);
  if (before < there) throw new NotACopy(before, there);
  let done = before;
  for await (const page of pagesOf(from, before)) {
    for (const group of groupsOf(appendsOf(page), appendsAtOnce)) await Promise.all(group.map((append) => write(append, to)));
    done += page.length;
    progress(done / Math.max(all, done));
  }
  const { common, one, other } = await compareLogs(from, to);
  // What somebody appended to the source meanwhile is not part of it.
  if (common !== done || other !== done || one < done) throw new NotACopy(common, other);
  return { before, copied: done - before, log: await digestOf(to) };
}

/** Events that follow each other in one stream, as one append. */
function appendsOf(events: readonly RecordedEvent[]): readonly (readonly RecordedEvent[])[] {
  const appends: RecordedEvent[][] = [];
  let bytes = 0;
  for (const event of events) {
    const last = appends.at(-1);
    const size = leafBytes(event).length;
    const fits = last !== undefined && last.length < MAX_APPEND_EVENTS && bytes + size <= MAX_APPEND_BYTES;
    if (fits && last[0]?.stream === event.stream) {
      last.push(event);
      bytes += size;
    } else {
      appends.push([event]);
      bytes = size;
    }
  }
  return appends;
}

function* groupsOf<T>(all: readonly T[], size: number): Generator<readonly T[], void> {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size);
}

async function write(events: readonly RecordedEvent[], to: EventStore): Promise<void> {
  const [first] = events as readonly [RecordedEvent];
  const envelopes = events.map((event) => {
    const { stream: _stream, revision: _revision, ...envelope } = envelopeOf(event);
    return envelope;
  });
  await to.append(first.stream, first.revision === 0 ? 'noStream' : first.revision - 1, envelopes);
}
