import type { RecordedEvent } from '#event-store';
import { createReadModels, type ReadModels } from '../read-models.js';
import type { ReadModelDatabase } from '../store/read-model-database.js';
import { openSqliteReadModels } from '../store/sqlite-read-models.js';
import { unsealer } from './sealing.js';

export interface Views extends ReadModels {
  /** Gives events to the subscriber, in batches of this size. */
  feed(events: readonly RecordedEvent[], batch?: number): Promise<void>;
  close(): Promise<void>;
}

let openDatabase = async (): Promise<ReadModelDatabase> => openSqliteReadModels(':memory:');

/** Lets the same specs run on another database: each call of `open` gives one without tables. */
export function openViewsOn(open: () => Promise<ReadModelDatabase>): void {
  openDatabase = open;
}

/** Empty read models. */
export async function openViews(erased: ReadonlySet<string> = new Set()): Promise<Views> {
  const database = await openDatabase();
  const models = createReadModels(database, unsealer(erased));
  return {
    ...models,
    feed: async (events, batch = 256) => {
      for (let start = 0; start < events.length; start += batch) {
        const some = events.slice(start, start + batch);
        await models.subscriber.apply(some, some.at(-1)?.position ?? '');
      }
    },
    close: () => database.close(),
  };
}

/** Read models that have these events. */
export async function viewsOf(events: readonly RecordedEvent[], batch?: number): Promise<Views> {
  const views = await openViews();
  await views.feed(events, batch);
  return views;
}

/** All canonical rows of all views. */
export async function rowsOf(views: ReadModels): Promise<readonly (readonly [string, object])[]> {
  const rows: (readonly [string, object])[] = [];
  for (const view of views.views) for await (const row of views.canonicalRows(view)) rows.push(row);
  return rows;
}

/** The auditor, who sees everything. */
export const ALL = { person: 'audrey', everything: true, scopes: [] };

/** Without what is named as it is today: people and places, and whom a partner has put forward. */
export function withoutNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNames);
  if (typeof value !== 'object' || value === null) return value;
  const isPerson = 'id' in value && 'name' in value;
  const today = (key: string) => key === 'putForward' || key === 'name' || (isPerson && (key === 'title' || key === 'email'));
  return Object.fromEntries(Object.entries(value).flatMap(([key, part]) => (today(key) ? [] : [[key, withoutNames(part)]])));
}
