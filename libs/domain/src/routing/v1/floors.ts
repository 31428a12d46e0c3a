import type { FloorCode, FloorTerm } from '../route-record.js';
import type { SourceName } from './case-facts.js';
import type { Reading } from './reading.js';

const { max, min } = Math;

/** A reason that asks for a level whatever the score. */
interface Floor {
  readonly code: FloorCode;
  readonly source: SourceName;
  /** The level it asks for; 0 when it does not apply. */
  readonly level: (reading: Reading) => number;
  readonly facts: (reading: Reading) => FloorTerm['facts'];
}

const FLOORS: readonly Floor[] = [
  {
    code: 'AMOUNT',
    source: 'amount',
    level: (reading) => (reading.facts.ask === null ? 0 : levelForAmount(reading)),
    facts: (reading) => ({
      ownMinor: reading.commitment.own,
      otherOrderMinor: reading.facts.otherCommitments.order,
      otherPartnerMinor: reading.facts.otherCommitments.partner,
      totalMinor: reading.commitment.total,
      delayDays: reading.facts.ask?.delayDays ?? 0,
      unconvertible: reading.facts.ask?.unconvertible ?? false,
      limitMinor: limitThatSpeaks(reading),
    }),
  },
  {
    code: 'ACTION',
    source: 'action',
    level: ({ facts, policy }) => {
      const needed = facts.action === null ? 1 : (policy.actionLevels[facts.action] ?? 1);
      return needed > 1 ? needed : 0;
    },
    facts: ({ facts }) => ({ action: facts.action }),
  },
  {
    code: 'SAFETY',
    source: 'exposure',
    level: ({ facts, policy }) => (facts.exposure === 'none' ? 0 : policy.safetyLevel),
    facts: ({ facts }) => ({ exposure: facts.exposure }),
  },
  {
    code: 'CRITICAL',
    source: 'critical',
    level: ({ stakes, policy }) => (stakes.criticalFloor ? policy.critical.level : 0),
    facts: ({ facts, stakes }) => ({
      detail: facts.critical?.detail ?? null,
      successesInARow: facts.critical?.successesInARow ?? null,
      stakes: stakes.own,
      phase: facts.phase,
    }),
  },
  {
    code: 'ROADBLOCK',
    source: 'roadblock',
    level: ({ facts, policy }) => (facts.roadblock === null ? 0 : min(policy.levels.length, facts.roadblock.fromLevel + 1)),
    facts: ({ facts }) => ({
      fromLevel: facts.roadblock?.fromLevel ?? null,
      cause: facts.roadblock?.cause ?? null,
      requests: facts.roadblock?.requests ?? null,
    }),
  },
  {
    code: 'CALLED_MINE',
    source: 'calledMine',
    level: ({ facts, policy }) => (facts.calledMine === null ? 0 : min(policy.levels.length, facts.calledMine.level)),
    facts: ({ facts }) => ({ level: facts.calledMine?.level ?? null }),
  },
];

/** The lowest level whose limit covers the commitment; the top when none does, or when it has no amount in the routing currency. */
function levelForAmount({ facts, policy, commitment }: Reading): number {
  const top = policy.levels.length;
  if (facts.ask?.unconvertible === true) return top;
  for (let level = 1; level < top; level++) if (commitment.total <= (policy.limits[level - 1]?.minor ?? 0)) return level;
  return top;
}

/** The limit that the commitment is above; at L1 the limit that it keeps to; null when it could not be compared. */
function limitThatSpeaks(reading: Reading): number | null {
  if (reading.facts.ask?.unconvertible === true) return null;
  return reading.policy.limits[max(0, levelForAmount(reading) - 2)]?.minor ?? null;
}

/** The highest level that any floor asks for; at least 1. */
export function highestFloor(reading: Reading): number {
  let highest = 1;
  for (const { level } of FLOORS) highest = max(highest, level(reading));
  return highest;
}

/** The floors that apply. */
export function floorTerms(reading: Reading): readonly FloorTerm[] {
  const terms: FloorTerm[] = [];
  for (const { code, source, level, facts } of FLOORS) {
    const asked = level(reading);
    if (asked > 0) terms.push({ code, level: asked, facts: facts(reading), source: reading.facts.sources[source] ?? null });
  }
  return terms;
}
