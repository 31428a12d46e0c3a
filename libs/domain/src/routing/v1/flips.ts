import type { Policy } from '../policy-document.js';
import type { Flip } from '../route-record.js';
import type { CaseFacts } from './case-facts.js';
import { FLIP_FACTS, type FlipFact } from './flip-facts.js';
import { MOST } from './reading.js';
import { levelAndScore } from './route.js';

/**
 * What would have changed the level: for each single fact of the case and each direction in which it has steps, the nearest value at which
 * the level is another, found by evaluating the case again at every step from the nearest on; `flip` null: at none of them. A direction
 * without any step is left out, so is a fact that the case does not have. A missing fact stands at its lower end. About 60 evaluations.
 */
export function flipsOf(facts: CaseFacts, policy: Policy): readonly Flip[] {
  const now = levelAndScore(facts, policy);
  const flips: Flip[] = [];
  for (const fact of FLIP_FACTS) {
    const value = fact.read(facts, policy);
    if (value === null) continue;
    const edges = fact.edges(facts, policy, now.score).filter((edge) => edge > 0 && edge <= MOST);
    const above = edges.filter((edge) => edge > value).sort((a, b) => a - b);
    // An edge lies between the value before it and itself, so from above it is passed one lower.
    const below = edges.filter((edge) => edge <= value).sort((a, b) => b - a).map((edge) => edge - 1); // prettier-ignore
    if (above.length > 0) flips.push({ fact: fact.name, direction: 'up', flip: nearest(fact, above, facts, policy, now.level) });
    if (below.length > 0) flips.push({ fact: fact.name, direction: 'down', flip: nearest(fact, below, facts, policy, now.level) });
  }
  return flips;
}

function nearest(fact: FlipFact, values: readonly number[], facts: CaseFacts, policy: Policy, now: number): Flip['flip'] {
  for (const value of values) {
    const { level } = levelAndScore(fact.set(facts, value, policy), policy);
    if (level !== now) return { value, level };
  }
  return null;
}
