import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { differences, differencesInSmallWorld, smallWorlds } from '../testing/brute-force.js';
import { cases, situations } from '../testing/cases.js';
import { LARGE } from '../testing/policies.js';
import { flipsOf } from './flips.js';

describe('P9: what would have changed it, 10,000 times', () => {
  it('is exactly what the brute force finds, under the default policy', () => {
    fc.assert(
      fc.property(cases(LARGE), (facts) => expect(differences(flipsOf(facts, LARGE), facts, LARGE)).toEqual([])),
      { numRuns: 4_000 },
    );
  });

  it('is exactly that under any policy', () => {
    fc.assert(
      fc.property(situations(10_000_000_000_000), ({ facts, policy }) =>
        expect(differences(flipsOf(facts, policy), facts, policy)).toEqual([]),
      ),
      { numRuns: 6_000 },
    );
  });

  it('is what every value gives, one by one, in a small world', () => {
    fc.assert(
      fc.property(smallWorlds, (world) => expect(differencesInSmallWorld(flipsOf(world.facts, world.policy), world)).toEqual([])),
      { numRuns: 600 },
    );
  });
});
