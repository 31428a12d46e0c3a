import { expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventStore, Position } from '#event-store';
import { replay } from './replay.js';
import { SqliteSnapshots } from './sqlite/sqlite-snapshots.js';
import { askFor, Organisation, person, usd } from './testing/organisation.js';
import { simulate, viewsOf } from './testing/simulation.js';
import { inFolder } from './testing/stored-folds.js';

/** Steps of a story, with time between them, in which clocks run out. */
const STORY: readonly ((acme: Organisation) => Promise<unknown>)[] = [
  (acme) => acme.fileUp('i1'),
  (acme) => acme.file('i2'),
  (acme) => acme.passTo('2026-11-23T12:00:00.000Z'),
  (acme) => acme.as(person('max'), 'issue', { type: 'AmendIssue', changes: { ask: askFor(usd(30_000)) } }, { id: 'i2' }),
  (acme) => acme.passTo('2026-11-25T12:00:00.000Z'),
  (acme) => acme.file('i3'),
  (acme) => acme.passTo('2026-12-10T12:00:00.000Z'),
];

/** The log of the story; `again` gives the organisation that goes on with each step. */
async function logOf(again: (acme: Organisation) => Promise<Organisation>): Promise<readonly object[]> {
  let acme = await Organisation.started();
  for (const step of STORY) {
    acme = await again(acme);
    await step(acme);
    await acme.engine.rest();
  }
  expect(acme.failures).toEqual([]);
  const log = await acme.log();
  await acme.engine.stop();
  return log.map(({ type, stream, revision, recordedAt, data }) => ({ type, stream, revision, recordedAt, data }));
}

/** Another one over the same log, after the first was stopped. */
async function restarted({ store, time, vault }: Organisation, snapshots: SqliteSnapshots): Promise<Organisation> {
  const next = new Organisation(store, time, vault, { snapshots });
  await next.engine.start();
  return next;
}

/** Keys of texts are made at random. */
const unsealed = (log: readonly object[]): unknown => JSON.parse(JSON.stringify(log).replace(/"c":"[^"]*"/g, '"c":""'));

it('what happens is the same, whether the engine was stopped and went on with what was stored, or never stopped', () =>
  inFolder(async (folder) => {
    let snapshots = new SqliteSnapshots(folder);
    const stored = await logOf(async (acme) => {
      await acme.engine.stop();
      snapshots.close();
      snapshots = new SqliteSnapshots(folder);
      return restarted(acme, snapshots);
    });
    snapshots.close();
    expect(unsealed(stored)).toEqual(unsealed(await logOf(async (acme) => acme)));
    expect(stored.length).toBeGreaterThan(40);
  }));

it('goes on reading the log at the end of what was stored', () =>
  inFolder(async (folder) => {
    const first = new SqliteSnapshots(folder);
    const acme = await Organisation.started(undefined, undefined, undefined, { snapshots: first });
    await acme.fileUp('i1');
    await acme.engine.rest();
    await acme.engine.stop();
    first.close();
    const from: (Position | null)[] = [];
    const watched = new Proxy(acme.store, {
      get: (store, name: keyof EventStore) =>
        name === 'subscribe'
          ? (after: Position | null, options: object) => (from.push(after), store.subscribe(after, options))
          : (store[name] as () => unknown).bind(store),
    });
    const next = new Organisation(watched, acme.time, acme.vault, { snapshots: new SqliteSnapshots(folder) });
    await next.engine.start();
    expect(from).toEqual([(await acme.store.head())?.position]);
    await next.engine.stop();
  }));

it('nothing that people wrote is stored, sealed or not', () =>
  inFolder(async (folder) => {
    const acme = await Organisation.started(undefined, undefined, undefined, { snapshots: new SqliteSnapshots(folder) });
    await acme.fileUp('i1');
    await acme.passTo('2026-11-25T12:00:00.000Z');
    await acme.engine.stop();
    expect(JSON.stringify(await acme.log())).toContain('$personal');
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
    expect(files.filter((bytes) => bytes.includes('$personal'))).toEqual([]);
  }));

it.each([1, 2])(
  'people, clocks, and a router that is killed come to a log that holds together, from what was stored too (seed %i)',
  (seed) =>
    inFolder(async (folder) => {
      const store = await simulate(seed, 100, { snapshots: new SqliteSnapshots(folder) });
      const { fold, streams } = await viewsOf(store);
      expect(streams).toEqual(fold);
      expect(await replay(store)).toMatchObject({ differences: [] });
    }),
);
