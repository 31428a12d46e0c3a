import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fold } from '../decider.js';
import { AlreadyExists, BrokenHistory, InvalidValue, NotAllowed, NotFound, NothingToChange } from '../errors.js';
import { PersonHasLeft } from '../person/person.js';
import type { Grant } from '../person/rights.js';
import { plain } from '../personal.js';
import { administrator, importer, person } from '../testing/people.js';
import { eventsOfAnyCommands } from '../testing/any-commands.js';
import {
  book,
  gone,
  HOUR_AGO,
  NEXT_MONTH,
  NEXT_WEEK,
  nobody,
  noProgramme,
  NOW,
  programme,
  someone,
  TOMORROW,
  usd,
} from '../testing/scenes.js';
import { scenario } from '../testing/scenario.js';
import { BeyondOwnGrant } from './own-grant.js';
import type { PlaybookCommand, PlaybookContext } from './playbook.commands.js';
import { playbookDecider } from './playbook.decider.js';
import { HandOverStands, NoHandOver, NoStandingOrder, StandingOrderStands } from './playbook.errors.js';
import { liveHandOver, liveStandingOrder, type PlaybookEvent } from './playbook.js';

const grant: Grant = {
  grantId: 'g1',
  action: null,
  amount: usd(50_000_00),
  pattern: {},
  from: HOUR_AGO,
  until: null,
  mayRedelegate: false,
  givenBy: 'ada',
};
const leader = (part: Partial<Grant> = {}, level: number | null = 2, scope = {}) =>
  person('lou', 'leader', { scope, level, grants: [{ ...grant, ...part }] });
const context: PlaybookContext = { now: NOW, actor: leader(), book, programme, associate: someone(1) };
const as = (actor: PlaybookContext['actor']): PlaybookContext => ({ ...context, actor });
const associate = as(person('ann', [], { level: 1 }));

const inBook = <T extends object>(command: T) => ({ playbook: 'b1', ...command });
const pattern = { kind: 'late', siteClass: 'school' };
const levers = [{ code: 'expedite', label: 'Expedite' }];
const open = inBook({ type: 'OpenPlaybook', programme: 'p1', pattern, levers, model: 'Call the carrier first.' } as const);
const opened: PlaybookEvent = {
  type: 'PlaybookOpened',
  data: { programme: 'p1', pattern, levers, model: plain('Call the carrier first.') },
};

const limits = { amountLimit: usd(5_000_00), valueLimit: usd(50_000_00), until: NEXT_WEEK };
const give = inBook({ type: 'GiveHandOver', to: 'ann', ...limits } as const);
const handedOver: PlaybookEvent = { type: 'HandOverGiven', data: { programme: 'p1', pattern, to: 'ann', by: 'lou', ...limits } };
const limit = inBook({ type: 'LimitHandOver', ...limits, amountLimit: usd(1) } as const);
const end = inBook({ type: 'EndHandOver', reason: 'no longer needed' } as const);
const ended: PlaybookEvent = { type: 'HandOverEnded', data: { reason: plain('no longer needed') } };
const giveBack = inBook({ type: 'ReturnHandOver', reason: 'too much' } as const);
const returned: PlaybookEvent = { type: 'HandOverReturned', data: { reason: plain('too much') } };

const terms = { option: 'recommended', maxAmount: usd(50_000_00), until: NEXT_WEEK } as const;
const agree = inBook({ type: 'AgreeStandingOrder', ...terms, text: 'Then do as recommended.' } as const);
const agreed: PlaybookEvent = {
  type: 'StandingOrderAgreed',
  data: { programme: 'p1', pattern, by: 'lou', ...terms, text: plain('Then do as recommended.') },
};
const endOrder = inBook({ type: 'EndStandingOrder', reason: 'outdated' } as const);
const orderEnded: PlaybookEvent = { type: 'StandingOrderEnded', data: { reason: plain('outdated') } };

const given = scenario(playbookDecider).given;

