import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { SqliteEventStore } from '#event-store/sqlite/sqlite-event-store';
import { SqliteVault } from '#vault/sqlite/sqlite-vault';
import { DEMO_SEED } from './build-demo.js';
import { installDemo } from './install-demo.js';
import { hashOfLog, inMemory } from './testing/played-demo.js';

describe('the whole demo', () => {
  it('is the same log on disk as in memory', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'demo-'));
    const store = await SqliteEventStore.open({ file: join(folder, 'events.sqlite') });
    const vault = await SqliteVault.open(join(folder, 'vault.sqlite'));
    const memory = inMemory(0.3);
    try {
      await installDemo({ seed: DEMO_SEED, workshop: inMemory(), into: { store, vault } });
      await installDemo({ seed: DEMO_SEED, workshop: inMemory(0.8), into: memory });
      expect(await hashOfLog(store)).toBe(await hashOfLog(memory.store));
    } finally {
      await store.close();
      await vault.close();
      rmSync(folder, { recursive: true });
    }
  });

  it.each([1, 2, 3, 4, 5])('can be played from seed %i too', async (seed) => {
    const { cases } = await installDemo({ seed, workshop: inMemory(), into: inMemory() });
    const [first, second] = cases.policies.map(({ issues, sentUp }) => sentUp / issues);
    expect(first).toBeGreaterThan(0.2);
    expect(second).toBeLessThan(0.15);
  });
});
