import { expect, it } from '@jest/globals';
import { attackEverything } from './attack-everything.js';

/** A tenth of the cases, the same each time; the long suite makes them all, others each time. */
it('bad input is refused by name, and nothing of it is written', async () => {
  const tally = await attackEverything(20_261_123, 10);
  expect(tally.wrong).toEqual([]);
  expect(tally.total).toBeGreaterThan(500);
}, 120_000);
