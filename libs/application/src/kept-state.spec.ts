import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { step } from '#domain/routing/router-fold';
import { stories, told } from '#domain/testing/stories';
import type { RecordedEvent } from '#event-store';
import { SnapshotDamaged } from './errors.js';
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
