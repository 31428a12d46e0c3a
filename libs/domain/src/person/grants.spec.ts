import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AlreadyExists, InvalidValue, NotAllowed, NotFound } from '../errors.js';
import { plain } from '../personal.js';
import { OrganisationNotSetUp } from '../policy/policy-book.js';
import { administrator, importer, person } from '../testing/people.js';
import { book, emptyBook, HOUR_AGO, NEXT_MONTH, NEXT_WEEK, nobody, NOW, registered, TOMORROW, usd } from '../testing/scenes.js';
import { scenario } from '../testing/scenario.js';
import { coversAmount, coversPattern, GrantNotCovered, isLive, type GrantAsked } from './grants.js';
import type { PersonContext } from './person.commands.js';
import { personDecider, RightsForOneself } from './person.decider.js';
import type { PersonEvent } from './person.js';
import type { Grant } from './rights.js';

const context: PersonContext = { now: NOW, actor: administrator, book, superior: nobody, superiors: [], substitute: nobody };
const asked: GrantAsked = {
  grantId: 'g1',
  action: null,
  amount: usd(5_000_00),
  pattern: { kind: 'late' },
  from: NOW,
  until: NEXT_WEEK,
  mayRedelegate: false,
};
const give = (grant: Partial<GrantAsked> = {}) => ({ type: 'GiveGrant', person: 'ann', grant: { ...asked, ...grant } }) as const;
const passedOn: PersonEvent = { type: 'GrantGiven', data: { ...asked, givenBy: 'lou', passedOnFrom: 'own' } };
const givenBy = (by: string, grant: Partial<GrantAsked> = {}): PersonEvent => ({
  type: 'GrantGiven',
  data: { ...asked, ...grant, givenBy: by },
});
const revoke = { type: 'RevokeGrant', person: 'ann', grantId: 'g1', reason: 'too wide' } as const;
const revoked: PersonEvent = { type: 'GrantRevoked', data: { grantId: 'g1', reason: plain('too wide') } };

/** A leader with a grant that may be passed on. */
const leaderWith = (grant: Partial<Grant> = {}, level: number | null = 2, id = 'lou'): PersonContext => {
  const own: Grant = { ...asked, grantId: 'own', from: HOUR_AGO, mayRedelegate: true, givenBy: 'ada', ...grant };
  return { ...context, actor: person(id, [], { level, grants: [own] }) };
};

const given = scenario(personDecider).given;
const here = registered(1);

describe('giving a grant', () => {
  it('is for administrators, and says who gave it', () => {
    given(here).when(give(), context).then(givenBy('ada'));
    given(here)
      .when(give(), { ...context, actor: importer })
      .then(givenBy('system:import'));
    given(here)
      .when(give({ amount: null, until: null, action: 'waiver', pattern: {} }), context)
      .then(givenBy('ada', { amount: null, until: null, action: 'waiver', pattern: {} }));
    given(here)
      .when(give(), { ...context, actor: { kind: 'system', id: 'router' } })
      .thenRefused(GrantNotCovered);
  });

  it('is never for oneself', () => {
    given(here)
      .when({ ...give(), person: 'ada' }, context)
      .thenRefused(RightsForOneself);
    given(here)
      .when(give(), leaderWith({}, 2, 'ann'))
      .thenRefused(RightsForOneself);
  });

  it('happens once for one id, even if that one was revoked', () => {
    given(here, givenBy('ada')).when(give(), context).thenRefused(AlreadyExists);
    given(here, givenBy('ada'), revoked).when(give(), context).thenRefused(AlreadyExists);
  });

  it('needs a routing currency for an amount', () => {
    given(here)
      .when(give(), { ...context, book: emptyBook })
      .thenRefused(OrganisationNotSetUp);
    given(here)
      .when(give({ amount: null }), { ...context, book: emptyBook })
      .then(givenBy('ada', { amount: null }));
  });

  it.each<[string, object]>([
    ['grant.grantId', { grantId: 'g 1' }],
    ['grant.action', { action: 'dance' }],
    ['grant.amount.currency', { amount: { minor: 1, currency: 'EUR' } }],
    ['grant.amount.minor', { amount: usd(-1) }],
    ['grant.pattern.kind', { pattern: { kind: '' } }],
    ['grant.pattern.partnerClass', { pattern: { partnerClass: '?' } }],
    ['grant.from', { from: 'now' }],
    ['grant.until', { until: 'never' }],
    ['grant.until', { until: NOW }],
    ['grant.until', { from: HOUR_AGO, until: NOW }],
    ['grant.mayRedelegate', { mayRedelegate: 1 }],
  ])('refuses %s of %j', (field, part) => {
    given(here).when(give(part), context).thenRefused(InvalidValue, field);
  });
});

