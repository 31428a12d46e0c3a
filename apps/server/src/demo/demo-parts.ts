import type { EngineParts } from '#application';
import { demoMarkIn } from '#care';
import type { Instant } from '#domain';
import type { EventStore } from '#event-store';
import { DemoClock } from './demo-clock.js';

/** Access for whoever tries the demonstration. */
interface DemoCard {
  readonly card: string;
  readonly person: string;
  readonly label: string;
  /** The bearer token. */
  readonly text: string;
}

/** A demonstration that goes on: with its own clock, and secrets that follow from its seed and protect nobody. */
export interface Demo {
  /** The programme that it tells of. */
  readonly programme: string;
  readonly clock: DemoClock;
  readonly cards: readonly DemoCard[];
  readonly secret: Uint8Array;
  readonly newKey: NonNullable<EngineParts['newKey']>;
}

/** The demonstration that a log holds; null: it is a real log. */
export async function demoIn(store: EventStore): Promise<Demo | null> {
  const mark = await demoMarkIn(store);
  if (mark === null) return null;
  const { programme, seed } = mark;
  // Loaded where it is wanted: a real log needs nothing of it.
  const { demoKeys, demoSecret, demoTokens } = await import('#connect/demo/demo-tokens');
  return {
    programme,
    clock: new DemoClock(seed, await endOf(store), store),
    cards: demoTokens(seed),
    secret: demoSecret(seed),
    newKey: demoKeys(seed),
  };
}

/** When the last entry was recorded. */
async function endOf(store: EventStore): Promise<Instant> {
  const head = await store.head();
  const [last] = head === null ? [] : await store.readFromIndex(head.index, 1);
  return last?.recordedAt ?? '1970-01-01T00:00:00.000Z';
}
