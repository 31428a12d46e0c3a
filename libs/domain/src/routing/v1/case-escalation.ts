import type { Minute } from '../../instant.js';
import type { Clocks, IfNobodyDecides } from '../route-record.js';
import type { EscalationKey } from '../routed.js';

/**
 * An escalation as the fold sees it: opened at the trigger whose route escalated, moved by people and clocks at their events and by
 * routes at their triggers. The stream of the escalation follows.
 */
export interface CaseEscalation {
  readonly key: EscalationKey;
  readonly level: number;
  readonly holder: string;
  /** The holder was chosen by a person, and is kept while they can take it. */
  readonly byHand: boolean;
  /** A leader has it in hand, since when. */
  readonly claim: { readonly by: string; readonly at: Minute } | null;
  readonly clocks: Clocks;
  readonly ifNobodyDecides: IfNobodyDecides;
  /** Everybody who has been its holder at this level: a claim by one of them may have come before the next was written. */
  readonly holders: readonly string[];
  /** Whose clocks ran out at this level. After the first the next level is asked, not one substitute after the other. */
  readonly tried: readonly string[];
  /** How often people and clocks have moved it. */
  readonly moves: number;
  /** How many of these a route has told the stream since; null: what was told last may have been refused, so tell it again. */
  readonly told: number | null;
  /** Somebody claimed it before its end was written; so it has not come to an end as long as it is claimed. */
  readonly cameBack: boolean;
  readonly expectedMinutes: number;
}

/** Who answers for it: who claimed it, else its holder. */
export function answersFor({ claim, holder }: CaseEscalation): string {
  return claim?.by ?? holder;
}

/** The escalation with another holder, and perhaps at another level: nobody has claimed it there. */
export function movedTo(
  escalation: CaseEscalation,
  to: Pick<CaseEscalation, 'level' | 'holder'> & Partial<CaseEscalation>,
): CaseEscalation {
  const holders = to.level === escalation.level ? escalation.holders : [];
  return { ...escalation, byHand: false, cameBack: false, ...to, claim: null, holders: [...holders, to.holder] };
}