describe('a playbook', () => {
  it('is opened once, by leaders and administrators of the programme, and at set-up', () => {
    for (const who of [context, as(administrator), as(importer), as(person('eve', 'executive', { scope: { programme: 'p1' } }))])
      given().when(open, who).then(opened);
    for (const who of [associate, as(leader({}, 2, { programme: 'p2' })), as(leader({}, 2, { programme: 'p1', region: 'North' }))]) {
      given().when(open, who).thenRefused(NotAllowed);
    }
    given(opened).when(open, context).thenRefused(AlreadyExists);
    given()
      .when(open, { ...context, programme: noProgramme })
      .thenRefused(NotFound);
  });

  it.each<[string, object]>([
    ['playbook', { playbook: 'b.1' }],
    ['pattern', { pattern: {} }],
    ['pattern.kind', { pattern: { kind: 'stolen' } }],
    ['pattern.siteClass', { pattern: { siteClass: '' } }],
    ['levers', { levers: [] }],
    ['levers', { levers: Array.from({ length: 21 }, (_, i) => ({ code: `l${i}`, label: 'x' })) }],
    ['levers[1].code', { levers: [...levers, ...levers] }],
    ['levers[0].code', { levers: [{ code: '', label: 'x' }] }],
    ['levers[0].label', { levers: [{ code: 'x', label: 'x'.repeat(81) }] }],
    ['model', { model: '' }],
  ])('refuses %s of %j', (field, part) => {
    given()
      .when({ ...open, ...part }, context)
      .thenRefused(InvalidValue, field);
  });

  it('changes its levers', () => {
    const change = inBook({ type: 'ChangeLevers', levers: [...levers, { code: 'swap', label: 'Swap stock' }] } as const);
    given(opened)
      .when(change, context)
      .then({ type: 'LeversChanged', data: { levers: change.levers } });
    given(opened).when(change, associate).thenRefused(NotFound); // who has no role in the programme does not see it
    given(opened)
      .when({ ...change, levers }, context)
      .thenRefused(NothingToChange);
    given(opened)
      .when({ ...change, levers: [] }, context)
      .thenRefused(InvalidValue, 'levers');
    given().when(change, context).thenRefused(NotFound);
  });
});

