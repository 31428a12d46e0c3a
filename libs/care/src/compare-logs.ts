import { leafBytes, type ReadableLog } from '#event-store';

const PAGE_EVENTS = 1_000;

/** How far two logs are one: the same bytes of each envelope, in the same order. */
export interface LogComparison {
  /** Events from the start on in which they are equal. */
  readonly common: number;
  readonly one: number;
  readonly other: number;
}

export async function compareLogs(one: ReadableLog, other: ReadableLog, onPage?: (events: number) => void): Promise<LogComparison> {
  const [ofOne, ofOther] = [await countOf(one), await countOf(other)];
  let common = 0;
  while (common < Math.min(ofOne, ofOther)) {
    const limit = Math.min(PAGE_EVENTS, ofOne - common, ofOther - common);
    const [mine, theirs] = await Promise.all([one.readFromIndex(common, limit), other.readFromIndex(common, limit)]);
    const at = mine.findIndex((event, i) => theirs[i] === undefined || !leafBytes(event).equals(leafBytes(theirs[i])));
    if (at !== -1) return { common: common + at, one: ofOne, other: ofOther };
    common += mine.length;
    onPage?.(common);
  }
  return { common, one: ofOne, other: ofOther };
}

/** How many events a log has. */
export async function countOf(log: Pick<ReadableLog, 'head'>): Promise<number> {
  return ((await log.head())?.index ?? -1) + 1;
}
