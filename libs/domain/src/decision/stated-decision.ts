import type { Money } from '../money.js';

export const DECISION_OPTIONS = ['recommended', 'alternative', 'other', 'no'] as const;
export type DecisionOption = (typeof DECISION_OPTIONS)[number];

/** What is committed when it is not what the ask says. An absent part commits nothing. Days are calendar days. */
export interface Terms {
  readonly spend: Money | null;
  readonly writeOff: Money | null;
  readonly delayAcceptedDays: number;
}

/** What somebody decides, as a command brings it. */
export interface StatedDecision {
  /** `recommended` commits what the ask says; `no` commits nothing; the others commit their `terms`. */
  readonly option: DecisionOption;
  readonly decision: string;
  readonly rationale: string;
  /** 0 to 10, each a line of at most 500 characters. */
  readonly optionsConsidered: readonly string[];
  /** For `alternative` and `other` alone; null: they commit nothing. */
  readonly terms: Terms | null;
}
