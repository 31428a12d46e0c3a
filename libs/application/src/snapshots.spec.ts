import { expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StoreFull, type EventStore, type Position } from '#event-store';
import { MemoryEventStore } from '#event-store/memory/memory-event-store';
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

/** What a router of another process, that begins with what the first one stored, makes of the log. */
async function takenUpBy({ store, time, vault }: Organisation, folder: string): Promise<readonly string[]> {
  const snapshots = new SqliteSnapshots(folder);
  const next = new Organisation(store, time, vault, { snapshots });
  await next.engine.start();
  await next.engine.rest();
  await next.engine.stop();
  snapshots.close();
  expect(next.failures).toEqual([]);
  return [...(await next.typesOf('routing-')), ...(await next.typesOf('escalation-'))];
}

it('what was left undone because the turn was over is done by whoever goes on, also by the same process', () =>
  inFolder(async (folder) => {
    const snapshots = new SqliteSnapshots(folder);
    const turn = { isMine: true, came: Promise.resolve() };
    const acme = await Organisation.started(undefined, undefined, undefined, { snapshots, turn });
    turn.isMine = false;
    await acme.fileUp('i1');
    await acme.engine.rest();
    expect(await acme.typesOf('routing-')).toEqual([]);
    await acme.engine.stop();
    snapshots.close();
    expect(await takenUpBy(acme, folder)).toEqual(['IssueRouted', 'EscalationOpened']);
  }));

it('stops while the disk is full, and does at the next start what found no room', () =>
  inFolder(async (folder) => {
    const snapshots = new SqliteSnapshots(folder);
    const store = new MemoryEventStore({ random: () => 0.4 });
    const tried = Promise.withResolvers<void>();
    const full = new Proxy(store, {
      get: (target, name: keyof EventStore) =>
        name === 'append'
          ? async (...given: Parameters<EventStore['append']>) => {
              if (!given[0].startsWith('routing-')) return target.append(...given);
              tried.resolve();
              throw new StoreFull();
            }
          : (target[name] as () => unknown).bind(target),
    });
    const acme = await Organisation.started(full, undefined, undefined, { snapshots });
    await acme.fileUp('i1');
    await tried.promise;
    const rests = acme.engine.rest().catch(() => undefined); // it waits for what is not done any more
    await acme.engine.stop();
    await rests;
    snapshots.close();
    expect(await takenUpBy(new Organisation(store, acme.time, acme.vault), folder)).toEqual(['IssueRouted', 'EscalationOpened']);
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
