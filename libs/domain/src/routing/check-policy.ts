import type { Policy } from './policy-document.js';
import { policyRuleFaults } from './policy-rules.js';
import { POLICY_SHAPE } from './policy-shape.js';
import type { PolicyFault } from './shape.js';

export type { PolicyFault } from './shape.js';

/**
 * What is wrong with a proposed policy: its shape (every field, unknown fields refused), and, if that is sound, the static rules that
 * keep the evaluator monotone. Empty: it is a `Policy`. Never throws, whatever comes in; arithmetic on it stays within the safe integers.
 */
export function checkPolicy(policy: unknown): readonly PolicyFault[] {
  const faults = POLICY_SHAPE(policy, '');
  return faults.length > 0 ? faults : policyRuleFaults(policy as Policy);
}
