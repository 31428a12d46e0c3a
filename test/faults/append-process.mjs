/**
 * A process of its own that appends to a log: `append-process.mjs FILE DURABILITY FIRST APPENDS CALLERS`. Append n (from FIRST on) is two
 * events on the stream `issue-n`, with ids that follow from n. One line for each answer, written at once: `ack N FIRST-INDEX` or
 * `no N ERROR`; `closed ERROR` if the log could not be opened or closed.
 */
import { writeSync } from 'node:fs';
import { SqliteEventStore } from '#event-store/sqlite/sqlite-event-store';
import { eventsOf } from './append-load-events.ts';

const [file, durability, first, appends, callers] = process.argv.slice(2);
const say = (line) => writeSync(1, `${line}\n`);

let next = Number(first);
const end = next + Number(appends);
async function appendAll(store) {
  while (next < end) {
    const n = next++;
    try {
      const { events } = await store.append(`issue-${n}`, 'noStream', eventsOf(n));
      say(`ack ${n} ${events[0].index}`);
    } catch (error) {
      say(`no ${n} ${error.name}`);
    }
  }
}

try {
  const store = await SqliteEventStore.open({ file, durability });
  await Promise.all(Array.from({ length: Number(callers) }, () => appendAll(store)));
  await store.close();
} catch (error) {
  say(`closed ${error.name}`);
  process.exitCode = 3;
}
