import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { replay } from '#application';
import { leafBytes, type Envelope } from '#event-store';
import { MemoryEventStore } from '#event-store/memory/memory-event-store';
import { sha256Hex } from '#ledger';

const here = new URL('./', import.meta.url);
const histories = readdirSync(here).filter((file) => file.endsWith('.jsonl.gz'));

/** The log that a release wrote, in a store of today. */
async function storeOf(file: string): Promise<{ readonly store: MemoryEventStore; readonly lines: readonly string[] }> {
  const lines = gunzipSync(readFileSync(new URL(file, here)))
    .toString()
    .trimEnd()
    .split('\n');
  const store = new MemoryEventStore();
  for (const line of lines) {
    const { stream, revision, ...event } = JSON.parse(line) as Envelope;
    await store.append(stream, revision === 0 ? 'noStream' : revision - 1, [event]);
  }
  return { store, lines };
}

describe.each(histories)('%s', (file) => {
  it('keeps its bytes, and every route of it is computed again', async () => {
    const { store, lines } = await storeOf(file);
    const events = await store.readFromIndex(0, lines.length + 1);
    expect(sha256Hex(events.map((event) => `${leafBytes(event).toString()}\n`).join(''))).toBe(sha256Hex(`${lines.join('\n')}\n`));
    const replayed = await replay(store);
    expect(replayed).toMatchObject({ events: lines.length, differences: [], routesPending: 0 });
    expect(replayed.routesRecomputed).toBeGreaterThan(100);
  });

  it('notices a fact that was changed afterwards', async () => {
    const { lines } = await storeOf(file);
    const at = lines.findIndex((line) => (JSON.parse(line) as Envelope).type === 'IssueFiled');
    const store = new MemoryEventStore();
    for (const [index, line] of lines.entries()) {
      const { stream, revision, ...event } = JSON.parse(line) as Envelope;
      const data = index === at ? { ...event.data, exposure: 'safety' } : event.data;
      await store.append(stream, revision === 0 ? 'noStream' : revision - 1, [{ ...event, data }]);
    }
    expect((await replay(store)).differences.length).toBeGreaterThan(0);
  });
});

it('there is a history of a release', () => expect(histories.length).toBeGreaterThan(0));
