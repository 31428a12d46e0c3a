import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { reasonRows, wouldChange, type TableNaming } from './reason-table.js';
import type { FullRoute } from './route-record.js';
import { cases, quietCase } from './testing/cases.js';
import { LARGE } from './testing/policies.js';
import type { CaseFacts } from './v1/case-facts.js';
import { flipsOf } from './v1/flips.js';
import { route } from './v1/route.js';

const naming: TableNaming = {
  amount: (minor) => `$${minor / 100}`,
  nameOf: (id) => (id === 'dana' ? 'Dana Okafor' : id),
  levelOf: (level) => ['a manager', 'a senior leader', 'an executive'][level - 1]!,
};

/** What the words need of a route; who holds it and its clocks are others' part. */
function routed(facts: CaseFacts): FullRoute {
  return { ...route(facts, LARGE), owner: 'dana', emptyLevels: [], flips: flipsOf(facts, LARGE) } as unknown as FullRoute;
}

const inShort = (facts: CaseFacts): string[] =>
  reasonRows(routed(facts), naming).map(({ reason, value, bar, score }) =>
    [reason, value, bar, score].filter((part) => part !== null).join(' | '),
  );

describe('the table of reasons', () => {
  it('says what always goes up, what was weighed, and what the sum was held against', () => {
    const facts = quietCase({
      ask: { amount: 2_500_000, unconvertible: false, delayDays: 0 },
      otherCommitments: { order: 600_000, partner: 0 },
      exposure: 'legal',
      slackMinutes: 900,
      visibility: null,
      load: [0, 85, 0],
    });
    expect(inShort(facts)).toEqual([
      'Always goes up | $31000 | above $25000',
      'Always goes up | the law is touched | for a senior leader',
      'Time left | 90% of what a remedy takes | at most 100% of what a remedy takes | 1800',
      "Cost of a day of delay | 0% of a manager's limit | 0",
      'What is at stake | 0 of 4 | 0',
      'Cases like this, solved lately | 3 | 0',
      'Who is watching | not known | 0',
      'Passed on or waiting, undecided | 0 times | 0',
      'Strength for a senior leader | 1800 | at least 6000, 1000 of it a higher bar while leaders are busy',
      'Strength for an executive | 1800 | at least 7000',
    ]);
  });

  it('says what keeps it down, what is inside a limit, and what is kept', () => {
    const handOver = { playbook: 'late-south', amountLimit: 1_000_000, valueLimit: 5_000_000 };
    const facts = quietCase({
      ask: { amount: 500_000, unconvertible: false, delayDays: 0 },
      handOver,
      ownLevel: 2,
      calledDelegate: { level: 1 },
    });
    const rows = inShort(facts);
    expect(rows).toContain('Inside the limit | $5000 | at most $25000');
    expect(rows).toContain('A manager decides cases like this | $5000 asked, $0 at risk | at most $10000 asked, $50000 at risk');
    expect(rows).toContain('A leader left it there | yes');
    expect(rows).toContain('One strong reason needed | the strongest has 0 points');
    expect(rows).toContain('Kept with a senior leader to avoid bouncing | 0 | it came there a short while ago');
  });

  it('names the event that each reason came from', () => {
    const source = { stream: 'issue-42', revision: 1 };
    expect(reasonRows(routed(quietCase({ exposure: 'safety', sources: { exposure: source } })), naming)[0]?.from).toEqual(source);
  });

  it('has weighed rows that sum to the score', () => {
    fc.assert(
      fc.property(cases(LARGE), (facts) => {
        const made = routed(facts);
        expect(reasonRows(made, naming).reduce((sum, row) => sum + (row.score ?? 0), 0)).toBe(made.score);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what would have changed it', () => {
  it('says who is enough, and until when it stays', () => {
    const facts = quietCase({ ask: { amount: 3_000_000, unconvertible: false, delayDays: 0 } });
    expect(wouldChange(routed(facts), naming)).toEqual([
      'goes up to an executive if the ask is at least $250000.01',
      'stays with Dana Okafor if the ask is at most $25000',
      'goes up to an executive if others on the order come to at least $220000.01',
      'goes up to an executive if others with the partner come to at least $220000.01',
      'goes up to an executive if what is to be done were reserved',
      'goes up to an executive if who has it asks for more authority',
      'goes up to an executive if a leader says "mine"',
    ]);
  });
});

describe('words on screen', () => {
  it("are a person's, never the plan's", () => {
    const plan =
      /\b(L[1-5]|levels?|floors?|ceilings?|score|slack|hold|held|dwell|hysteresis|concordance|load price|delegated|escalated|patterns?|standing order|commitment|playbook)\b/i;
    fc.assert(
      fc.property(cases(LARGE), (facts) => {
        const made = routed(facts);
        const said = [
          ...reasonRows(made, naming).flatMap(({ reason, value, bar }) => [reason, value, bar ?? '']),
          ...wouldChange(made, naming),
        ];
        expect(said.filter((words) => plan.test(words) || /undefined|null|NaN/.test(words))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
