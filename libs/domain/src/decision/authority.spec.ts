import { describe, expect, it } from '@jest/globals';
import { issueDecider } from '../issue/issue.decider.js';
import type { IssueFacts, KnownFacts } from '../issue/issue.js';
import { ask, filed } from '../testing/issue-7.js';
import { amountFloor, book, NOW, partner, policy, route, site } from '../testing/organisation.js';
import { grant, person, upTo } from '../testing/people.js';
import type { Grant } from '../person/rights.js';
import type { FullRoute } from '../routing/route-record.js';
import { AskMissing, GrantMissing, grantUsed, type CaseToDecide } from './authority.js';
import { commitmentOf, commitmentOfAsk, type Commitment } from './commitment.js';

const usd = (minor: number) => ({ minor, currency: 'USD' });
const money = (minor: number) => ({ stated: usd(minor), routed: usd(minor) });
const unconverted = { stated: { minor: 1, currency: 'JPY' }, routed: null };

function factsWith(changes: Partial<IssueFacts>): KnownFacts {
  const state = issueDecider.evolve(issueDecider.initial, filed(changes));
  if (state.status === 'none') throw new Error('was not filed');
  return state.facts;
}

const caseOf = (facts: Partial<IssueFacts>, routed: FullRoute | null = route()): CaseToDecide => ({
  facts: factsWith(facts),
  route: routed,
  policy,
  book,
  site,
  partner,
  now: NOW,
});

const committing = (coveredMinor: number, bounded = true): Commitment => ({ ownMinor: coveredMinor, coveredMinor, bounded, spend: null });
const holds = (...grants: Grant[]) => person('ann', 'manager', { level: 1, grants });
const used = (grants: Grant[], covered: number, decided = caseOf({ ask: ask(1) }), bounded = true) =>
  grantUsed(holds(...grants), 'recommended', committing(covered, bounded), decided).grantId;

describe('the grant that a decision uses', () => {
  it('is the smallest that covers it', () => {
    expect(used([grant('all'), upTo(900), upTo(500), upTo(499)], 500)).toBe('upto-500');
    expect(used([grant('b'), grant('a')], 500)).toBe('a');
  });

  it.each<[string, Partial<Grant>]>([
    ['not live yet', { from: '2026-11-23T10:00:00.001Z' }],
    ['not live any more', { until: NOW }],
    ['for another action', { action: 'waiver' }],
    ['for another kind', { pattern: { kind: 'damaged' } }],
    ['for another class of partner', { pattern: { partnerClass: 'supplier' } }],
    ['for another class of site', { pattern: { siteClass: 'clinic' } }],
    ['in another currency', { amount: { minor: 9_000, currency: 'EUR' } }],
    ['one cent short', { amount: usd(499) }],
  ])('is never one that is %s', (_why, changes) => {
    expect(() => used([upTo(9_000, changes)], 500)).toThrow(GrantMissing);
  });

  it('may be for just this action, this pattern and this moment', () => {
    const exact = { action: 'spend', from: NOW, pattern: { kind: 'late', partnerClass: 'carrier', siteClass: 'primary' } } as const;
    expect(used([upTo(500, exact)], 500)).toBe('upto-500');
  });

  it('does not match a class that is not known', () => {
    const nowhere = { ...caseOf({ ask: ask(1) }), site: { status: 'none' }, partner: { status: 'none' } } as const;
    expect(used([upTo(500)], 500, nowhere)).toBe('upto-500');
    for (const pattern of [{ siteClass: 'primary' }, { partnerClass: 'carrier' }]) {
      expect(() => used([upTo(500, { pattern })], 500, nowhere)).toThrow(GrantMissing);
    }
  });

  it('for every ordinary action does not reach what the policy reserves for a level above', () => {
    const waiver = caseOf({ ask: { ...ask(1), action: 'waiver' } }, route({ floors: [amountFloor(1)] }));
    expect(() => used([upTo(500)], 500, waiver)).toThrow(GrantMissing);
    expect(used([upTo(500, { action: 'waiver' })], 500, waiver)).toBe('upto-500');
    const at = (level: number) => person('lea', 'leader', { level, grants: [upTo(500)] });
    expect(() => grantUsed(at(2), 'recommended', committing(500), waiver)).toThrow(GrantMissing);
    expect(grantUsed(at(3), 'recommended', committing(500), waiver).grantId).toBe('upto-500');
  });

  it('does not reach it either while the route does not know yet that the ask was amended', () => {
    const routedBefore = route({ floors: [amountFloor(1)] });
    expect(used([upTo(500)], 500, caseOf({ ask: ask(1) }, routedBefore))).toBe('upto-500');
    for (const action of ['move_staff', 'contract_change'] as const) {
      expect(() => used([upTo(500)], 500, caseOf({ ask: { ...ask(1), action } }, routedBefore))).toThrow(GrantMissing);
    }
  });

  it('has no limit where the amount is not known', () => {
    const weighed = caseOf({ ask: ask(1) }, route({ floors: [amountFloor(1)] }));
    expect(used([upTo(10_000_000_000_000), grant('all')], 5, weighed, false)).toBe('all');
    expect(() => used([upTo(10_000_000_000_000)], 5, weighed, false)).toThrow(GrantMissing);
    expect(() => used([upTo(10_000_000_000_000)], 5, caseOf({ ask: ask(1) }), false)).toThrow(AskMissing);
  });
});

