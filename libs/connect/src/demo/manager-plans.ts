import type { DecisionOption, FileIssue, StatedDecision, Terms } from '#domain';
import type { Dice } from './dice.js';
import { wordsOf, type AskInWords } from './reasons.js';

export type StepName = 'note' | 'file_twin' | 'link_twin' | 'withdraw' | 'reassign' | 'go_up' | 'new_date' | 'decide' | 'close' | 'reopen';
/** One thing to do, so many working minutes after the one before. */
export type Step = readonly [after: number, name: StepName];

/** How a manager means to work on an issue. What others do may come between. */
export interface Plan {
  readonly dice: Dice;
  readonly filing: FileIssue;
  readonly ask: AskInWords | null;
  readonly steps: Step[];
  /** The issue that this one says again. */
  readonly original: string | null;
  /** Only the newest appointment is kept. */
  appointment: number;
}

const TURNS: readonly (readonly [weight: number, turn: StepName | null])[] = [
  [700, null],
  [180, 'note'],
  [25, 'file_twin'],
  [10, 'withdraw'],
  [20, 'reassign'],
  [9, 'go_up'],
  [40, 'new_date'],
];
const REOPENS_PERCENT = 2;
/** In minutes. */
export const WORKING_DAY = 540;

/** What a manager will do, one after another. */
export function stepsOf(dice: Dice, { ask }: FileIssue, workMinutes: number): Step[] {
  const turn = dice.weighted(TURNS);
  const steps: Step[] = turn === null ? [] : [[dice.between(10, 60), turn]];
  if (ask !== null) steps.push([dice.between(15, 90), 'decide']);
  steps.push([workMinutes, 'close']);
  if (dice.chance(REOPENS_PERCENT)) steps.push([dice.between(WORKING_DAY, 5 * WORKING_DAY), 'reopen'], [workMinutes, 'close']);
  return steps;
}

export function inWords({ ask }: FileIssue): AskInWords | null {
  return ask === null ? null : { action: ask.action, recommendation: ask.recommendation, alternative: ask.alternative };
}

/** What a manager decides about their own ask. */
export function decisionOf({ dice, ask, filing }: Plan): StatedDecision {
  const options: readonly (readonly [number, DecisionOption])[] = [[76, 'recommended'], [ask?.alternative === null ? 0 : 12, 'alternative'], [5, 'other'], [7, 'no']]; // prettier-ignore
  const option = dice.weighted(options);
  // Half of what was asked for, from what the partner makes good.
  const spend = filing.ask?.spend ?? null;
  const terms: Terms | null =
    option === 'other' && spend !== null
      ? { spend: { ...spend, minor: Math.floor(spend.minor / 2) }, writeOff: null, delayAcceptedDays: 0 }
      : null;
  return { option, terms, ...wordsOf(option, ask, dice) };
}
