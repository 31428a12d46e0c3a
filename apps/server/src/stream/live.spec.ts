import { describe, expect, it } from '@jest/globals';
import type { NewEvent } from '#event-store';
import { MemoryEventStore } from '#event-store/memory/memory-event-store';
import { Live } from './live.js';

const event = (n: number): NewEvent => {
  const id = `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
  return {
    id,
    type: 'NoteAdded',
    schema: 1,
    recordedAt: '2026-11-23T09:00:00.000Z',
    actor: 'dana',
    auth: { method: 'test', id: 't' },
    correlationId: id,
    causationId: id,
    data: {},
  };
};

async function logOf(count: number): Promise<MemoryEventStore> {
  const store = new MemoryEventStore();
  for (let n = 0; n < count; n++) await store.append(`issue-${n}`, 'noStream', [event(n)]);
  return store;
}

/** As the common reading of the log hands it over. */
async function hand(live: Live, store: MemoryEventStore, from: number, count = 1000): Promise<void> {
  const events = await store.readFromIndex(from, count);
  await live.apply(events, events.at(-1)?.position ?? '');
}

const indexes = async (live: Live, after: number): Promise<number[]> => (await live.after(after)).map(({ index }) => index);

describe('the newest entries', () => {
  it('are told of when the views know them', async () => {
    const store = await logOf(3);
    const reached = Promise.withResolvers<void>();
    const live = new Live(store, () => reached.promise);
    const changed = live.changed();
    const handed = hand(live, store, 0);
    expect([live.known, await indexes(live, -1)]).toEqual([-1, []]);
    reached.resolve();
    await Promise.all([handed, changed]);
    expect([live.known, await indexes(live, -1), await indexes(live, 1)]).toEqual([2, [0, 1, 2], [2]]);
  });

  it('begin at the end of the log; what was before is read from it', async () => {
    const store = await logOf(300);
    const live = new Live(store, async () => undefined);
    const changed = live.changed();
    expect(await live.position()).toBe((await store.head())?.position);
    await changed;
    expect(live.known).toBe(299);
    expect(await indexes(live, 10)).toEqual(Array.from({ length: 256 }, (_, i) => i + 11));
    expect(await indexes(live, 280)).toHaveLength(19);
    expect(await indexes(live, 299)).toEqual([]);
  });

  it('that are no longer kept are read from the log, up to where the views are', async () => {
    const store = await logOf(2600);
    const live = new Live(store, async () => undefined);
    for (let from = 0; from < 2600; from += 100) await hand(live, store, from, 100);
    const seen: number[] = [];
    for (let page = await indexes(live, -1); page.length > 0; page = await indexes(live, seen.at(-1) as number)) seen.push(...page);
    expect(seen).toEqual(Array.from({ length: 2600 }, (_, i) => i));
  });

  it('end for everybody when it is over', async () => {
    const live = new Live(await logOf(0), async () => undefined);
    const waiting = live.changed();
    live.close();
    await waiting;
    await live.changed();
    expect(live.closed).toBe(true);
  });
});
