import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { step } from '#domain/routing/router-fold';
import { stories, told } from '#domain/testing/stories';
import type { RecordedEvent } from '#event-store';
import { SnapshotBrokenOff, SnapshotDamaged } from './errors.js';
import { keptRouterState } from './kept-router-state.js';
import { KeptState } from './kept-state.js';
import type { SnapshotRows } from './snapshots.js';
import { SqliteSnapshots } from './sqlite/sqlite-snapshots.js';
import { expectFoldsAlike, inFolder, recorded, started } from './testing/stored-folds.js';

it(
  'a fold that was stored and taken up again, or died, anywhere, stands where one stands that never was',
  () => expectFoldsAlike(10, 10),
  120_000,
);

/** A short story, folded and stored in a folder. */
async function stored(folder: string, version = ''): Promise<readonly RecordedEvent[]> {
  const [story] = fc.sample(stories(), { numRuns: 1, seed: 7 });
  const log = recorded(told(story ?? [], 0).log.events);
  const snapshots = new SqliteSnapshots(folder);
  const { state, kept } = await started(log, snapshots.of('router', version) as SnapshotRows);
  for (const event of log) step(state, event as never);
  await kept.folded(log, log.at(-1)?.position ?? '');
  await kept.stop();
  snapshots.close();
  return log;
}

/** From where a new process would go on reading the log. */
async function resumesAt(folder: string, log: readonly RecordedEvent[], version = ''): Promise<number> {
  const snapshots = new SqliteSnapshots(folder);
  const { next } = await started(log, snapshots.of('router', version) as SnapshotRows);
  snapshots.close();
  return next;
}

it('goes on at the end of what was stored', () =>
  inFolder(async (folder) => {
    const log = await stored(folder);
    expect(await resumesAt(folder, log)).toBe(-1);
  }));

it('goes on after the same entry where the log was copied to another store', () =>
  inFolder(async (folder) => {
    const log = (await stored(folder)).map((event) => ({ ...event, position: `copied ${event.position}` }));
    const next = { ...(log.at(-1) as RecordedEvent), index: log.length, position: 'copied further' };
    expect(await resumesAt(folder, [...log, next])).toBe(log.length);
  }));

it.each<[string, (log: readonly RecordedEvent[]) => readonly RecordedEvent[], string]>([
  ['another version', (log) => log, 'two'],
  ['a log that was set back', (log) => log.slice(0, -1), ''],
  ['a log that went on differently', (log) => [...log.slice(0, -1), { ...(log.at(-1) as RecordedEvent), actor: 'somebody else' }], ''],
  ['an empty log', () => [], ''],
])('drops what does not fit: %s', (_what, other, version) =>
  inFolder(async (folder) => {
    const log = other(await stored(folder));
    expect(await resumesAt(folder, log, version)).toBe(0);
    expect(await resumesAt(folder, log, version)).toBe(0);
  }),
);

it('drops a file that is none', () =>
  inFolder(async (folder) => {
    const log = await stored(folder);
    writeFileSync(join(folder, 'router.sqlite'), 'none of ours'.repeat(1000));
    expect(await resumesAt(folder, log)).toBe(0);
  }));

/** Turns a byte of every stored row about. */
async function damage(folder: string): Promise<void> {
  const { default: Database } = await import('better-sqlite3');
  const db = new Database(join(folder, 'router.sqlite'));
  db.exec("UPDATE rows SET value = CAST(substr(value, 1, length(value) - 1) || x'7f' AS BLOB)");
  db.close();
}

it('drops what is damaged, when it is loaded', () =>
  inFolder(async (folder) => {
    const log = await stored(folder);
    await damage(folder);
    expect(await resumesAt(folder, log)).toBe(0);
  }));

