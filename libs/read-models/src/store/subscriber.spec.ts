import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#event-store';
import { Scene } from '../testing/scene.js';
import type { Projection } from './projection.js';
import { openSqliteReadModels } from './sqlite-read-models.js';
import { ProjectionSubscriber } from './subscriber.js';
import { table } from './table.js';

/** Counts the entries of each actor, so that a lost or repeated entry shows. */
function counting(name: string, version: number, countedTable = `${name}_count`): Projection {
  const counts = table({
    name: countedTable,
    kind: 'keyed',
    key: 'actor',
    columns: { actor: 'text', entries: 'integer', log_time: 'text' },
    indexes: [],
  });
  return {
    name,
    version,
    tables: [counts],
    async apply(entries, rows) {
      const own = rows.keyed(counts);
      await own.load(entries.map(({ actor }) => actor));
      for (const { actor, logTime } of entries) own.set({ actor, entries: (own.get(actor)?.entries ?? 0) + 1, log_time: logTime });
    },
  };
}

const folder = { path: '' };
beforeEach(() => {
  folder.path = mkdtempSync(join(tmpdir(), 'gravitas-read-models-'));
});
afterEach(() => rmSync(folder.path, { recursive: true, force: true }));

/** Opens the file, lets `use` have the subscriber, and closes it again, as a restart does. */
async function withSubscriber<R>(
  projections: readonly Projection[],
  use: (subscriber: ProjectionSubscriber, count: (name: string) => Promise<unknown>) => Promise<R>,
): Promise<R> {
  const database = openSqliteReadModels(join(folder.path, 'read-models.sqlite'));
  const count = async (name: string) =>
    database.reader.selectFrom(name).select(['actor', 'entries', 'log_time']).orderBy('actor').execute();
  try {
    return await use(new ProjectionSubscriber(database, projections), count);
  } finally {
    await database.close();
  }
}

const events: readonly RecordedEvent[] = new Scene().setUp().file('1').file('2', {}, 'mia').after(-30).file('3').after(60).file('4').events;
const last = events.at(-1) as RecordedEvent;
const feed = (subscriber: ProjectionSubscriber, some = events) => subscriber.apply(some, some.at(-1)?.position ?? '');
const issues = [
  { actor: 'max', entries: 3, log_time: last.recordedAt },
  { actor: 'mia', entries: 1, log_time: '2026-01-05T09:00:00.000Z' },
];

describe('the subscriber of the read models', () => {
  it('goes on after a restart where it was', async () => {
    await withSubscriber([counting('a', 1)], (subscriber) => feed(subscriber, events.slice(0, 14)));
    await withSubscriber([counting('a', 1)], async (subscriber, count) => {
      expect(await subscriber.position()).toBe(events[13]?.position);
      await feed(subscriber, events.slice(14));
      expect(await count('a_count')).toEqual(expect.arrayContaining(issues));
    });
  });

  it('derives anew what has another version, and passes over what the others have', async () => {
    await withSubscriber([counting('a', 1), counting('b', 1)], (subscriber) => feed(subscriber));
    await withSubscriber([counting('a', 1), counting('b', 2)], async (subscriber, count) => {
      expect(await subscriber.position()).toBeNull();
      expect(await count('b_count')).toEqual([]);
      await feed(subscriber, events.slice(0, 7));
      await feed(subscriber, events.slice(7));
      expect(await subscriber.position()).toBe(last.position);
      expect(await count('a_count')).toEqual(expect.arrayContaining(issues));
      expect(await count('b_count')).toEqual(await count('a_count'));
    });
  });

  it('drops the tables that the former version had', async () => {
    await withSubscriber([counting('a', 1, 'old_count')], (subscriber) => feed(subscriber));
    await withSubscriber([counting('a', 2, 'new_count')], async (subscriber, count) => {
      await feed(subscriber);
      expect(await count('new_count')).toEqual(expect.arrayContaining(issues));
      await expect(count('old_count')).rejects.toThrow('no such table');
    });
  });

  it('drops what no projection keeps any more', async () => {
    await withSubscriber([counting('a', 1), counting('b', 1)], (subscriber) => feed(subscriber));
    await withSubscriber([counting('a', 1)], async (subscriber, count) => {
      expect(await subscriber.position()).toBe(last.position);
      expect(await count('a_count')).toEqual(expect.arrayContaining(issues));
      await expect(count('b_count')).rejects.toThrow('no such table');
    });
  });

  it('has a version that changes with that of any projection', async () => {
    const version = async (...projections: readonly Projection[]) => withSubscriber(projections, async (subscriber) => subscriber.version);
    expect(await version(counting('a', 1), counting('b', 1))).not.toBe(await version(counting('a', 1), counting('b', 2)));
  });

  it('lets queries read what was committed while a batch is being written', async () => {
    const database = openSqliteReadModels(join(folder.path, 'read-models.sqlite'));
    await feed(new ProjectionSubscriber(database, [counting('a', 1)]));
    const entries = async () =>
      (await database.reader.selectFrom('a_count').select('entries').where('actor', '=', 'max').execute())[0]?.entries;
    await database.writer.transaction().execute(async (batch) => {
      await batch.updateTable('a_count').set({ entries: 1000 }).execute();
      expect(await entries()).toBe(3);
    });
    expect(await entries()).toBe(1000);
    await database.close();
  });
});
