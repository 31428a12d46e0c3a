import type { Policy } from './policy-document.js';
import { flipsOf } from './v1/flips.js';
import { route } from './v1/route.js';

export type { CaseFacts } from './v1/case-facts.js';
export type { Verdict } from './v1/route.js';

/** The evaluators that were ever released, by version: a route is recomputed with the one that its policy names. */
const EVALUATORS = { v1: { route, flipsOf } } as const;

export type Evaluator = (typeof EVALUATORS)[Policy['evaluator']];

/** The evaluator that a policy names. */
export function evaluatorOf(policy: Policy): Evaluator {
  return EVALUATORS[policy.evaluator];
}
