import type { FactorCode } from '../policy-document.js';
import type { InputCode } from '../route-record.js';
import type { CaseFacts } from './case-facts.js';
import { MOST } from './reading.js';

/** A fact that may be missing. The facts read it at its lower end (`route.ts`); `atMost` is the other end of its range. */
interface Input {
  readonly code: InputCode;
  /** The factor whose weight says how much it matters. */
  readonly factor: FactorCode | null;
  readonly missing: (facts: CaseFacts) => boolean;
  readonly atMost: (facts: CaseFacts) => CaseFacts;
}

/** In the order in which they are asked for, all else equal. */
export const INPUTS: readonly Input[] = [
  {
    code: 'NEEDED_BY',
    factor: 'TIME',
    missing: (facts) => facts.slackMinutes === null,
    atMost: (facts) => ({ ...facts, slackMinutes: 0 }),
  },
  {
    code: 'DELAY_COST',
    factor: 'DELAY_COST',
    missing: (facts) => facts.delayCostPerDay === null,
    atMost: (facts) => ({ ...facts, delayCostPerDay: MOST }),
  },
  {
    code: 'VALUE_AT_RISK',
    factor: 'STAKES',
    missing: (facts) => facts.valueAtRisk === null,
    atMost: (facts) => ({ ...facts, valueAtRisk: MOST }),
  },
  {
    code: 'VISIBILITY',
    factor: 'VISIBILITY',
    missing: (facts) => facts.visibility === null,
    atMost: (facts) => ({ ...facts, visibility: 3 }),
  },
  {
    code: 'ASK_AMOUNT',
    factor: null,
    missing: ({ ask }) => ask !== null && (ask.amount === null || ask.unconvertible),
    atMost: (facts) => ({ ...facts, ask: facts.ask && { ...facts.ask, amount: MOST } }),
  },
];
