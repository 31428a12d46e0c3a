import fc from 'fast-check';
import { defaultPolicy, presetLimits } from '../default-policy.js';
import { ACTION_KINDS, type Policy, type Step } from '../policy-document.js';

/** The default policy with the large limits, in dollars. */
export const LARGE: Policy = defaultPolicy({ currency: 'USD', limits: presetLimits('large', 'USD'), name: 'Default' });

/** Strictly rising integers between two bounds. */
function rising(count: number, min: number, max: number): fc.Arbitrary<number[]> {
  return fc.uniqueArray(fc.integer({ min, max }), { minLength: count, maxLength: count }).map((values) => values.sort((a, b) => a - b));
}

function steps(compare: 'at_most' | 'at_least', min: number, max: number): fc.Arbitrary<Step[]> {
  return fc.integer({ min: 1, max: Math.min(5, max - min + 1) }).chain((count) =>
    fc.tuple(rising(count, min, max), rising(count, 0, 100)).map(([bars, points]) => {
      const ordered = compare === 'at_most' ? bars : bars.reverse();
      return points.reverse().map((each, index) => ({ bar: ordered[index] as number, points: each }));
    }),
  );
}

/** Six weights that sum to 100, some of them 0. */
const weights: fc.Arbitrary<Policy['weights']> = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 5, maxLength: 5 }).map((cuts) => {
  const at = [0, ...cuts.sort((a, b) => a - b), 100];
  const [TIME, DELAY_COST, STAKES, NOVELTY, VISIBILITY, STALL] = at.slice(1).map((cut, index) => cut - (at[index] as number));
  return { TIME, DELAY_COST, STAKES, NOVELTY, VISIBILITY, STALL } as Policy['weights'];
});

/** Entries, holds, phase shift and load price that fit each other. */
function thresholds(levels: number): fc.Arbitrary<Pick<Policy, 'entry' | 'hold' | 'phaseShift' | 'loadPrice'>> {
  return fc
    .record({
      phaseShift: fc.integer({ min: 0, max: 800 }),
      most: fc.integer({ min: 0, max: 3_000 }),
      fromPercent: fc.integer({ min: 0, max: 99 }),
      gaps: fc.array(fc.integer({ min: 1, max: 1_200 }), { minLength: levels - 1, maxLength: levels - 1 }),
      below: fc.integer({ min: 0, max: 900 }),
    })
    .map(({ phaseShift, most, fromPercent, gaps, below }) => {
      let sum = 0;
      const rises = gaps.map((gap) => (sum += gap));
      return {
        phaseShift,
        loadPrice: { fromPercent, most },
        entry: [0, ...rises.map((rise) => rise + phaseShift)],
        hold: [0, ...rises.map((rise, index) => Math.max(index, rise - below))],
      };
    });
}

/** Policies that `checkPolicy` accepts, of 2 to 5 levels; limits up to `mostLimit`. */
export function policies(mostLimit = 1_000_000_000): fc.Arbitrary<Policy> {
  return fc.integer({ min: 2, max: 5 }).chain((levels) =>
    fc
      .record({
        limits: rising(levels - 1, 1, mostLimit),
        needs: fc.array(fc.integer({ min: 1, max: levels }), { minLength: ACTION_KINDS.length, maxLength: ACTION_KINDS.length }),
        safetyLevel: fc.integer({ min: 1, max: levels }),
        critical: fc.record({
          level: fc.integer({ min: 1, max: levels }),
          stakes: fc.integer({ min: 0, max: 4 }),
          successesInARow: fc.integer({ min: 0, max: 12 }),
        }),
        weights,
        steps: fc.record({
          TIME: steps('at_most', 0, 400),
          DELAY_COST: steps('at_least', 1, 400),
          STAKES: steps('at_least', 1, 4),
          NOVELTY: steps('at_most', 0, 6),
          VISIBILITY: steps('at_least', 1, 3),
          STALL: steps('at_least', 1, 8),
        }),
        limitMultiples: rising(3, 1, 100),
        programmePercent: rising(4, 1, 30),
        concordancePoints: fc.integer({ min: 0, max: 100 }),
        dwellMinutes: fc.integer({ min: 0, max: 1_000 }),
        thresholds: thresholds(levels),
      })
      .map(({ limits, needs, limitMultiples, programmePercent, thresholds: fitting, ...rest }) => ({
        ...defaultPolicy({ currency: 'USD', limits: limits.map((minor) => ({ minor, currency: 'USD' })), name: 'Generated' }),
        ...rest,
        ...fitting,
        actionLevels: Object.fromEntries(ACTION_KINDS.map((kind, index) => [kind, needs[index]])),
        stakes: { limitMultiples, programmePercent } as unknown as Policy['stakes'],
      })),
  );
}
