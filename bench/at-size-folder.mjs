/** A data folder of any length: the log through its port, the read models through their own projections, as a running service leaves them. */
import { mkdirSync } from 'node:fs';
import { filesOf, makeSecret } from '#care';
import { envelopeOf } from '#event-store';
import { SqliteEventStore } from '#event-store/sqlite/sqlite-event-store';
import { createReadModels } from '#read-models';
import { openSqliteReadModels } from '#read-models/store/sqlite-read-models';
import { unsealPersonal } from '#vault';
import { MemoryVault } from '#vault/memory/memory-vault';
import { LongStory } from './at-size-log.mjs';

const BATCH = 4_096;

/** `until`: when the last of it was recorded, in milliseconds. */
export async function makeFolder(folder, { events, until = Date.now(), onProgress = () => undefined }) {
  mkdirSync(folder, { recursive: true });
  const files = filesOf(folder);
  makeSecret(files.secret);
  const store = await SqliteEventStore.open({ file: files.log, durability: 'off' });
  const database = openSqliteReadModels(files.readModels);
  const vault = new MemoryVault();
  const { subscriber } = createReadModels(database, (batch) => unsealPersonal(vault, batch));
  let batch = [];
  const flush = async () => {
    const last = batch.at(-1);
    if (last === undefined) return;
    await Promise.all(batch.map((event) => append(store, event)));
    const head = await store.head();
    if (head.index !== last.index) throw new Error(`the log is at ${head.index}, the story at ${last.index}`);
    await subscriber.apply(batch, last.position);
    batch = [];
  };
  for (const event of new LongStory({ events, until })) {
    batch.push(event);
    if (batch.length === BATCH) await flush();
    if (event.index % 100_000 === 0) onProgress(event.index);
  }
  await flush();
  await database.close();
  await store.close();
}

function append(store, recorded) {
  const { stream, revision, ...event } = envelopeOf(recorded);
  return store.append(stream, revision === 0 ? 'noStream' : revision - 1, [event]);
}
