import type { Policy } from '../policy-document.js';
import type { ThresholdTerm } from '../route-record.js';
import type { CaseFacts } from './case-facts.js';

const { floor, min } = Math;

/** What the phase adds to every entry: launch lowers, steady raises. */
export function phaseShift(phase: CaseFacts['phase'], policy: Policy): number {
  // 0 − 0 is 0; a negated 0 would not equal the 0 that the log gives back.
  if (phase === 'launch') return 0 - policy.phaseShift;
  return phase === 'steady' ? policy.phaseShift : 0;
}

/** What a level's use of attention adds to its entry: nothing up to `fromPercent`, then linearly to `most` at 100%. */
function loadPrice(loadPercent: number, { loadPrice: { fromPercent, most } }: Policy): number {
  if (loadPercent <= fromPercent) return 0;
  if (loadPercent >= 100) return most;
  return floor((most * (loadPercent - fromPercent)) / (100 - fromPercent));
}

/** The score that a level asks for now. */
function entryNow(level: number, facts: CaseFacts, policy: Policy): number {
  return (policy.entry[level - 1] ?? 0) + phaseShift(facts.phase, policy) + loadPrice(facts.load[level - 1] ?? 0, policy);
}

/** The highest level whose entry the score meets; 1 when it meets none. */
export function levelEntered(score: number, facts: CaseFacts, policy: Policy): number {
  for (let level = policy.levels.length; level > 1; level--) if (score >= entryNow(level, facts, policy)) return level;
  return 1;
}

/**
 * Where the case is kept although it would not enter: its own level while it has not been there for the dwell, after that the
 * highest level up to its own whose hold the score meets; null: nowhere above L1. It asks for no strong reason again.
 */
export function heldAt(
  score: number,
  facts: CaseFacts,
  policy: Policy,
): { readonly level: number; readonly because: 'score' | 'dwell' } | null {
  const own = min(facts.ownLevel, policy.levels.length);
  let byScore = own;
  while (byScore > 1 && score < (policy.hold[byScore - 1] ?? 0)) byScore--;
  if (byScore < own && facts.atLevelMinutes < policy.dwellMinutes) return { level: own, because: 'dwell' };
  return byScore > 1 ? { level: byScore, because: 'score' } : null;
}

/** One row for each level above L1. */
export function thresholdTerms(facts: CaseFacts, policy: Policy): readonly ThresholdTerm[] {
  return policy.levels.slice(1).map((_, index) => {
    const level = index + 2;
    const loadPercent = facts.load[level - 1] ?? 0;
    return {
      level,
      entry: policy.entry[level - 1] ?? 0,
      phaseShift: phaseShift(facts.phase, policy),
      loadPercent,
      loadPrice: loadPrice(loadPercent, policy),
      effective: entryNow(level, facts, policy),
      hold: policy.hold[level - 1] ?? 0,
    };
  });
}
