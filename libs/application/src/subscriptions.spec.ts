import { describe, expect, it } from '@jest/globals';
import { StoreUnavailable, type EventStore, type NewEvent, type Position, type RecordedEvent } from '#event-store';
import { MemoryEventStore } from '#event-store/memory/memory-event-store';
import { NotCaughtUp } from './errors.js';
import { ROOM_EVENTS, SubscriberStopped } from './lane.js';
import { SimulatedTime } from './simulated-time.js';
import type { Subscriber } from './subscriber.js';
import { Subscriptions, UnknownSubscriber } from './subscriptions.js';

const NOW = '2026-11-23T08:00:00.000Z';

let ids = 0;
function note(): NewEvent {
  ids += 1;
  const id = `00000000-0000-7000-8000-${String(ids).padStart(12, '0')}`;
  return {
    id,
    type: 'NoteAdded',
    schema: 1,
    recordedAt: NOW,
    actor: 'ann',
    auth: { method: 'test', id: 't' },
    correlationId: id,
    causationId: id,
    data: {},
  };
}

async function filled(count: number): Promise<EventStore> {
  const store = new MemoryEventStore({ random: () => 0.3 });
  for (let i = 0; i < count; i += 1) await store.append(`issue-${String(i)}`, 'noStream', [note()]);
  return store;
}

/** Remembers the indexes that it was given. `gate` is asked before each batch. */
class Reader implements Subscriber {
  readonly version = 1;
  readonly indexes: number[] = [];
  stored: Position | null;

  constructor(
    readonly name: string,
    stored: Position | null = null,
    readonly gate: (events: readonly RecordedEvent[]) => Promise<void> | void = () => undefined,
  ) {
    this.stored = stored;
  }

  async position(): Promise<Position | null> {
    return this.stored;
  }

