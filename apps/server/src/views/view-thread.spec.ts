import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { NewEvent, Position } from '#event-store';
import { SqliteEventStore } from '#event-store/sqlite/sqlite-event-store';
import { createReadModels, type ReadModelDatabase, type ReadModels } from '#read-models';
import { openSqliteReadModels } from '#read-models/store/sqlite-read-models';
import { SqliteVault } from '#vault/sqlite/sqlite-vault';
import type { ViewFiles } from './view-messages.js';
import { ViewThread, ViewThreadEnded } from './view-thread.js';

const eventOf = (n: number, type: string, data: NewEvent['data']): NewEvent => {
  const id = `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
  const auth = { method: 'test', id: 't' };
  return { id, type, schema: 1, recordedAt: '2026-11-23T09:00:00.000Z', actor: 'dana', auth, correlationId: id, causationId: id, data };
};
const setUp = eventOf(1, 'OrganisationSetUp', { name: 'Acme', routingCurrency: 'USD', levels: ['L1', 'L2', 'L3'] });
const unheardOf = eventOf(2, 'SomethingUnheardOf', {});

let folder: string;
let files: ViewFiles;
let store: SqliteEventStore;
let vault: SqliteVault;
let database: ReadModelDatabase;
let thread: ViewThread;
let views: ReadModels;
const posted = jest.spyOn(Worker.prototype, 'postMessage');

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gravitas-views-'));
  const [log, keys, readModels] = ['log', 'vault', 'views'].map((name) => join(folder, `${name}.sqlite`)) as [string, string, string];
  files = { log, vault: keys, readModels };
  store = await SqliteEventStore.open({ file: log });
  vault = await SqliteVault.open(keys);
  database = openSqliteReadModels(readModels);
  posted.mockClear();
  begin(files);
});

afterEach(async () => {
  await thread.close();
  await database.close();
  await vault.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

function begin(these: ViewFiles): void {
  thread = new ViewThread(these);
  views = thread.keep(createReadModels(database, async (events) => events.map(({ data }) => data)));
}

/** What is in the log from an entry on is given to the views. */
async function apply(from = 0): Promise<Position> {
  const events = await store.readFromIndex(from, 100);
  const through = events.at(-1)?.position ?? '';
  await views.subscriber.apply(events, through);
  return through;
}

describe('the thread of the views', () => {
  it('keeps them up to date, and who asks on the main loop sees what it was told was stored', async () => {
    await store.append('policybook-organisation', 'noStream', [setUp]);
    expect(await views.subscriber.position()).toBeNull();
    const through = await apply();
    expect(await views.subscriber.stored()).toBe(through);
    expect(await views.subscriber.position()).toBe(through);
  });

  it('answers in the order in which it was asked', async () => {
    await store.append('policybook-organisation', 'noStream', [setUp]);
    const [event] = await store.readFromIndex(0, 1);
    const { subscriber } = views;
    const answers = [subscriber.position(), subscriber.apply([event!], event!.position), views.forget(['no key']), subscriber.position()];
    expect(await Promise.all(answers)).toEqual([null, undefined, undefined, event!.position]);
  });

  it('tells an error with its name and what it says, keeps nothing of the batch, and goes on', async () => {
    await store.append('policybook-organisation', 'noStream', [setUp, unheardOf]);
    await expect(apply()).rejects.toMatchObject({ name: 'UnknownEvent', type: 'SomethingUnheardOf', schema: 1, index: 1 });
    expect(await views.subscriber.position()).toBeNull();
    await expect(apply(1)).rejects.toMatchObject({ name: 'LogGap' });
    const [event] = await store.readFromIndex(0, 1);
    await views.subscriber.apply([event!], event!.position);
    expect(await views.subscriber.position()).toBe(event!.position);
  });

  it('tells of files that it cannot open whether it may be tried again', async () => {
    await thread.close();
    begin({ ...files, vault: join(folder, 'none.sqlite') });
    await expect(views.subscriber.position()).rejects.toMatchObject({ name: 'VaultFailed', retry: true });
  });

  it('is asked nothing that cannot be sent, and mistakes no answer for another afterwards', async () => {
    await expect(views.forget([(() => undefined) as never])).rejects.toThrow();
    expect(await views.subscriber.position()).toBeNull();
  });

  it('does what was asked before it is closed, and is asked nothing after', async () => {
    await store.append('policybook-organisation', 'noStream', [setUp]);
    const through = (await store.head())!.position;
    const applied = views.subscriber.apply(await store.readFromIndex(0, 1), through);
    await thread.close();
    await applied;
    await expect(views.subscriber.position()).rejects.toThrow(ViewThreadEnded);
    expect(await views.subscriber.stored()).toBe(through);
    await thread.close();
  });

  it('leaves nobody waiting when it ends by itself, and can be closed all the same', async () => {
    await views.subscriber.position();
    const ended = [views.subscriber.position(), views.forget(['no key'])].map((asked) => expect(asked).rejects.toThrow(ViewThreadEnded));
    const worker = posted.mock.contexts[0] as Worker;
    await worker.terminate();
    await Promise.all(ended);
    await expect(views.subscriber.position()).rejects.toThrow(ViewThreadEnded);
  });
});
