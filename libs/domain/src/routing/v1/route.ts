import type { Policy } from '../policy-document.js';
import type { FullRoute, InputCode } from '../route-record.js';
import type { CaseFacts } from './case-facts.js';
import { ceilingTerms, lowestCeiling } from './ceilings.js';
import { factorTerms, scoreOf } from './factors.js';
import { floorTerms, highestFloor } from './floors.js';
import { INPUTS } from './inputs.js';
import { read, type Reading } from './reading.js';
import { heldAt, levelEntered, thresholdTerms } from './thresholds.js';

const { max, min } = Math;

/** Where an issue goes, and why: the part of a route that follows from the facts of the case and the policy alone. */
export type Verdict = Pick<
  FullRoute,
  'level' | 'score' | 'scoreLevel' | 'concordance' | 'held' | 'floors' | 'ceilings' | 'factors' | 'thresholds' | 'missing' | 'derived' | 'assumed' | 'question' | 'provisional'
>; // prettier-ignore

/**
 * Why an issue goes where it goes. Total: for facts within their ranges (integers from 0 to 10^13) and a policy that
 * `checkPolicy` accepts it returns and never throws. Facts that are missing are read at their lower end; when the other end would
 * give another level the verdict is provisional, and `question` names the one fact to ask for.
 */
export function route(facts: CaseFacts, policy: Policy): Verdict {
  const reading = read(facts, policy);
  const { level, score, scoreLevel, concordance, held } = decide(reading);
  const missing = INPUTS.filter((input) => input.missing(facts));
  const question = missing.length === 0 ? null : questionThatDecides(missing, facts, policy, level, score);
  return {
    level,
    score,
    scoreLevel,
    concordance,
    held,
    floors: floorTerms(reading),
    ceilings: ceilingTerms(reading),
    factors: factorTerms(reading),
    thresholds: thresholdTerms(facts, policy),
    missing: missing.map(({ code }) => code),
    derived: derivedInputs(facts),
    assumed: assumptions(facts),
    question,
    provisional: question !== null,
  };
}

/** Hard floors stand above everything; ceilings cap what the score says and what is held. */
function decide(reading: Reading): Pick<Verdict, 'level' | 'score' | 'scoreLevel' | 'concordance' | 'held'> {
  const { facts, policy } = reading;
  const { score, strongest } = scoreOf(reading);
  const concordance = strongest >= policy.concordancePoints;
  const scoreLevel = concordance ? levelEntered(score, facts, policy) : 1;
  const held = heldAt(score, facts, policy);
  const level = max(highestFloor(reading), min(lowestCeiling(reading), max(scoreLevel, held?.level ?? 1)));
  return { level, score, scoreLevel, concordance, held };
}

/** Level and score alone, without the reasons: for those who evaluate many times. */
export function levelAndScore(facts: CaseFacts, policy: Policy): { readonly level: number; readonly score: number } {
  return decide(read(facts, policy));
}

/**
 * The one question that decides. Null when both ends of all that is missing give the same level. Else the input that changes the level
 * alone (by most, then by weight, then in the order of `INPUTS`); if none does alone, the one that lifts the score most.
 */
function questionThatDecides(missing: typeof INPUTS, facts: CaseFacts, policy: Policy, level: number, score: number): InputCode | null {
  const allAtMost = missing.reduce((each, input) => input.atMost(each), facts);
  if (levelAndScore(allAtMost, policy).level === level) return null;
  const ranked = missing
    .map((input) => {
      const alone = levelAndScore(input.atMost(facts), policy);
      const weight = input.factor === null ? 0 : policy.weights[input.factor];
      return { code: input.code, rise: alone.level - level, gain: alone.score - score, weight };
    })
    .sort((a, b) => b.rise - a.rise || (a.rise > 0 ? 0 : b.gain - a.gain) || b.weight - a.weight);
  return ranked[0]?.code ?? null;
}

function derivedInputs({ derived }: CaseFacts): Verdict['derived'] {
  return [...(derived.delayCostPerDay ? (['DELAY_COST'] as const) : []), ...(derived.valueAtRisk ? (['VALUE_AT_RISK'] as const) : [])];
}

function assumptions({ remedyAssumed, calendarAssumed }: CaseFacts): Verdict['assumed'] {
  return [...(remedyAssumed ? (['REMEDY'] as const) : []), ...(calendarAssumed ? (['CALENDAR'] as const) : [])];
}