describe('a hand-over', () => {
  it('is given by a leader above the first level to somebody below', () => {
    given(opened).when(give, context).then(handedOver);
    given(opened)
      .when(give, as(person('lou', 'executive', { level: 3, grants: [grant] })))
      .then(handedOver);
    for (const actor of [leader({}, 1), leader({}, null), administrator, importer]) {
      given(opened).when(give, as(actor)).thenRefused(NotAllowed);
    }
    given(opened)
      .when(give, as(leader({}, 2, { programme: 'p2' })))
      .thenRefused(NotFound);
    for (const level of [2, 3, null])
      given(opened)
        .when(give, { ...context, associate: someone(level) })
        .thenRefused(InvalidValue, 'to');
    given(opened)
      .when(give, { ...context, associate: nobody })
      .thenRefused(NotFound);
    given(opened)
      .when(give, { ...context, associate: gone })
      .thenRefused(PersonHasLeft);
    given().when(give, context).thenRefused(NotFound);
  });

  it.each<[string, Partial<Grant>]>([
    ['pattern', { pattern: { kind: 'damaged' } }],
    ['pattern', { until: NOW }],
    ['pattern', { from: TOMORROW }],
    ['pattern', { action: 'spend' }],
    ['until', { until: TOMORROW }],
    ['amountLimit', { amount: usd(4_999_99) }],
    ['valueLimit', { amount: usd(49_999_99) }],
  ])('is within a live grant of the giver: %s beyond %j', (field, own) => {
    given(opened)
      .when(give, as(leader(own)))
      .thenRefused(BeyondOwnGrant, field);
    given(opened, handedOver)
      .when({ ...limit, amountLimit: limits.amountLimit }, as(leader(own)))
      .thenRefused(BeyondOwnGrant, field);
  });

  it.each<[string, object]>([
    ['amountLimit.currency', { amountLimit: { minor: 1, currency: 'EUR' } }],
    ['valueLimit.minor', { valueLimit: usd(-1) }],
    ['until', { until: 'soon' }],
    ['until', { until: NOW }],
  ])('refuses %s of %j', (field, part) => {
    given(opened)
      .when({ ...give, ...part }, context)
      .thenRefused(InvalidValue, field);
    given(opened, handedOver)
      .when({ ...limit, ...part }, context)
      .thenRefused(InvalidValue, field);
  });

  it('stands alone, until it is ended, returned or over', () => {
    given(opened, handedOver).when(give, context).thenRefused(HandOverStands);
    given(opened, handedOver, ended).when(give, context).then(handedOver);
    given(opened, handedOver, returned).when(give, context).then(handedOver);
    const later = { ...context, now: NEXT_WEEK };
    given(opened, handedOver)
      .when({ ...give, until: NEXT_MONTH }, later)
      .then({ ...handedOver, data: { ...handedOver.data, until: NEXT_MONTH } });
    for (const command of [limit, end, giveBack]) given(opened, handedOver).when(command, later).thenRefused(NoHandOver);
    for (const command of [limit, end, giveBack]) given(opened).when(command, context).thenRefused(NoHandOver);
    expect(liveHandOver(fold(playbookDecider, [opened, handedOver]), NOW)).toEqual({ to: 'ann', by: 'lou', ...limits });
    expect(liveHandOver(fold(playbookDecider, [opened, handedOver]), NEXT_WEEK)).toBeNull();
    expect(liveHandOver(playbookDecider.initial, NOW)).toBeNull();
  });

  it('is limited by its giver', () => {
    given(opened, handedOver)
      .when(limit, context)
      .then({ type: 'HandOverLimited', data: { ...limits, amountLimit: usd(1) } });
    given(opened, handedOver).when(limit, associate).thenRefused(NotAllowed);
    given(opened, handedOver).when(limit, as(administrator)).thenRefused(NotAllowed);
  });

  it('is ended by its giver or an administrator, and returned by the associate', () => {
    for (const who of [as(person('lou', [])), as(administrator)]) given(opened, handedOver).when(end, who).then(ended);
    given(opened, handedOver).when(end, associate).thenRefused(NotAllowed);
    given(opened, handedOver)
      .when({ ...end, reason: '' }, context)
      .thenRefused(InvalidValue, 'reason');
    given(opened, handedOver).when(giveBack, associate).then(returned);
    given(opened, handedOver).when(giveBack, context).thenRefused(NotAllowed);
    given(opened, handedOver)
      .when({ ...giveBack, reason: '' }, associate)
      .thenRefused(InvalidValue, 'reason');
  });
});

