/** Replay: reading the log in pages, parsing, and the router's fold, against JSON.parse with a trivial fold in memory. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { step } from '#domain/routing/router-fold';
import { initialRouterState } from '#domain/routing/router-state';
import { DEMO_SEED, installDemo } from '#connect';
import { leafBytes } from '#event-store';
import { MemoryEventStore } from '#event-store/memory/memory-event-store';
import { SqliteEventStore } from '#event-store/sqlite/sqlite-event-store';
import { MemoryVault } from '#vault/memory/memory-vault';
import { jsonFold } from './baseline/json-fold.mjs';
import { coreSeconds } from './measure.mjs';

const PAGE = 1000;

async function demoLog() {
  const folder = mkdtempSync(join(tmpdir(), 'gravitas-bench-'));
  const store = await SqliteEventStore.open({ file: join(folder, 'events.sqlite') });
  const workshop = { store: new MemoryEventStore(), vault: new MemoryVault() };
  await installDemo({ workshop, into: { store, vault: new MemoryVault() }, seed: DEMO_SEED });
  const bodies = (await workshop.store.readFromIndex(0, Number.MAX_SAFE_INTEGER)).map((event) => leafBytes(event).toString());
  return { store, bodies, folder };
}

async function folded(store) {
  const state = initialRouterState();
  for (let page = await store.readAll(null, PAGE); page.length > 0; page = await store.readAll(page.at(-1).position, PAGE)) {
    for (const event of page) if (event.type !== 'IssueRouted') step(state, event);
  }
}

export const benches = [
  {
    name: "replay: read, parse, router's fold",
    target: '≥ 40% of JSON.parse + trivial fold in memory',
    better: 'more',
    goal: 0.4,
    unit: 'events a second of one core',
    setUp: async () => {
      const { store, bodies, folder } = await demoLog();
      return {
        baseline: async () => bodies.length / (await coreSeconds(() => jsonFold(bodies))),
        measured: async () => bodies.length / (await coreSeconds(() => folded(store))),
        tearDown: async () => {
          await store.close();
          rmSync(folder, { recursive: true, force: true });
        },
      };
    },
  },
];
