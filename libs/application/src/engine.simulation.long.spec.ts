import { expect, it } from '@jest/globals';
import { replay } from './replay.js';
import { simulate, viewsOf } from './testing/simulation.js';

it.each(Array.from({ length: 100 }, (_, i) => 1000 + i))('people, clocks and a router that is killed: seed %i', async (seed) => {
  const store = await simulate(seed, 300);
  const { fold, streams } = await viewsOf(store);
  expect(streams).toEqual(fold);
  expect(await replay(store)).toMatchObject({ differences: [] });
});
