import { beforeAll, describe, expect, it } from '@jest/globals';
import { installDemo, NotTheDemosLog } from './install-demo.js';
import { eventsOf, hashOfLog, inMemory } from './testing/played-demo.js';

const SEED = 7;
const days: number[] = [];
const install = (into: ReturnType<typeof inMemory>, gaps = 0.5, seed = SEED) =>
  installDemo({ seed, volumePercent: 2, workshop: inMemory(gaps), into, progress: (done) => days.push(done) });

const [whole, foreign] = [inMemory(0.1), inMemory()];
beforeAll(async () => {
  await install(foreign, 0.5, SEED + 1);
  days.length = 0;
  await install(whole, 0.2);
}, 60_000);

describe('installing the demo', () => {
  it('tells how far the story is', () => {
    expect(days).toEqual(Array.from({ length: 45 }, (_, day) => day + 1));
  });

  it('writes the same log byte for byte, whatever the positions of the store, and another one from another seed', async () => {
    const other = inMemory(0.9);
    await install(other, 0.7);
    expect(await hashOfLog(other.store)).toBe(await hashOfLog(whole.store));
    expect(await hashOfLog(foreign.store)).not.toBe(await hashOfLog(whole.store));
  });

  it('goes on where it was broken off', async () => {
    const broken = inMemory();
    for (const { stream, revision, position: _position, index: _index, ...event } of (await eventsOf(whole.store)).slice(0, 900))
      await broken.store.append(stream, revision === 0 ? 'noStream' : revision - 1, [event]);
    await install(broken);
    expect(await hashOfLog(broken.store)).toBe(await hashOfLog(whole.store));
  });

  it('brings the keys of all texts', async () => {
    const sealed = JSON.stringify(await eventsOf(whole.store)).match(/(?<="\$personal":")[^"]+/g) ?? [];
    expect(sealed.length).toBeGreaterThan(100);
    expect((await whole.vault.getKeys(sealed)).size).toBe(new Set(sealed).size);
    expect(await whole.vault.keysOfSubject('ann-lee')).not.toEqual([]);
  });

  it('refuses a log that holds something else, and writes nothing into it', async () => {
    const before = await hashOfLog(foreign.store);
    await expect(install(foreign)).rejects.toThrow(NotTheDemosLog);
    expect(await hashOfLog(foreign.store)).toBe(before);
  });
});
