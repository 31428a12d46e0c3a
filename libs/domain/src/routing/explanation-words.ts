import type { ActionKind, FactorCode } from './policy-document.js';
import type { FactorTerm, Flip, FloorCode, FloorTerm, InputCode } from './route-record.js';

/** How values are said. */
export interface Words {
  /** An amount in minor units of the routing currency: "24,000.00 USD". */
  readonly amount: (minor: number) => string;
}

type Facts = FloorTerm['facts'];

const ACTIONS: Readonly<Record<ActionKind, string>> = {
  spend: 'spending',
  write_off: 'writing off value',
  accept_delay: 'accepting a delay',
  move_staff: 'moving staff between regions',
  move_stock: 'moving stock between regions',
  change_source: 'changing the source',
  waiver: 'a waiver',
  contract_change: 'changing a contract',
  public_statement: 'a public statement',
  official_visit: 'a media or official visit',
  other: 'such an action',
};

const isAction = (value: unknown): value is ActionKind => typeof value === 'string' && Object.hasOwn(ACTIONS, value);
const numberIn = (facts: Facts, name: string): number => (typeof facts[name] === 'number' ? facts[name] : 0);

/** Why a floor asks for its level. */
export const FLOOR_REASONS: Readonly<Record<FloorCode, (facts: Facts, words: Words) => string>> = {
  AMOUNT: (facts, { amount }) => {
    if (facts['unconvertible'] === true) return 'its amount has no exchange rate';
    const others = Math.max(numberIn(facts, 'otherOrderMinor'), numberIn(facts, 'otherPartnerMinor'));
    const sum = others > 0 ? `, with ${amount(others)} committed on the same order or partner,` : '';
    return `${amount(numberIn(facts, 'totalMinor'))}${sum} is above the limit of ${amount(numberIn(facts, 'limitMinor'))}`;
  },
  ACTION: ({ action }) => `${isAction(action) ? ACTIONS[action] : 'such an action'} is decided there`,
  SAFETY: ({ exposure }) => (exposure === 'legal' ? 'the law is touched' : 'safety is touched'),
  CRITICAL: ({ detail }) => `it breaks ${typeof detail === 'string' ? `"${detail}"` : 'a detail'}, which must go right`,
  ROADBLOCK: ({ cause }) => {
    if (cause === 'clock') return 'nobody decided it in time';
    return cause === 'stepped_up' ? 'a leader passed it on' : 'who had it asked for more authority';
  },
  CALLED_MINE: () => 'a leader said "mine"',
};

/** How a factor counted. */
export const FACTOR_REASONS: Readonly<Record<FactorCode, (term: FactorTerm, words: Words) => string>> = {
  TIME: ({ value }) => `the time left is ${value ?? 0}% of what a remedy takes`,
  DELAY_COST: ({ facts }, { amount }) => `a day of delay costs ${amount(numberIn(facts, 'delayCostPerDay'))}`,
  STAKES: ({ value }) => `the stakes are ${value ?? 0} of 4`,
  NOVELTY: ({ value }) => (value === 0 ? 'nothing like it was solved lately' : `only ${value ?? 0} like it were solved lately`),
  VISIBILITY: ({ value }) => (value === 3 ? 'the public is watching' : 'others are watching'),
  STALL: ({ facts }) =>
    numberIn(facts, 'handOffs') > 0 ? `it changed hands ${numberIn(facts, 'handOffs')} times undecided` : 'it has long been undecided',
};

type Say = (value: number, direction: Flip['direction'], words: Words) => string;
const bound = (direction: Flip['direction']): string => (direction === 'up' ? 'at least' : 'at most');

/** Changes that a person could state or bring about, the most telling first. What is not here is no news to anybody. */
export const FLIPS_IN_WORDS: readonly (readonly [fact: string, say: Say])[] = [
  [
    'askAmount',
    (value, direction, { amount }) => (value === 0 ? 'the ask costs nothing' : `the ask is ${bound(direction)} ${amount(value)}`),
  ],
  ['slackMinutes', (value, direction) => `${inTime(value)} of working time ${direction === 'up' ? 'or more' : 'or less'} are left`],
  ['valueAtRisk', (value, direction, { amount }) => `the value at risk is ${bound(direction)} ${amount(value)}`],
  ['units', (value, direction) => `it is about ${bound(direction)} ${value} units`],
  ['delayCostPerDay', (value, direction, { amount }) => `a day of delay costs ${bound(direction)} ${amount(value)}`],
  ['delayDays', (value, direction) => `${bound(direction)} ${value} days of delay are accepted`],
  ['visibility', (value, direction) => `the number of those who watch is ${bound(direction)} ${value} on the scale to 3`],
  ['earlierSuccesses', (value, direction) => `${bound(direction)} ${value} like it were solved`],
  ['irreversible', (value) => (value === 1 ? 'it cannot be undone' : 'it can be undone')],
  ['exposure', (value) => (value === 0 ? 'neither safety nor law is touched' : 'safety or law is touched')],
];

function inTime(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} minutes` : `${hours} h ${minutes % 60} min`;
}

/** What the filer is asked. */
export const QUESTIONS: Readonly<Record<InputCode, string>> = {
  NEEDED_BY: 'By when is it needed?',
  DELAY_COST: 'What does a day of delay cost?',
  VALUE_AT_RISK: 'What is the value at risk?',
  VISIBILITY: 'Who is watching?',
  ASK_AMOUNT: 'How much is needed?',
};