it('drops what is damaged, when a value is asked for; until a restart nothing of it is answered', () =>
  inFolder(async (folder) => {
    await stored(folder);
    await damage(folder);
    const snapshots = new SqliteSnapshots(folder);
    const rows = snapshots.of('router', '') as SnapshotRows;
    const { index } = rows.mark() ?? { index: -1 };
    const read = () => rows.read('rest', '', 0, index);
    expect(read).toThrow(SnapshotDamaged);
    expect(read).toThrow(SnapshotDamaged);
    expect(() => rows.begin(index + 1)).toThrow(SnapshotDamaged);
    expect(rows.mark()).toBeNull();
    snapshots.close();
  }));

it('a mark is not set over rows of which one could not be written, and the next one writes all of them', () =>
  inFolder(async (folder) => {
    const log = await stored(folder);
    const snapshots = new SqliteSnapshots(folder);
    const rows = snapshots.of('router', '') as SnapshotRows;
    rows.clear();
    const { failing, told, kept } = await failingAt(3, log, rows);
    expect([told, rows.mark()]).toEqual([['no room'], null]);
    failing.over();
    await kept.folded(log.slice(-1), log.at(-1)?.position ?? '');
    await kept.stop();
    expect(rows.mark()?.index).toBe(log.length - 1);
    snapshots.close();
    expect(await resumesAt(folder, log)).toBe(-1);
  }));

/** A fold of the log, stored where the n-th row finds no room. */
async function failingAt(nth: number, log: readonly RecordedEvent[], rows: SnapshotRows) {
  let [written, isOver] = [0, false];
  const told: string[] = [];
  const full = new Proxy(rows, {
    get(target, name: keyof SnapshotRows) {
      const method = target[name].bind(target) as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        if (name === 'write' && !isOver && ++written === nth) throw new Error('no room');
        return method(...args);
      };
    },
  });
  const { state, parts } = keptRouterState();
  const kept = new KeptState(parts, full, { readFromIndex: async () => [] }, (error) => told.push((error as Error).message), log.length);
  for (const event of log) step(state, event as never);
  await kept.folded(log, log.at(-1)?.position ?? '');
  await kept.stop();
  return { failing: { over: () => (isOver = true) }, told, kept };
}

it('nothing is stored outside of a transaction that the database has ended by itself', () =>
  inFolder(async (folder) => {
    await stored(folder);
    const snapshots = new SqliteSnapshots(folder);
    const rows = snapshots.of('router', '') as SnapshotRows;
    const before = rows.mark();
    const mark = { index: (before?.index ?? 0) + 1, position: '1', event: 'an event' };
    rows.begin(mark.index);
    rows.rollback();
    expect(() => rows.write('rest', '', 0, 'a row that stands alone', false)).toThrow(SnapshotBrokenOff);
    expect(() => rows.commit(mark)).toThrow(SnapshotBrokenOff);
    expect(rows.mark()).toEqual(before);
    snapshots.close();
  }));

it('what turns out damaged while a mark is being written gets no mark', () =>
  inFolder(async (folder) => {
    await stored(folder);
    await damage(folder);
    const snapshots = new SqliteSnapshots(folder);
    const rows = snapshots.of('router', '') as SnapshotRows;
    const { index, ...mark } = rows.mark() ?? { index: -1, position: '', event: '' };
    rows.begin(index + 1);
    expect(() => rows.read('rest', '', 0, index)).toThrow(SnapshotDamaged);
    expect(() => rows.write('rest', '', 0, 'a row that stands alone', false)).toThrow(SnapshotDamaged);
    expect(() => rows.commit({ ...mark, index: index + 1 })).toThrow(SnapshotDamaged);
    expect(rows.mark()).toBeNull();
    snapshots.close();
  }));

it('leaves the files to the process that has them', () =>
  inFolder(async (folder) => {
    const [one, other] = [new SqliteSnapshots(folder), new SqliteSnapshots(folder)];
    expect(one.of('router', '')).not.toBeNull();
    expect(other.of('router', '')).toBeNull();
    other.close();
    one.close();
  }));

it('stores no words of people, sealed or not', () =>
  inFolder(async (folder) => {
    await stored(folder);
    for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name)).includes('$p')).toBe(false);
  }));
