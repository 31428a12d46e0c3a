import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { leafBytes, type EventStore } from '#event-store';
import { MemoryEventStore } from '#event-store/memory/memory-event-store';
import { SqliteEventStore } from '#event-store/sqlite/sqlite-event-store';
import { copyLog } from './copy-log.js';
import { digestOf } from './log-digest.js';
import { fillLog, someEvent } from './testing/some-log.js';

async function logOf(count: number): Promise<MemoryEventStore> {
  const store = new MemoryEventStore({ random: Math.random });
  await fillLog(store, 0, count);
  return store;
}

const leavesOf = async (store: EventStore): Promise<string[]> =>
  (await store.readFromIndex(0, 10_000)).map((event) => leafBytes(event).toString());

/** A store that takes `count` appends and no more: the process that copies is killed. */
function killedAfter(store: MemoryEventStore, count: number): EventStore {
  const append = store.append.bind(store);
  let left = count;
  jest.spyOn(store, 'append').mockImplementation((...args) => (left-- > 0 ? append(...args) : Promise.reject(new Error('killed'))));
  return store;
}
afterEach(() => void jest.restoreAllMocks());

describe('a copied log', () => {
  it('has every byte of every envelope, in its order', async () => {
    const from = await logOf(2300);
    await from.append(
      'issue-long',
      'noStream',
      Array.from({ length: 200 }, (_, i) => someEvent(5_000 + i, { occurredAt: '2026-11-22T09:00:00.000Z' })),
    );
    const to = new MemoryEventStore();
    const copied = await copyLog({ from, to, appendsAtOnce: 1 });
    expect(await leavesOf(to)).toEqual(await leavesOf(from));
    expect(copied).toEqual({ before: 0, copied: 2500, log: await digestOf(from) });
    expect(await copyLog({ from, to, appendsAtOnce: 1 })).toMatchObject({ before: 2500, copied: 0 });
  });

  it('in a file takes many appends at once, in their order', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gravitas-copy-'));
    const to = await SqliteEventStore.open({ file: join(folder, 'events.sqlite') });
    const from = await logOf(1200);
    await copyLog({ from, to, appendsAtOnce: 256 });
    expect(await leavesOf(to)).toEqual(await leavesOf(from));
    await to.close();
    rmSync(folder, { recursive: true });
  });

  it('of an empty log is empty', async () => {
    expect(await copyLog({ from: await logOf(0), to: await logOf(0), appendsAtOnce: 1 })).toMatchObject({ copied: 0, log: { head: null } });
  });

  it.each([0, 1, 7, 1100])('goes on where it was killed after %d appends', async (appends) => {
    const from = await logOf(1500);
    const to = new MemoryEventStore();
    await expect(copyLog({ from, to: killedAfter(to, appends), appendsAtOnce: 1 })).rejects.toThrow('killed');
    jest.restoreAllMocks();
    expect(await copyLog({ from, to, appendsAtOnce: 1 })).toMatchObject({ before: appends, copied: 1500 - appends });
    expect(await leavesOf(to)).toEqual(await leavesOf(from));
  });

  it('goes on with what the source has got since', async () => {
    const [from, to] = [await logOf(10), new MemoryEventStore()];
    await copyLog({ from, to, appendsAtOnce: 1 });
    await fillLog(from, 10, 14);
    expect(await copyLog({ from, to, appendsAtOnce: 1 })).toMatchObject({ before: 10, copied: 4 });
  });
});

describe('a target that is no beginning of the log is refused, and left as it is:', () => {
  const refused = async (from: EventStore, to: EventStore): Promise<string> => {
    const before = await leavesOf(to);
    const error = await copyLog({ from, to, appendsAtOnce: 1 }).catch((thrown: unknown) => thrown as Error);
    expect(await leavesOf(to)).toEqual(before);
    expect(error).toMatchObject({ name: 'NotACopy' });
    return (error as Error).message;
  };

  it('another log', async () => {
    const to = await logOf(0);
    await to.append('issue-0', 'noStream', [someEvent(99)]);
    expect(await refused(await logOf(5), to)).toBe('the target holds 1 entries and is no copy of the log: from entry 0 on it is another');
  });

  it('a copy to which somebody has written', async () => {
    const to = await logOf(5);
    await to.append('issue-other', 'noStream', [someEvent(99)]);
    expect(await refused(await logOf(9), to)).toContain('from entry 5 on it is another');
  });

  it('a copy with more than the log', async () => {
    expect(await refused(await logOf(5), await logOf(8))).toBe(
      'the target holds 8 entries and is no copy of the log: from entry 5 on it is another',
    );
  });
});