describe('a standing order', () => {
  it('is agreed by a leader within their own grant', () => {
    given(opened).when(agree, context).then(agreed);
    given(opened)
      .when(agree, as(leader({ amount: usd(49_999_99) })))
      .thenRefused(BeyondOwnGrant, 'maxAmount');
    given(opened)
      .when(agree, as(leader({ until: TOMORROW })))
      .thenRefused(BeyondOwnGrant, 'until');
    given(opened).when(agree, associate).thenRefused(NotFound);
    given(opened).when(agree, as(administrator)).thenRefused(NotAllowed);
    given().when(agree, context).thenRefused(NotFound);
  });

  it('for whatever the ask says needs a grant without limit; to say no needs none', () => {
    const open = { ...agree, maxAmount: null };
    given(opened).when(open, context).thenRefused(BeyondOwnGrant, 'maxAmount');
    given(opened)
      .when(open, as(leader({ amount: null })))
      .then({ ...agreed, data: { ...agreed.data, maxAmount: null } });
    given(opened)
      .when({ ...open, option: 'no' }, as(person('lou', 'leader', { level: 2 })))
      .then({ ...agreed, data: { ...agreed.data, maxAmount: null, option: 'no' } });
  });

  it.each<[string, object]>([
    ['option', { option: 'maybe' }],
    ['maxAmount.currency', { maxAmount: { minor: 1, currency: 'EUR' } }],
    ['until', { until: HOUR_AGO }],
    ['text', { text: ' ' }],
  ])('refuses %s of %j', (field, part) => {
    given(opened)
      .when({ ...agree, ...part }, context)
      .thenRefused(InvalidValue, field);
  });

  it('stands alone, until it is ended or over', () => {
    given(opened, agreed).when(agree, context).thenRefused(StandingOrderStands);
    given(opened, agreed, orderEnded).when(agree, context).then(agreed);
    given(opened, agreed)
      .when(endOrder, { ...context, now: NEXT_WEEK })
      .thenRefused(NoStandingOrder);
    expect(liveStandingOrder(fold(playbookDecider, [opened, agreed]), NOW)).toEqual({ by: 'lou', ...terms });
    expect(liveStandingOrder(playbookDecider.initial, NOW)).toBeNull();
  });

  it('is ended by whoever agreed it, or an administrator', () => {
    for (const who of [as(person('lou', [])), as(administrator)]) given(opened, agreed).when(endOrder, who).then(orderEnded);
    given(opened, agreed)
      .when(endOrder, as(person('eve', 'executive', { level: 3 })))
      .thenRefused(NotAllowed);
    given(opened, agreed)
      .when({ ...endOrder, reason: '' }, context)
      .thenRefused(InvalidValue, 'reason');
    given(opened).when(endOrder, context).thenRefused(NoStandingOrder);
  });
});

describe('any playbook', () => {
  it('refuses by name or folds, whatever comes', () => {
    const money = fc.constantFrom(usd(1), usd(60_000_00), { minor: 1, currency: 'EUR' });
    const until = fc.option(fc.constantFrom(NOW, TOMORROW, NEXT_MONTH));
    const reason = fc.string({ maxLength: 5 });
    const only = <T extends string>(type: T) => fc.constant(type);
    const commands = fc
      .oneof(
        {
          weight: 3,
          arbitrary: fc.record({
            type: only('OpenPlaybook'),
            programme: only('p1'),
            pattern: fc.constantFrom({}, { kind: 'late' }),
            levers: fc.constant(levers),
            model: reason,
          }),
        },
        fc.record({ type: only('ChangeLevers'), levers: fc.array(fc.record({ code: fc.string({ maxLength: 2 }), label: reason })) }),
        fc.record({ type: only('GiveHandOver'), to: only('ann'), amountLimit: money, valueLimit: money, until }),
        fc.record({ type: only('LimitHandOver'), amountLimit: money, valueLimit: money, until }),
        fc.record({ type: fc.constantFrom('EndHandOver', 'ReturnHandOver', 'EndStandingOrder'), reason }),
        fc.record({
          type: only('AgreeStandingOrder'),
          option: fc.constantFrom('recommended', 'no'),
          maxAmount: fc.option(money),
          text: reason,
          until,
        }),
      )
      .map(inBook) as fc.Arbitrary<PlaybookCommand>;
    const contexts = fc.constantFrom(context, associate, as(administrator), { ...context, now: TOMORROW });
    expect([...eventsOfAnyCommands(playbookDecider, commands, contexts)].toSorted()).toEqual([
      'HandOverEnded',
      'HandOverGiven',
      'HandOverLimited',
      'HandOverReturned',
      'LeversChanged',
      'PlaybookOpened',
      'StandingOrderAgreed',
      'StandingOrderEnded',
    ]);
  });

  it('cannot begin with a change, nor limit what was not handed over', () => {
    expect(() => fold(playbookDecider, [ended])).toThrow(BrokenHistory);
    const limited: PlaybookEvent = { type: 'HandOverLimited', data: limits };
    expect(() => fold(playbookDecider, [opened, limited])).toThrow(BrokenHistory);
  });
});
