import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AlreadyExists, InvalidValue, NotAllowed, NotFound, NothingToChange } from '../errors.js';
import { plain } from '../personal.js';
import { OrganisationNotSetUp } from '../policy/policy-book.js';
import { administrator, importer, person } from '../testing/people.js';
import { eventsOfAnyCommands } from '../testing/any-commands.js';
import { book, emptyBook, noProgramme, NOW, programme } from '../testing/scenes.js';
import { scenario } from '../testing/scenario.js';
import { NobodyPutForward, partnerDecider, type PartnerCommand, type PartnerContext } from './partner.decider.js';
import type { Partner, PartnerEvent } from './partner.js';

const acme: Partner = { programme: 'p1', code: 'acme', name: 'Acme Freight', partnerClass: 'carrier', key: true };
const context: PartnerContext = { now: NOW, actor: administrator, programme, book };
const as = (actor: PartnerContext['actor']) => ({ ...context, actor });
const feed = (partner: string) => as(person('feed', 'service', { scope: { programme: 'p1', partner } }));

const registered: PartnerEvent = { type: 'PartnerRegistered', data: acme };
const putForward: PartnerEvent = {
  type: 'PartnerPutForward',
  data: { programme: 'p1', code: 'acme', rank: 2, name: plain('Kim Roe'), title: plain('Vice president') },
};
const stoodDown: PartnerEvent = { type: 'PartnerStoodDown', data: { programme: 'p1', code: 'acme', reason: plain('settled') } };
const put = { type: 'PutPersonForward', programme: 'p1', code: 'acme', rank: 2, name: 'Kim Roe', title: 'Vice president' } as const;
const stand = { type: 'StandPersonDown', programme: 'p1', code: 'acme', reason: 'settled' } as const;

const given = scenario(partnerDecider).given;

describe('a partner', () => {
  it('is registered once, by an administrator, the import, or its own feed', () => {
    for (const who of [context, as(importer), feed('acme')])
      given()
        .when({ type: 'RegisterPartner', ...acme }, who)
        .then(registered);
    for (const who of [feed('other'), as(person('lou', 'leader'))]) {
      given()
        .when({ type: 'RegisterPartner', ...acme }, who)
        .thenRefused(NotAllowed);
    }
    given(registered)
      .when({ type: 'RegisterPartner', ...acme }, context)
      .thenRefused(AlreadyExists);
    given()
      .when({ type: 'RegisterPartner', ...acme }, { ...context, programme: noProgramme })
      .thenRefused(NotFound);
  });

  it('changes, and keeps whom it has put forward', () => {
    const small = { ...acme, key: false };
    given(registered, putForward)
      .when({ type: 'ChangePartner', ...small }, context)
      .then({ type: 'PartnerChanged', data: small });
    given(registered, putForward, { type: 'PartnerChanged', data: small }).when(stand, context).then(stoodDown);
    given(registered, putForward)
      .when({ type: 'ChangePartner', ...acme }, context)
      .thenRefused(NothingToChange);
    given()
      .when({ type: 'ChangePartner', ...acme }, context)
      .thenRefused(NotFound);
  });

  it('puts a person forward, and a more senior one after that, as whoever deals with it can say', () => {
    for (const role of ['manager', 'leader', 'executive', 'assistant', 'service'] as const) {
      given(registered)
        .when(put, as(person('mia', role, { scope: { programme: 'p1' } })))
        .then(putForward);
    }
    given(registered, putForward)
      .when({ ...put, rank: 3 }, context)
      .then({ ...putForward, data: { ...putForward.data, rank: 3 } });
    given(registered)
      .when(put, as(person('aud', 'auditor')))
      .thenRefused(NotAllowed);
    given(registered)
      .when(put, as(person('pat', [])))
      .thenRefused(NotAllowed);
    given().when(put, context).thenRefused(NotFound);
    given(registered)
      .when(put, { ...context, book: emptyBook })
      .thenRefused(OrganisationNotSetUp);
  });

  it('stands a person down only if one was put forward', () => {
    given(registered, putForward).when(stand, context).then(stoodDown);
    given(registered).when(stand, context).thenRefused(NobodyPutForward);
    given(registered, putForward, stoodDown).when(stand, context).thenRefused(NobodyPutForward);
  });

  it.each<[string, PartnerCommand]>([
    ['programme', { ...put, programme: '' }],
    ['code', { ...stand, code: 'a.b' }],
    ['rank', { ...put, rank: 4 }],
    ['rank', { ...put, rank: 0 }],
    ['name', { ...put, name: '' }],
    ['title', { ...put, title: 'x'.repeat(81) }],
    ['reason', { ...stand, reason: 'x'.repeat(4001) }],
    ['reason', { ...stand, reason: '\ud800' }],
    ['name', { type: 'ChangePartner', ...acme, name: 'a\u0007b' }],
    ['partnerClass', { type: 'ChangePartner', ...acme, partnerClass: 'sea freight' }],
    ['key', { type: 'ChangePartner', ...acme, key: 'yes' as unknown as boolean }],
  ])('refuses %s in %j', (field, command) => {
    given(registered, putForward).when(command, context).thenRefused(InvalidValue, field);
  });

  it('refuses by name or folds, whatever comes', () => {
    const name = fc.string({ minLength: 1, maxLength: 90 });
    const commands = fc.oneof(
      fc.record({
        type: fc.constantFrom('RegisterPartner', 'ChangePartner'),
        programme: fc.constant('p1'),
        code: fc.constant('acme'),
        name,
        partnerClass: fc.constantFrom('carrier', 'supplier', '?'),
        key: fc.boolean(),
      }),
      fc.record({
        type: fc.constant('PutPersonForward'),
        programme: fc.constant('p1'),
        code: fc.constant('acme'),
        rank: fc.nat(4),
        name,
        title: name,
      }),
      fc.record({ type: fc.constant('StandPersonDown'), programme: fc.constant('p1'), code: fc.constant('acme'), reason: name }),
    ) as fc.Arbitrary<PartnerCommand>;
    const reached = eventsOfAnyCommands(partnerDecider, commands, fc.constantFrom(context, feed('acme'), as(person('pat', []))));
    expect(reached).toEqual(new Set(['PartnerRegistered', 'PartnerChanged', 'PartnerPutForward', 'PartnerStoodDown']));
  });
});
