import { describe, expect, it } from '@jest/globals';
import { replay } from './replay.js';
import { simulate, viewsOf } from './testing/simulation.js';

describe('people, clocks, and a router that is killed now and then', () => {
  it.each([1, 2, 3, 7])('come to a log that holds together (seed %i)', async (seed) => {
    const store = await simulate(seed, 150);
    const { fold, streams } = await viewsOf(store);
    expect(streams).toEqual(fold);
    expect(await replay(store)).toMatchObject({ differences: [] });
  });
});
