import { describe, expect, it } from '@jest/globals';
import { fold } from '../decider.js';
import { AlreadyExists, InvalidValue, NotAllowed, NotFound } from '../errors.js';
import { administrator, operator, person } from '../testing/people.js';
import { book, NEXT_WEEK, nobody, NOW, registered, TOMORROW } from '../testing/scenes.js';
import { scenario } from '../testing/scenario.js';
import type { PersonContext } from './person.commands.js';
import { personDecider } from './person.decider.js';
import { requireHere, type AccessToken, type PersonEvent } from './person.js';
import type { RoleGiven } from './rights.js';
import { fromMillis, toMillis, type Instant } from '../instant.js';
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

const hoursAfter = (instant: Instant, hours: number): Instant => fromMillis(toMillis(instant) + hours * 3_600_000);
const daysAfter = (instant: Instant, days: number): Instant => hoursAfter(instant, days * 24);
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

  it('lasts 90 days where nothing is said, and until it is revoked where that is', () => {
    const { until: _until, ...unsaid } = issue;
    given(...here)
      .when(unsaid, context)
      .then({ type: 'TokenIssued', data: { ...facts, until: daysAfter(NOW, 90) } });
    given(...here)
      .when({ ...issue, until: null }, context)
      .then({ type: 'TokenIssued', data: { ...facts, until: null } });
  });

  it('is rotated: another with the same rights, and the old one goes on for a while', () => {
    const rotate = { type: 'RotateToken', person: 'ann', tokenId: 't1', newTokenId: 't2', secretHash: 'a'.repeat(64), label: 'laptop', until: null, overlapMinutes: 60 } as const; // prettier-ignore
    const narrow: PersonEvent = { type: 'TokenIssued', data: { ...facts, roles: [inNorth], until: null } };
    const next: PersonEvent = { type: 'TokenIssued', data: { tokenId: 't2', secretHash: 'a'.repeat(64), roles: [inNorth], until: null, label: 'laptop' } }; // prettier-ignore
    const inAnHour = hoursAfter(NOW, 1);
    const ending: PersonEvent = { type: 'TokenRevoked', data: { tokenId: 't1', from: inAnHour } };
    given(...here, narrow)
      .when(rotate, context)
      .then(next, ending);
    const [old, made] = requireHere(fold(personDecider, [...here, narrow, next, ending]), 'ann').tokens;
    expect(old).toMatchObject({ until: inAnHour, revoked: false });
    expect([isTokenLive(old as AccessToken, NOW), isTokenLive(old as AccessToken, inAnHour)]).toEqual([true, false]);
    expect(isTokenLive(made as AccessToken, NEXT_WEEK)).toBe(true);
  });

  it('is rotated by whom it could be issued by, while it opens something, within a week', () => {
    const rotate = { type: 'RotateToken', person: 'ann', tokenId: 't1', newTokenId: 't2', secretHash: 'a'.repeat(64), label: 'laptop', overlapMinutes: 60 } as const; // prettier-ignore
    given(...here, issued)
      .when(rotate, as(person('eve', 'executive')))
      .thenRefused(NotAllowed);
    given(...here, issued)
      .when(rotate, as(person('ann', 'leader', { scope: inNorth.scope })))
      .thenRefused(NotAllowed); // it opens more than this session
    given(...here, issued, revoked)
      .when(rotate, context)
      .thenRefused(NotFound);
    given(...here, issued)
      .when({ ...rotate, newTokenId: 't1' }, context)
      .thenRefused(AlreadyExists);
    given(...here, issued)
      .when({ ...rotate, overlapMinutes: 10_081 }, context)
      .thenRefused(InvalidValue, 'overlapMinutes');
  });

  it('never lasts longer by being rotated', () => {
    const [early, late] = [hoursAfter(NOW, 1), hoursAfter(NOW, 2)];
    const ends = (until: string | null, from: string) =>
      requireHere(fold(personDecider, [...here, { type: 'TokenIssued', data: { ...facts, until } }, { type: 'TokenRevoked', data: { tokenId: 't1', from } }]), 'ann').tokens[0]?.until; // prettier-ignore
    expect([ends(early, late), ends(late, early), ends(null, late)]).toEqual([early, early, late]);
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
