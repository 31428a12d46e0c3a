import type { ActionKind, DecisionOption, EscalationCommand, StatedAsk } from '#domain';
import { ANN, JOAN } from './cast.js';

/** Ann's assistant, in Ann's name. */
export const JOAN_FOR_ANN = { id: JOAN, inNameOf: ANN };

/** What somebody asks for; what is left out costs nothing. */
export function askFor(
  action: ActionKind,
  recommendation: string,
  alternative: string | null = null,
  terms: Partial<StatedAsk> = {},
): StatedAsk {
  return { action, spend: null, writeOff: null, delayAcceptedDays: 0, recommendation, alternative, ...terms };
}

/** A leader's decision. */
export function decideTo(
  option: DecisionOption,
  decision: string,
  rationale: string,
  optionsConsidered: readonly string[],
): Extract<EscalationCommand, { type: 'Decide' }> {
  return { type: 'Decide', option, terms: null, decision, rationale, optionsConsidered, decisionGroup: null };
}
