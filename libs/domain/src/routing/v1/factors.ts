import type { FactorCode, Step } from '../policy-document.js';
import type { FactorTerm } from '../route-record.js';
import type { SourceName } from './case-facts.js';
import { firstLimit, percentDown, percentUp, type Reading } from './reading.js';

const { floor, max } = Math;

/** One reason that is weighed: what is measured, and which way it is held against the policy's bars. */
interface Factor {
  readonly code: FactorCode;
  readonly unit: FactorTerm['unit'];
  readonly compare: FactorTerm['compare'];
  readonly source: SourceName;
  /** The value held against the bars; null when it is missing (then it counts nothing). */
  readonly measure: (reading: Reading) => number | null;
  readonly facts: (reading: Reading) => FactorTerm['facts'];
}

const FACTORS: readonly Factor[] = [
  {
    code: 'TIME',
    unit: 'percent',
    compare: 'at_most',
    source: 'slack',
    measure: ({ facts }) => (facts.slackMinutes === null ? null : percentUp(facts.slackMinutes, max(1, facts.remedyMinutes))),
    facts: ({ facts }) => ({ slackMinutes: facts.slackMinutes, remedyMinutes: facts.remedyMinutes }),
  },
  {
    code: 'DELAY_COST',
    unit: 'percent',
    compare: 'at_least',
    source: 'delayCost',
    measure: ({ facts, policy }) => (facts.delayCostPerDay === null ? null : percentDown(facts.delayCostPerDay, firstLimit(policy.limits))),
    facts: ({ facts, policy }) => ({ delayCostPerDay: facts.delayCostPerDay, limitMinor: firstLimit(policy.limits) }),
  },
  {
    code: 'STAKES',
    unit: 'stakes',
    compare: 'at_least',
    source: 'stakes',
    measure: ({ stakes }) => stakes.scored,
    facts: ({ facts, stakes, policy }) => ({
      valueAtRisk: facts.valueAtRisk,
      limitMinor: firstLimit(policy.limits),
      programmeBudget: facts.programmeBudget,
      units: facts.units,
      programmeUnits: facts.programmeUnits,
      irreversible: facts.irreversible,
      criticalAdds: stakes.scored - stakes.own,
    }),
  },
  {
    code: 'NOVELTY',
    unit: 'successes',
    compare: 'at_most',
    source: 'novelty',
    measure: ({ facts }) => facts.earlierSuccesses,
    facts: ({ facts, policy }) => ({ earlierSuccesses: facts.earlierSuccesses, windowDays: policy.noveltyWindowDays }),
  },
  {
    code: 'VISIBILITY',
    unit: 'visibility',
    compare: 'at_least',
    source: 'visibility',
    measure: ({ facts }) => facts.visibility,
    facts: ({ facts }) => ({ visibility: facts.visibility }),
  },
  {
    code: 'STALL',
    unit: 'times',
    compare: 'at_least',
    source: 'stall',
    // Both are counted in the same bars, so the higher count is the higher points.
    measure: ({ facts }) => max(facts.handOffs, floor(facts.heldMinutes / max(1, facts.remedyMinutes))),
    facts: ({ facts }) => ({ handOffs: facts.handOffs, heldMinutes: facts.heldMinutes, remedyMinutes: facts.remedyMinutes }),
  },
];

/** The first step whose bar the value meets; null: none. Steps go from the highest points down. */
function stepMet(steps: readonly Step[], compare: Factor['compare'], value: number | null): Step | null {
  if (value === null) return null;
  for (const step of steps) if (compare === 'at_most' ? value <= step.bar : value >= step.bar) return step;
  return null;
}

/** The sum of weight × points (0 to 10,000), and the highest points of a factor that has weight. */
export function scoreOf(reading: Reading): { readonly score: number; readonly strongest: number } {
  const { weights, steps } = reading.policy;
  let score = 0;
  let strongest = 0;
  for (const { code, compare, measure } of FACTORS) {
    const weight = weights[code];
    if (weight === 0) continue;
    const points = stepMet(steps[code], compare, measure(reading))?.points ?? 0;
    score += points * weight;
    if (points > strongest) strongest = points;
  }
  return { score, strongest };
}

/** One row for each factor; their scores add up to the score. */
export function factorTerms(reading: Reading): readonly FactorTerm[] {
  return FACTORS.map(({ code, unit, compare, source, measure, facts }) => {
    const value = measure(reading);
    const step = stepMet(reading.policy.steps[code], compare, value);
    const points = step?.points ?? 0;
    const weight = reading.policy.weights[code];
    return {
      code,
      value,
      unit,
      bar: step?.bar ?? null,
      compare,
      points,
      weight,
      score: points * weight,
      facts: facts(reading),
      source: reading.facts.sources[source] ?? null,
    };
  });
}
