import { expect, it } from '@jest/globals';
import { attackEverything } from './attack-everything.js';

/** One case in 25, the same each time; the long suite makes them all, others each time. */
it('bad input is refused by name, and nothing of it is written', async () => {
  const tally = await attackEverything(20_261_123, 25);
  expect(tally.wrong).toEqual([]);
  expect(tally.total).toBeGreaterThan(300);
}, 120_000);
