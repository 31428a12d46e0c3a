import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import Database from 'better-sqlite3';
import { newEvent, newEvents, refusal, wholeLog } from '../contract/events.js';
import { eventStoreContract } from '../contract.js';
import { SqliteEventStore, type SqliteEventStoreOptions } from './sqlite-event-store.js';

eventStoreContract('sqlite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gravitas-log-'));
  const open = (): Promise<SqliteEventStore> => SqliteEventStore.open({ file: join(folder, 'log.sqlite') });
  let last = await open();
  return {
    store: last,
    reopen: async () => {
      await last.close();
      return (last = await open());
    },
    close: async () => {
      await last.close();
      rmSync(folder, { recursive: true });
    },
  };
});

describe('SqliteEventStore', () => {
  let file: string;
  let stores: SqliteEventStore[];
  beforeEach(() => {
    file = join(mkdtempSync(join(tmpdir(), 'gravitas-log-')), 'log.sqlite');
    stores = [];
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await Promise.all(stores.map((store) => store.close()));
    rmSync(join(file, '..'), { recursive: true });
  });
  const open = async (options: Partial<SqliteEventStoreOptions> = {}): Promise<SqliteEventStore> => {
    const store = await SqliteEventStore.open({ file, ...options });
    stores.push(store);
    return store;
  };
  /** Changes the closed file behind the store's back. */
  const tamper = (sql: string): void => {
    const db = new Database(file);
    db.exec(sql);
    db.close();
  };

  it('is locked while it is open, and free when it is closed', async () => {
    const store = await open();
    expect(await refusal(open())).toMatchObject({ name: 'StoreLocked', location: file });
    await store.append('issue-1', 'noStream', newEvents(1));
    await store.close();
    expect(await wholeLog(await open())).toHaveLength(1);
  });

  it('has acknowledged only what is there after kill -9, in order and whole', async () => {
    for (let kill = 1; kill <= 5; kill += 1) {
      const acknowledged = await appendUntilKilled(file, kill * 40);
      expect(existsSync(`${file}-wal`)).toBe(true);
      const store = await open();
      const log = await wholeLog(store);
      expect(log.length).toBeGreaterThanOrEqual(acknowledged.length * 2);
      for (const { stream, lastIndex } of acknowledged) {
        expect(log.slice(lastIndex - 1, lastIndex + 1).map((event) => [event.stream, event.revision])).toEqual([
          [stream, 0],
          [stream, 1],
        ]);
      }
      const ends = new Map<string, number>();
      for (const { stream, revision } of log) ends.set(stream, revision);
      expect(new Set(ends.values())).toEqual(new Set([1])); // no append is torn
      expect(await store.check()).toEqual([]);
      await store.close();
      expect(existsSync(`${file}-wal`)).toBe(false);
    }
  });

  it('refuses appends when too many wait, and takes them again later', async () => {
    const store = await open({ maxWaitingAppends: 3 });
    const attempts = await Promise.allSettled(newEvents(5).map((event, i) => store.append(`issue-${String(i)}`, 'noStream', [event])));
    expect(attempts.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']);
    expect(attempts[4]).toMatchObject({ reason: { name: 'StoreBusy', retry: true } });
    expect(await store.append('issue-4', 'noStream', newEvents(1))).toMatchObject({ duplicate: false });
  });

  it('refuses appends when too many bytes wait', async () => {
    const store = await open({ maxWaitingBytes: 3000 });
    const large = (): Promise<unknown> => store.append('issue-1', 'noStream', [newEvent({ text: 'x'.repeat(2000) })]);
    const [first, second] = await Promise.allSettled([large(), large()]);
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ reason: { name: 'StoreBusy' } });
  });

  it('writes nothing of a batch that the disk has no room for, and goes on when there is room', async () => {
    const store = await open({ maxBytes: 200_000 });
    const text = 'x'.repeat(60_000);
    const attempts = await Promise.allSettled([
      store.append('issue-1', 'noStream', newEvents(1)),
      store.append('issue-2', 'noStream', [newEvent({ text }), newEvent({ text }), newEvent({ text }), newEvent({ text })]),
      store.append('issue-3', 'noStream', newEvents(1)),
    ]);
    expect(attempts.map(({ status }) => status)).toContain('rejected');
    for (const attempt of attempts)
      if (attempt.status === 'rejected') expect(attempt.reason).toMatchObject({ name: 'StoreFull', retry: true });
    expect(await store.readStream('issue-2')).toEqual([]);
    const before = (await wholeLog(store)).length;
    const { events } = await store.append('issue-4', 'noStream', [newEvent({ text })]);
    expect(events[0]).toMatchObject({ index: before, revision: 0 });
  });

  it('rejects what waits and says that it is closed when its writer dies', async () => {
    const store = await open();
    // In place of the first message, so that the writer cannot be quicker.
    jest.spyOn(Worker.prototype, 'postMessage').mockImplementationOnce(function (this: Worker) {
      void this.terminate();
    });
    const waiting = refusal(store.append('issue-1', 'noStream', newEvents(1)));
    expect(await waiting).toMatchObject({ name: 'StoreFailed', retry: true });
    expect(await refusal(store.append('issue-1', 'noStream', newEvents(1)))).toMatchObject({ name: 'StoreClosed' });
    expect(await refusal(store.readAll(null, 1))).toMatchObject({ name: 'StoreClosed' });
  });

  it('does not open, and does not change, what is not a log', async () => {
    writeFileSync(file, 'minutes of the last meeting');
    expect(await refusal(open())).toMatchObject({ name: 'StoreCorrupt' });
    expect(readFileSync(file, 'utf8')).toBe('minutes of the last meeting');
    rmSync(file);
    tamper('CREATE TABLE invoices (id INTEGER)');
    const before = readFileSync(file);
    expect(await refusal(open())).toMatchObject({ name: 'StoreCorrupt' });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it.each([
    ['an event among the newest is missing', 'DELETE FROM events WHERE position = 20'],
    ['one cannot be parsed', `UPDATE events SET body = substr(body, 1, 50) WHERE position = 30`],
    ['one stands in another stream', 'UPDATE events SET revision = 77 WHERE position = 30'],
    ['one says another revision', `UPDATE events SET body = replace(body, '"revision":29', '"revision":28') WHERE position = 30`],
  ])('does not open when %s', async (_name, sql) => {
    const store = await open();
    await store.append('issue-1', 'noStream', newEvents(30));
    await store.close();
    tamper(sql);
    expect(await refusal(open())).toMatchObject({ name: 'StoreCorrupt' });
  });

  it('finds damage in old events when asked, and then takes no appends', async () => {
    const store = await open();
    await store.append('issue-1', 'noStream', newEvents(200));
    expect(await store.check()).toEqual([]);
    await store.close();
    tamper('DELETE FROM events WHERE position = 20');

    const damaged = await open();
    expect(await damaged.check()).toEqual(['199 events, but the last has index 199', '1 streams have gaps']);
    expect(await refusal(damaged.append('issue-2', 'noStream', newEvents(1)))).toMatchObject({ name: 'StoreCorrupt' });
    expect(await refusal(wholeLog(damaged))).toMatchObject({ name: 'StoreCorrupt' });
    expect(await damaged.readFromIndex(100, 10)).toHaveLength(10);
  });
});

interface Acknowledged {
  readonly stream: string;
  readonly lastIndex: number;
}

/** Appends pairs of events in another process, which is killed when it has acknowledged some. */
async function appendUntilKilled(file: string, acks: number): Promise<Acknowledged[]> {
  const script = new URL('./append-until-killed.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [...process.execArgv, script, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const acknowledged: Acknowledged[] = [];
  for await (const line of createInterface(child.stdout)) {
    acknowledged.push(JSON.parse(line) as Acknowledged);
    if (acknowledged.length === acks) child.kill('SIGKILL');
  }
  await exited;
  return acknowledged;
}
