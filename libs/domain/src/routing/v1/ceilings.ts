import type { CeilingCode, CeilingTerm } from '../route-record.js';
import type { SourceName } from './case-facts.js';
import type { Reading } from './reading.js';

const { max, min } = Math;

/** A reason that caps what the score says; never a floor. */
interface Ceiling {
  readonly code: CeilingCode;
  readonly source: SourceName;
  /** The level it caps at; null when it does not apply. */
  readonly level: (reading: Reading) => number | null;
  readonly facts: (reading: Reading) => CeilingTerm['facts'];
}

const CEILINGS: readonly Ceiling[] = [
  {
    code: 'HANDED_OVER',
    source: 'handOver',
    // A value at risk that is missing is read as 0 here and as the greatest at the other end, so that it is asked for if it decides.
    level: ({ facts, commitment }) => {
      if (facts.handOver === null || facts.ask?.unconvertible === true) return null;
      return commitment.total <= facts.handOver.amountLimit && (facts.valueAtRisk ?? 0) <= facts.handOver.valueLimit ? 1 : null;
    },
    facts: ({ facts, commitment }) => ({
      playbook: facts.handOver?.playbook ?? null,
      totalMinor: commitment.total,
      amountLimit: facts.handOver?.amountLimit ?? null,
      valueAtRisk: facts.valueAtRisk,
      valueLimit: facts.handOver?.valueLimit ?? null,
    }),
  },
  {
    code: 'CALLED_DELEGATE',
    source: 'calledDelegate',
    level: ({ facts }) => (facts.calledDelegate === null ? null : max(1, facts.calledDelegate.level)),
    facts: ({ facts }) => ({ level: facts.calledDelegate?.level ?? null }),
  },
];

/** The lowest level that any ceiling caps at; the top when none applies. */
export function lowestCeiling(reading: Reading): number {
  let lowest = reading.policy.levels.length;
  for (const { level } of CEILINGS) lowest = min(lowest, level(reading) ?? lowest);
  return lowest;
}

/** The ceilings that apply. */
export function ceilingTerms(reading: Reading): readonly CeilingTerm[] {
  const terms: CeilingTerm[] = [];
  for (const { code, source, level, facts } of CEILINGS) {
    const cap = level(reading);
    if (cap === null) continue;
    terms.push({
      code,
      level: min(cap, reading.policy.levels.length),
      facts: facts(reading),
      source: reading.facts.sources[source] ?? null,
    });
  }
  return terms;
}
