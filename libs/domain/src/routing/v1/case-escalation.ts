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
  /** Whose clocks ran out at this level. After the first the next level is asked, not one substitute after the other. */
  readonly tried: readonly string[];
  /** How often people and clocks have moved it. */
  readonly moves: number;
  readonly expectedMinutes: number;
}

/** Who answers for it: who claimed it, else its holder. */
export function answersFor({ claim, holder }: CaseEscalation): string {
  return claim?.by ?? holder;
}
