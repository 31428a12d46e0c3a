import { checkCount, checkLabel, checkOneOf, checkText } from '../check-value.js';
import { InvalidValue } from '../errors.js';
import type { KnownAsk } from '../issue/issue.js';
import type { Money } from '../money.js';
import { plain, type Personal } from '../personal.js';

export const DECISION_OPTIONS = ['recommended', 'alternative', 'other', 'no'] as const;
export type DecisionOption = (typeof DECISION_OPTIONS)[number];

/** What is committed when it is not what the ask says. An absent part commits nothing. Days are calendar days. */
export interface Terms {
  readonly spend: Money | null;
  readonly writeOff: Money | null;
  readonly delayAcceptedDays: number;
}

/** The words of a decision. */
export interface DecisionWords {
  readonly decision: string;
  readonly rationale: string;
  /** 0 to 10, each a line of at most 500 characters. */
  readonly optionsConsidered: readonly string[];
}

/** What somebody decides, as a command brings it. */
export interface StatedDecision extends DecisionWords {
  /** `recommended` commits what the ask says; `no` commits nothing; the others commit their `terms`. */
  readonly option: DecisionOption;
  /** For `alternative` and `other` alone; null: they commit nothing. */
  readonly terms: Terms | null;
}

/** Throws `InvalidValue` for an option that the ask does not offer, and for terms where the option has its own. */
export function checkOption({ option, terms }: Pick<StatedDecision, 'option' | 'terms'>, ask: KnownAsk | null): void {
  checkOneOf(option, 'option', DECISION_OPTIONS);
  if (terms !== null && (option === 'recommended' || option === 'no')) {
    throw new InvalidValue('terms', 'are for "alternative" and "other": "recommended" commits what the ask says, "no" commits nothing');
  }
  if (option === 'alternative' && ask?.hasAlternative !== true) throw new InvalidValue('option', 'needs an ask that names an alternative');
  if (option === 'recommended') checkRecommended(ask);
}

// What is recommended would commit an amount that nobody named: no authority could be held against it.
function checkRecommended(ask: KnownAsk | null): void {
  if (ask === null) throw new InvalidValue('option', 'needs an ask on the issue');
  if ((ask.action === 'spend' && ask.spend === null) || (ask.action === 'write_off' && ask.writeOff === null)) {
    throw new InvalidValue('option', 'needs an ask with an amount: amend it, or choose "other" and state the terms');
  }
}

/** Checks the words and makes them ready to be sealed. */
export function wordsOf({ decision, rationale, optionsConsidered }: DecisionWords): {
  readonly decision: Personal;
  readonly rationale: Personal;
  readonly optionsConsidered: readonly Personal[];
} {
  checkText(decision, 'decision');
  checkText(rationale, 'rationale');
  checkCount(optionsConsidered, 'optionsConsidered', 0, 10);
  optionsConsidered.forEach((option, i) => checkLabel(option, `optionsConsidered[${i}]`, 500));
  return { decision: plain(decision), rationale: plain(rationale), optionsConsidered: optionsConsidered.map(plain) };
}