  async apply(events: readonly RecordedEvent[], through: Position): Promise<void> {
    await this.gate(events);
    this.indexes.push(...events.map(({ index }) => index));
    this.stored = through;
  }
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const head = async (store: EventStore): Promise<Position> => (await store.head())!.position;

async function running(store: EventStore, ...readers: Subscriber[]) {
  const time = new SimulatedTime(NOW);
  const failures: string[] = [];
  const subscriptions = new Subscriptions(store, time, readers, (name) => failures.push(name));
  await subscriptions.start();
  return { subscriptions, time, failures };
}

describe('one reading for many folds', () => {
  it('gives each subscriber every event once, in order, before and after it is live', async () => {
    const store = await filled(700);
    const readers = [new Reader('board'), new Reader('queue')];
    const { subscriptions } = await running(store, ...readers);
    await store.append('issue-live', 'noStream', [note(), note()]);
    for (const { name } of readers) await subscriptions.waitFor(name, await head(store));
    await subscriptions.stop();
    for (const { indexes } of readers) expect(indexes).toEqual(upTo(702));
  });

  it('lets each go on from where it stored its position', async () => {
    const store = await filled(10);
    const [third, ninth] = [3, 9].map((i) => store.readFromIndex(i, 1));
    const early = new Reader('early', (await third!)[0]!.position);
    const late = new Reader('late', (await ninth!)[0]!.position);
    const { subscriptions } = await running(store, early, late);
    await store.append('issue-live', 'noStream', [note()]);
    await subscriptions.waitFor('early', await head(store));
    await subscriptions.waitFor('late', await head(store));
    expect(early.indexes).toEqual([4, 5, 6, 7, 8, 9, 10]);
    expect(late.indexes).toEqual([10]);
    await subscriptions.stop();
  });

  it('stops the one that fails, says so, and carries on with the others', async () => {
    const store = await filled(5);
    const broken = new Reader('broken', null, () => {
      throw new Error('a column is missing');
    });
    const sound = new Reader('sound');
    const { subscriptions, failures } = await running(store, broken, sound);
    await expect(subscriptions.waitFor('broken', await head(store))).rejects.toThrow(SubscriberStopped);
    await store.append('issue-live', 'noStream', [note()]);
    await subscriptions.waitFor('sound', await head(store));
    expect(sound.indexes).toEqual(upTo(6));
    expect(failures).toEqual(['broken']);
    expect(subscriptions.health().subscribers).toMatchObject([
      { name: 'broken', state: 'failed', error: { message: 'a column is missing' } },
      { name: 'sound', state: 'running' },
    ]);
    await subscriptions.stop();
  });

  it('does not let a slow one hold up the others once it is live, and loses nothing', async () => {
    const store = await filled(1);
    const opened = Promise.withResolvers<void>();
    const slow = new Reader('slow', null, ([event]) => (event !== undefined && event.index > 0 ? opened.promise : undefined));
    const quick = new Reader('quick');
    const { subscriptions } = await running(store, slow, quick);
    await subscriptions.waitFor('slow', await head(store));
    const burst = 3 * ROOM_EVENTS;
    for (let i = 0; i < burst; i += 1) await store.append(`issue-live${String(i)}`, 'noStream', [note()]);
    await subscriptions.waitFor('quick', await head(store));
    expect(slow.indexes).toEqual([0]);
    opened.resolve();
    await subscriptions.waitFor('slow', await head(store));
    await store.append('issue-last', 'noStream', [note()]);
    await subscriptions.waitFor('slow', await head(store));
    expect(slow.indexes).toEqual(upTo(burst + 2));
    await subscriptions.stop();
  });
});

describe('a log that cannot be read for a while', () => {
  it('is waited for by a subscriber that reads by itself, which misses nothing', async () => {
    const store = await filled(1);
    let outages = 2;
    const flaky = Object.assign(Object.create(store) as EventStore, {
      subscribe: store.subscribe.bind(store),
      head: store.head.bind(store),
      readAll: async (...given: Parameters<EventStore['readAll']>) => {
        if (outages-- > 0) throw new StoreUnavailable('the server of the log does not answer');
        return store.readAll(...given);
      },
    });
    const opened = Promise.withResolvers<void>();
    const slow = new Reader('slow', null, ([event]) => (event !== undefined && event.index > 0 ? opened.promise : undefined));
    const { subscriptions } = await running(flaky, slow, new Reader('quick'));
    await subscriptions.waitFor('slow', await head(store));
    const burst = 3 * ROOM_EVENTS;
    for (let i = 0; i < burst; i += 1) await store.append(`issue-live${String(i)}`, 'noStream', [note()]);
    await subscriptions.waitFor('quick', await head(store));
    opened.resolve();
    await subscriptions.waitFor('slow', await head(store));
    expect(slow.indexes).toEqual(upTo(burst + 1));
    expect(outages).toBeLessThan(0);
    await subscriptions.stop();
  });
});

describe('reading your own write', () => {
  it('resolves at once for a position that was reached, and in an empty log waits for the first event', async () => {
    const store = await filled(0);
    const { subscriptions } = await running(store, new Reader('board'));
    const { position } = await store.append('issue-1', 'noStream', [note()]);
    await subscriptions.waitFor('board', position);
    await subscriptions.waitFor('board', position);
    await subscriptions.stop();
  });

  it('gives up after the time that was asked for', async () => {
    const store = await filled(1);
    const never = Promise.withResolvers<void>();
    const { subscriptions, time } = await running(store, new Reader('board', null, () => never.promise));
    const waiting = subscriptions.waitFor('board', await head(store), 2000);
    time.advanceTo('2026-11-23T08:00:02.000Z');
    await expect(waiting).rejects.toThrow(NotCaughtUp);
    never.resolve();
    await subscriptions.stop();
  });

  it('knows no subscriber of another process', async () => {
    const { subscriptions } = await running(await filled(0));
    await expect(subscriptions.waitFor('board', '0')).rejects.toThrow(UnknownSubscriber);
    await subscriptions.stop();
  });
});

describe('stopping', () => {
  it('finishes what is being applied, and tells those who wait', async () => {
    const store = await filled(3);
    const opened = Promise.withResolvers<void>();
    const reader = new Reader('board', null, () => opened.promise);
    const { subscriptions } = await running(store, reader);
    const later = subscriptions.waitFor('board', '9999999999999999');
    const refused = expect(later).rejects.toThrow(SubscriberStopped);
    await new Promise(setImmediate); // until the reading has handed over
    const stopped = subscriptions.stop();
    opened.resolve();
    await stopped;
    await refused;
    expect(reader.indexes).toEqual(upTo(3));
    expect(reader.stored).toBe(await head(store));
  });

  it('fails every subscriber when the log itself cannot be read', async () => {
    const store = await filled(1);
    const { subscriptions, failures } = await running(store, new Reader('board'), new Reader('queue'));
    await subscriptions.waitFor('board', await head(store));
    await subscriptions.waitFor('queue', await head(store));
    await store.close();
    await expect(subscriptions.waitFor('board', '9999999999999999')).rejects.toThrow(SubscriberStopped);
    expect(failures).toEqual(['board', 'queue']);
    expect(subscriptions.health().failure).toMatchObject({ name: 'StoreClosed' });
  });
});
