import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AlreadyExists, InvalidValue, NotAllowed, NotFound, NothingToChange } from '../errors.js';
import { OrganisationNotSetUp } from '../policy/policy-book.js';
import { administrator, importer, person } from '../testing/people.js';
import { eventsOfAnyCommands } from '../testing/any-commands.js';
import { book, emptyBook, noProgramme, NOW, programme, usd } from '../testing/scenes.js';
import { scenario } from '../testing/scenario.js';
import { orderDecider, type OrderContext } from './order.decider.js';
import type { Order, OrderEvent } from './order.js';

const order: Order = {
  programme: 'p1',
  code: 'PO-17',
  partner: 'acme',
  site: 'north-1',
  units: 40,
  unitValue: usd(500_00),
  delayCostPerDay: null,
};
const registered: OrderEvent = { type: 'OrderRegistered', data: order };
const context: OrderContext = { now: NOW, actor: administrator, programme, book };
const feed = (partner: string) => ({ ...context, actor: person('feed', 'service', { scope: { programme: 'p1', partner } }) });

const given = scenario(orderDecider).given;

describe('an order', () => {
  it('is registered once, by an administrator, the import, or a feed of its partner', () => {
    for (const who of [context, { ...context, actor: importer }, feed('acme')]) {
      given()
        .when({ type: 'RegisterOrder', ...order }, who)
        .then(registered);
    }
    given(registered)
      .when({ type: 'RegisterOrder', ...order }, context)
      .thenRefused(AlreadyExists);
    for (const who of [feed('other'), { ...context, actor: person('mia', []) }]) {
      given()
        .when({ type: 'RegisterOrder', ...order }, who)
        .thenRefused(NotAllowed);
    }
    given()
      .when({ type: 'RegisterOrder', ...order }, { ...context, programme: noProgramme })
      .thenRefused(NotFound);
    given()
      .when({ type: 'RegisterOrder', ...order }, { ...context, book: emptyBook })
      .thenRefused(OrganisationNotSetUp);
  });

  it('may know nothing but its code', () => {
    const bare: Order = { programme: 'p1', code: 'PO-18', partner: null, site: null, units: null, unitValue: null, delayCostPerDay: null };
    given()
      .when({ type: 'RegisterOrder', ...bare }, context)
      .then({ type: 'OrderRegistered', data: bare });
  });

  it('changes as a whole, and only if something changes', () => {
    const larger = { ...order, units: 50 };
    given(registered)
      .when({ type: 'ChangeOrder', ...larger }, context)
      .then({ type: 'OrderChanged', data: larger });
    given(registered)
      .when({ type: 'ChangeOrder', ...order }, context)
      .thenRefused(NothingToChange);
    given()
      .when({ type: 'ChangeOrder', ...larger }, context)
      .thenRefused(NotFound);
    given(registered)
      .when({ type: 'ChangeOrder', ...order, partner: 'other' }, feed('other'))
      .thenRefused(NotAllowed);
  });

  it.each<[string, Partial<Order>]>([
    ['programme', { programme: '' }],
    ['code', { code: 'PO.17' }],
    ['partner', { partner: 'a b' }],
    ['site', { site: '-' }],
    ['units', { units: 0 }],
    ['units', { units: 1.5 }],
    ['units', { units: 1_000_000_001 }],
    ['unitValue.minor', { unitValue: usd(-1) }],
    ['unitValue.currency', { unitValue: { minor: 1, currency: 'EUR' } }],
    ['delayCostPerDay.currency', { delayCostPerDay: { minor: 1, currency: 'usd' } }],
    ['delayCostPerDay.minor', { delayCostPerDay: usd(10_000_000_000_001) }],
  ])('refuses %s of %j', (field, part) => {
    given()
      .when({ type: 'RegisterOrder', ...order, ...part }, context)
      .thenRefused(InvalidValue, field);
  });

  it('refuses by name or folds, whatever comes', () => {
    const money = fc.option(fc.record({ minor: fc.integer({ min: -1, max: 9 }), currency: fc.constantFrom('USD', 'USD', 'EUR') }));
    const commands = fc.record({
      type: fc.constantFrom('RegisterOrder', 'ChangeOrder'),
      programme: fc.constant('p1'),
      code: fc.constant('PO-17'),
      partner: fc.option(fc.constantFrom('acme', 'other')),
      site: fc.option(fc.constantFrom('north-1', 'north 1')),
      units: fc.option(fc.oneof(fc.nat(9), fc.double())),
      unitValue: money,
      delayCostPerDay: money,
    });
    const contexts = fc.constantFrom(context, feed('acme'), { ...context, book: emptyBook });
    expect(eventsOfAnyCommands(orderDecider, commands, contexts)).toEqual(new Set(['OrderRegistered', 'OrderChanged']));
  });
});