describe('what an ask commits', () => {
  const commits = (facts: Partial<IssueFacts>, routed: FullRoute | null) => commitmentOfAsk(caseOf(facts, routed));
  const nothingElse = route({ floors: [amountFloor(0)] });

  it('is spend, value written off, and delay at the cost a day', () => {
    const whole = { ...ask(100), writeOff: money(20), delayAcceptedDays: 3 };
    expect(commits({ ask: whole, delayCostPerDay: money(7) }, nothingElse)).toMatchObject({
      ownMinor: 141,
      coveredMinor: 141,
      bounded: true,
    });
  });

  it('takes the cost of delay that the route derived, never one that it assumed', () => {
    const wait = { ask: { ...ask(100), delayAcceptedDays: 2 } };
    const pool = { delayCostPerDay: 10, assumed: false, expectedMinutes: 20 };
    expect(commits(wait, route({ pool })).ownMinor).toBe(120);
    expect(commits(wait, route({ pool: { ...pool, assumed: true } })).ownMinor).toBe(100);
  });

  it('is never less than the route weighed, and adds the greater sum of others', () => {
    expect(commits({ ask: ask(100) }, route({ floors: [amountFloor(150, 30, 40)] }))).toMatchObject({ ownMinor: 150, coveredMinor: 190 });
    expect(commits({ ask: ask(200) }, route({ floors: [amountFloor(150, 40, 30)] }))).toMatchObject({ ownMinor: 200, coveredMinor: 240 });
  });

  it('is not bounded by an amount without a rate, nor while nobody summed the others', () => {
    expect(commits({ ask: { ...ask(1), spend: unconverted } }, nothingElse).bounded).toBe(false);
    expect(commits({ ask: { ...ask(1), writeOff: unconverted } }, nothingElse).bounded).toBe(false);
    expect(commits({ ask: { ...ask(1), delayAcceptedDays: 1 }, delayCostPerDay: unconverted }, nothingElse).bounded).toBe(false);
    expect(commits({ ask: ask(1), delayCostPerDay: unconverted }, nothingElse).bounded).toBe(true);
    expect(commits({ ask: ask(1) }, null).bounded).toBe(false);
    expect(commits({ ask: ask(0) }, null).bounded).toBe(true);
  });

  it('stays a safe integer, however long the delay', () => {
    const days = { ask: { ...ask(1), delayAcceptedDays: 3650 }, delayCostPerDay: money(10_000_000_000_000) };
    expect(Number.isSafeInteger(commits(days, route({ floors: [amountFloor(0, 1e15)] })).coveredMinor)).toBe(true);
  });
});

describe('what another decision commits', () => {
  it('is what its terms say, and nothing without terms', () => {
    const terms = { spend: { minor: 100, currency: 'EUR' }, writeOff: null, delayAcceptedDays: 0 };
    const weighed = caseOf({ ask: ask(1) }, route({ floors: [amountFloor(1, 5)] }));
    expect(commitmentOf({ option: 'other', terms }, weighed)).toMatchObject({
      ownMinor: 110,
      coveredMinor: 115,
      spend: { routed: usd(110) },
    });
    expect(commitmentOf({ option: 'other', terms: null }, weighed)).toMatchObject({ ownMinor: 0, coveredMinor: 0, spend: null });
    expect(commitmentOf({ option: 'no', terms: null }, weighed)).toMatchObject({ ownMinor: 0, coveredMinor: 0, spend: null });
  });
});
