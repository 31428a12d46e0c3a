import { expect, it } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { attackEverything } from './attack-everything.js';

/** Another seed each time, unless one is given: it stands in the report. */
it('at least 5,000 cases of bad input, 20 on each route, are each refused by name', async () => {
  const seed = Number(process.env['GRAVITAS_SEED'] ?? randomInt(1_000_000_000));
  const tally = await attackEverything(seed, 1);
  process.stdout.write(tally.report(seed));
  expect(tally.wrong).toEqual([]);
  expect(tally.total).toBeGreaterThanOrEqual(5000);
  expect([...tally.byRoute].filter(([, count]) => count < 20)).toEqual([]);
});