describe('passing a grant on', () => {
  it.each<[string, Partial<Grant>]>([
    ['the same', {}],
    ['from no limit', { amount: null }],
    ['from a wider pattern', { pattern: {} }],
    ['from a longer time', { until: null }],
  ])('is part of what one holds: %s', (_, own) => {
    given(here).when(give(), leaderWith(own)).then(passedOn);
  });

  it.each<[string, Partial<Grant>]>([
    ['what may not be passed on', { mayRedelegate: false }],
    ['what is over', { from: HOUR_AGO, until: NOW }],
    ['what has not begun', { from: TOMORROW }],
    ['more than the amount', { amount: usd(4_999_99) }],
    ['another pattern', { pattern: { kind: 'damaged' } }],
    ['a wider pattern', { pattern: { kind: 'late', siteClass: 'school' } }],
    ['a longer time', { until: TOMORROW }],
    ['another action', { action: 'spend' }],
  ])('is refused for %s', (_, own) => {
    given(here).when(give(), leaderWith(own)).thenRefused(GrantNotCovered);
  });

  it('goes no further back, and has no limit only from no limit and for ever only from for ever', () => {
    given(here)
      .when(give({ from: '2026-03-01T00:00:00.000Z' }), leaderWith())
      .thenRefused(GrantNotCovered);
    given(here)
      .when(give({ amount: null }), leaderWith())
      .thenRefused(GrantNotCovered);
    given(here)
      .when(give({ until: null }), leaderWith({ until: NEXT_MONTH }))
      .thenRefused(GrantNotCovered);
  });

  it('never goes up a level, nor from or to somebody who stands in none', () => {
    given(registered(3)).when(give(), leaderWith()).thenRefused(GrantNotCovered);
    given(registered(null)).when(give(), leaderWith()).thenRefused(GrantNotCovered);
    given(here).when(give(), leaderWith({}, null)).thenRefused(GrantNotCovered);
    given(registered(2)).when(give(), leaderWith()).then(passedOn);
  });
});

describe('revoking a grant', () => {
  it('is for its giver and for administrators', () => {
    given(here, givenBy('lou'))
      .when(revoke, { ...context, actor: person('lou', []) })
      .then(revoked);
    given(here, givenBy('lou')).when(revoke, context).then(revoked);
    given(here, givenBy('lou'))
      .when(revoke, { ...context, actor: person('ann', []) })
      .thenRefused(NotAllowed);
  });

  it('needs a reason and a grant', () => {
    given(here, givenBy('ada'))
      .when({ ...revoke, reason: '' }, context)
      .thenRefused(InvalidValue, 'reason');
    given(here).when(revoke, context).thenRefused(NotFound);
    given(here, givenBy('ada'), revoked).when(revoke, context).thenRefused(NotFound);
  });
});

describe('what a grant covers', () => {
  it('is live from its first instant until just before its last', () => {
    expect([HOUR_AGO, NOW, TOMORROW, NEXT_WEEK].map((now) => isLive({ from: NOW, until: NEXT_WEEK }, now))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(isLive({ from: NOW, until: null }, NEXT_MONTH)).toBe(true);
  });

  it('is an amount of the same currency up to the limit', () => {
    expect(coversAmount(usd(5), usd(5))).toBe(true);
    expect(coversAmount(usd(5), usd(6))).toBe(false);
    expect(coversAmount(usd(5), { minor: 1, currency: 'EUR' })).toBe(false);
    expect(coversAmount(usd(5), null)).toBe(false);
    expect(coversAmount(null, null)).toBe(true);
  });

  it('is a pattern that matches nothing more: transitive, and every pattern covers itself', () => {
    const part = fc.option(fc.constantFrom('x', 'y'), { nil: undefined });
    const pattern = fc.record({ kind: part, partnerClass: part, siteClass: part }).map((parts) => {
      return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
    });
    fc.assert(
      fc.property(pattern, pattern, pattern, (one, two, three) => {
        expect(coversPattern(one, one) && coversPattern({}, one)).toBe(true);
        if (coversPattern(one, two) && coversPattern(two, three)) expect(coversPattern(one, three)).toBe(true);
        if (coversPattern(one, two) && coversPattern(two, one)) expect(one).toEqual(two);
      }),
    );
  });
});
