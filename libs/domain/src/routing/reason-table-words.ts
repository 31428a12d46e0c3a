import type { Words } from './explanation-words.js';
import type { FactorCode } from './policy-document.js';
import type { CeilingCode, CeilingTerm, FactorTerm, Flip } from './route-record.js';

const numberIn = (facts: CeilingTerm['facts'], name: string): number => (typeof facts[name] === 'number' ? facts[name] : 0);

/** A row of the table: what is held against which bar. */
interface RowWords<Term> {
  readonly reason: string;
  readonly value: (term: Term, words: Words) => string;
  readonly bar: (term: Term, words: Words) => string | null;
}

/** How a measure is said, the value and the bar alike. */
const MEASURES: Readonly<Record<FactorCode, (value: number) => string>> = {
  TIME: (value) => `${value}% of what a remedy takes`,
  DELAY_COST: (value) => `${value}% of a manager's limit`,
  STAKES: (value) => `${value} of 4`,
  NOVELTY: (value) => String(value),
  VISIBILITY: (value) => `${value} of 3`,
  STALL: (value) => `${value} times`,
};

const LABELS: Readonly<Record<FactorCode, string>> = {
  TIME: 'Time left',
  DELAY_COST: 'Cost of a day of delay',
  STAKES: 'What is at stake',
  NOVELTY: 'Cases like this, solved lately',
  VISIBILITY: 'Who is watching',
  STALL: 'Passed on or waiting, undecided',
};

export function factorRow(code: FactorCode): RowWords<FactorTerm> {
  return {
    reason: LABELS[code],
    value: ({ value }) => (value === null ? 'not known' : MEASURES[code](value)),
    bar: ({ bar, compare }) => (bar === null ? null : `at ${compare === 'at_most' ? 'most' : 'least'} ${MEASURES[code](bar)}`),
  };
}

export const CEILING_ROWS: Readonly<Record<CeilingCode, RowWords<CeilingTerm>>> = {
  HANDED_OVER: {
    reason: 'A manager decides cases like this',
    value: ({ facts }, { amount }) => {
      const risk = facts['valueAtRisk'] === null ? 'an unknown value' : amount(numberIn(facts, 'valueAtRisk'));
      return `${amount(numberIn(facts, 'totalMinor'))} asked, ${risk} at risk`;
    },
    bar: ({ facts }, { amount }) =>
      `at most ${amount(numberIn(facts, 'amountLimit'))} asked, ${amount(numberIn(facts, 'valueLimit'))} at risk`,
  },
  CALLED_DELEGATE: { reason: 'A leader left it there', value: () => 'yes', bar: () => null },
};

/** What `FLIPS_IN_WORDS` leaves out, because nobody would think of it first, and a table has room for. */
export const MORE_FLIPS_IN_WORDS: readonly (readonly [
  fact: string,
  say: (value: number, direction: Flip['direction'], words: Words) => string,
])[] = [
  ['handOffs', (value, direction) => `it was passed on ${bound(direction)} ${value} times`],
  ['heldMinutes', (value, direction) => `it waited ${bound(direction)} ${value} working minutes`],
  ['otherCommitmentsOnOrder', (value, direction, { amount }) => `others on the order come to ${bound(direction)} ${amount(value)}`],
  ['otherCommitmentsWithPartner', (value, direction, { amount }) => `others with the partner come to ${bound(direction)} ${amount(value)}`],
  ['actionLevel', (_, direction) => (direction === 'up' ? 'what is to be done were reserved' : 'what is to be done were not reserved')],
  ['critical', () => 'it broke nothing that must go right'],
  ['successesInARow', (value, direction) => `${bound(direction)} ${value} went right in a row`],
  [
    'roadblock',
    (_, direction) => (direction === 'up' ? 'who has it asks for more authority' : 'neither a person nor a clock had sent it up'),
  ],
  ['calledMine', (_, direction) => (direction === 'up' ? 'a leader says "mine"' : 'no leader said "mine"')],
  ['calledDelegate', (_, direction) => (direction === 'down' ? 'a leader leaves it there' : 'no leader left it there')],
  ['handedOver', () => "cases like this were not a manager's to decide"],
  ['phase', (value) => `the programme is ${['in its launch', 'growing', 'steady'][value] ?? 'elsewhere'}`],
];

function bound(direction: Flip['direction']): string {
  return direction === 'up' ? 'at least' : 'at most';
}
