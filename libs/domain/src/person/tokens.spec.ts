import { describe, expect, it } from '@jest/globals';
import { fold } from '../decider.js';
import { AlreadyExists, InvalidValue, NotAllowed, NotFound } from '../errors.js';
import { administrator, operator, person } from '../testing/people.js';
import { book, NEXT_WEEK, nobody, NOW, registered, TOMORROW } from '../testing/scenes.js';
import { scenario } from '../testing/scenario.js';
import type { PersonContext } from './person.commands.js';
import { personDecider } from './person.decider.js';
import { requireHere, type PersonEvent } from './person.js';
import type { RoleGiven } from './rights.js';
import { isTokenLive, rightsOf } from './tokens.js';

const leader: RoleGiven = { role: 'leader', scope: {} };
const inNorth: RoleGiven = { role: 'leader', scope: { programme: 'p1', region: 'North' } };
const auditor: RoleGiven = { role: 'auditor', scope: {} };
const context: PersonContext = {
  now: NOW,
  actor: person('ann', 'leader'),
  book,
  superior: nobody,
  superiors: [],
  substitute: nobody,
};
const as = (actor: PersonContext['actor']): PersonContext => ({ ...context, actor });

const facts = { tokenId: 't1', secretHash: 'f'.repeat(64), roles: null, until: NEXT_WEEK, label: 'laptop' };
const issue = { type: 'IssueToken', person: 'ann', ...facts } as const;
const issued: PersonEvent = { type: 'TokenIssued', data: facts };
const revoke = { type: 'RevokeToken', person: 'ann', tokenId: 't1' } as const;
const revoked: PersonEvent = { type: 'TokenRevoked', data: { tokenId: 't1' } };

const given = scenario(personDecider).given;
const here = [registered(2), { type: 'RoleGiven', data: leader }] as const satisfies PersonEvent[];

describe('a token', () => {
  it('is issued and revoked by its person, an administrator or the operator', () => {
    for (const who of [context, as(administrator), as(operator)]) {
      given(...here)
        .when(issue, who)
        .then(issued);
      given(...here, issued)
        .when(revoke, who)
        .then(revoked);
    }
    given(...here)
      .when(issue, as(person('eve', 'executive')))
      .thenRefused(NotAllowed);
    given(...here, issued)
      .when(revoke, as(person('eve', 'executive')))
      .thenRefused(NotAllowed);
  });

  it('opens what its person may do, or a part of it', () => {
    given(...here)
      .when({ ...issue, roles: [inNorth] }, context)
      .then({ type: 'TokenIssued', data: { ...facts, roles: [inNorth] } });
    given(...here)
      .when({ ...issue, roles: [leader, auditor] }, as(administrator))
      .thenRefused(InvalidValue, 'roles[1]');
  });

  it('never opens more than the session in which a person issues it', () => {
    const narrow = as(person('ann', 'leader', { scope: inNorth.scope }));
    given(...here)
      .when({ ...issue, roles: [inNorth] }, narrow)
      .then({ type: 'TokenIssued', data: { ...facts, roles: [inNorth] } });
    given(...here)
      .when({ ...issue, roles: [leader] }, narrow)
      .thenRefused(NotAllowed);
    given(...here)
      .when(issue, narrow)
      .thenRefused(NotAllowed);
  });

  it('has an id of its own, and is revoked once', () => {
    given(...here, issued, revoked)
      .when(issue, context)
      .thenRefused(AlreadyExists);
    given(...here)
      .when(revoke, context)
      .thenRefused(NotFound);
    given(...here, issued, revoked)
      .when(revoke, context)
      .thenRefused(NotFound);
  });

  it.each<[string, object]>([
    ['tokenId', { tokenId: '' }],
    ['secretHash', { secretHash: 'secret' }],
    ['roles', { roles: [] }],
    ['roles[0].role', { roles: [{ role: 'king', scope: {} }] }],
    ['roles[0].scope.programme', { roles: [{ role: 'leader', scope: { programme: '' } }] }],
    ['until', { until: 'never' }],
    ['until', { until: NOW }],
    ['label', { label: '' }],
  ])('is refused for %s of %j', (field, part) => {
    given(...here)
      .when({ ...issue, ...part }, context)
      .thenRefused(InvalidValue, field);
  });

  it('opens the door until it is over or revoked', () => {
    const token = { tokenId: 't1', secretHash: facts.secretHash, roles: null, until: TOMORROW, revoked: false };
    expect(isTokenLive(token, NOW)).toBe(true);
    expect(isTokenLive(token, TOMORROW)).toBe(false);
    expect(isTokenLive({ ...token, until: null }, NEXT_WEEK)).toBe(true);
    expect(isTokenLive({ ...token, revoked: true }, NOW)).toBe(false);
  });

  it('gives the rights that its person still has', () => {
    const ann = requireHere(fold(personDecider, here), 'ann');
    expect(rightsOf(ann, null)).toEqual({ level: 2, roles: [leader], grants: [], reportsTo: null });
    expect(rightsOf(ann, { roles: null }).roles).toEqual([leader]);
    expect(rightsOf(ann, { roles: [inNorth, auditor] }).roles).toEqual([inNorth]);
  });
});
