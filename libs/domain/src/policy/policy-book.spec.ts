import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fold } from '../decider.js';
import { AlreadyExists, InvalidValue, NotAllowed, NotFound, NothingToChange } from '../errors.js';
import { defaultPolicy, presetLimits } from '../routing/default-policy.js';
import { administrator, importer, operator, person } from '../testing/people.js';
import { eventsOfAnyCommands } from '../testing/any-commands.js';
import { HOUR_AGO, noProgramme, NOW, programme, setUp, TOMORROW } from '../testing/scenes.js';
import { scenario } from '../testing/scenario.js';
import {
  NotAlone,
  PolicyActiveAlready,
  policyBookDecider,
  PolicyNotApproved,
  type PolicyBookCommand,
  type PolicyBookContext,
} from './policy-book.decider.js';
import { inForceAt, OrganisationNotSetUp, pendingAt, type PolicyBookEvent } from './policy-book.js';
import type { PolicyState } from './policy.js';

const [a, b, c] = ['a', 'b', 'c'].map((letter) => letter.repeat(64)) as [string, string, string];
const policy = defaultPolicy({ name: 'First', currency: 'USD', limits: presetLimits('middle', 'USD') });
const approvedIn = (hash: string) => ({ stream: `policy-${hash}`, revision: 1 });
const approved = (hash: string, selfApproved = false): PolicyState => {
  return { status: 'approved', hash, policy, by: 'ada', revision: 2, selfApproved, approvedIn: approvedIn(hash) };
};
const builtIn = (hash: string): PolicyState => ({ status: 'built_in', hash, policy, by: 'system:operator', revision: 1 });

const context: PolicyBookContext = {
  now: NOW,
  actor: administrator,
  policy: { status: 'none' },
  programme: noProgramme,
  administrators: 1,
};
const as = (actor: PolicyBookContext['actor'], more: Partial<PolicyBookContext> = {}): PolicyBookContext => ({
  ...context,
  actor,
  ...more,
});
const withPolicy = (state: PolicyState, now = NOW): PolicyBookContext => ({ ...context, policy: state, now });
const activate = (hash: string, scope = 'organisation') => ({ type: 'ActivatePolicy', scope, hash }) as const;
const activated = (hash: string, effectiveFrom = NOW): PolicyBookEvent => {
  return { type: 'PolicyActivated', data: { hash, scope: 'organisation', effectiveFrom, approvedIn: approvedIn(hash) } };
};

const given = scenario(policyBookDecider).given;

describe('setting up the organisation', () => {
  const command = { type: 'SetUpOrganisation', ...(setUp.data as { name: string; routingCurrency: string; levels: string[] }) } as const;

  it('is done once, by the machine or an administrator', () => {
    for (const who of [as(operator), as(importer), context]) given().when(command, who).then(setUp);
    given(setUp).when(command, context).thenRefused(AlreadyExists);
    given()
      .when(command, as(person('mia', [])))
      .thenRefused(NotAllowed);
  });

  it.each<[string, Partial<typeof command>]>([
    ['name', { name: '' }],
    ['routingCurrency', { routingCurrency: 'usd' }],
    ['levels', { levels: ['L1'] }],
    ['levels', { levels: ['1', '2', '3', '4', '5', '6'] }],
    ['levels[1]', { levels: ['L1', 'L 2'] }],
    ['levels[2]', { levels: ['L1', 'L2', 'L1'] }],
  ])('refuses %s of %j', (field, part) => {
    given()
      .when({ ...command, ...part }, context)
      .thenRefused(InvalidValue, field);
  });
});

describe('activating a policy', () => {
  it('puts an approved one in force at once, by an administrator', () => {
    given(setUp)
      .when(activate(b), withPolicy(approved(b)))
      .then(activated(b));
    given(setUp)
      .when(activate(b), { ...withPolicy(approved(b)), actor: person('lou', 'leader') })
      .thenRefused(NotAllowed);
    given(setUp)
      .when(activate(b), { ...withPolicy(approved(b)), actor: operator })
      .thenRefused(NotAllowed);
    given()
      .when(activate(b), withPolicy(approved(b)))
      .thenRefused(OrganisationNotSetUp);
  });

  it('puts the built-in one in force by the machine, while nothing is', () => {
    const event: PolicyBookEvent = {
      type: 'PolicyActivated',
      data: { hash: a, scope: 'organisation', effectiveFrom: NOW, approvedIn: null },
    };
    given(setUp)
      .when(activate(a), { ...withPolicy(builtIn(a)), actor: operator })
      .then(event);
    given(setUp, activated(b))
      .when(activate(a), { ...withPolicy(builtIn(a)), actor: operator })
      .thenRefused(NotAllowed);
    given(setUp, activated(b))
      .when(activate(a), withPolicy(builtIn(a)))
      .then(event);
  });

  it('of what its author approved waits a day, but not to go back to what was in force before', () => {
    const self = withPolicy(approved(b, true));
    given(setUp).when(activate(b), self).then(activated(b, TOMORROW));
    given(setUp, activated(b, HOUR_AGO), activated(c)).when(activate(b), self).then(activated(b));
    // Announced, then overtaken: it never counted, so it waits anew.
    given(setUp, activated(a), activated(b, TOMORROW), activated(c))
      .when(activate(b), withPolicy(approved(b, true), '2026-03-05T09:00:00.000Z'))
      .then(activated(b, '2026-03-06T09:00:00.000Z'));
  });

  it('is refused for what is not approved, or counts already, or is about to', () => {
    for (const status of ['proposed', 'rejected'] as const) {
      given(setUp)
        .when(activate(b), withPolicy({ status, hash: b, policy, by: 'ada', revision: 1 }))
        .thenRefused(PolicyNotApproved, 'hash');
    }
    given(setUp).when(activate(b), context).thenRefused(PolicyNotApproved);
    given(setUp)
      .when(activate(b), withPolicy(approved(c)))
      .thenRefused(PolicyNotApproved);
    given(setUp, activated(b))
      .when(activate(b), withPolicy(approved(b)))
      .thenRefused(PolicyActiveAlready, 'hash');
    given(setUp, activated(b, TOMORROW))
      .when(activate(b), withPolicy(approved(b, true)))
      .thenRefused(PolicyActiveAlready);
    given(setUp)
      .when(activate('short'), withPolicy(approved(b)))
      .thenRefused(InvalidValue, 'hash');
  });

  it('for one programme is for its administrator', () => {
    const local = { ...withPolicy(approved(b)), programme, actor: person('pam', 'administrator', { scope: { programme: 'p1' } }) };
    given()
      .when(activate(b, 'p1'), local)
      .then({ type: 'PolicyActivated', data: { hash: b, scope: 'p1', effectiveFrom: NOW, approvedIn: approvedIn(b) } });
    given(setUp).when(activate(b), local).thenRefused(NotAllowed);
    given()
      .when(activate(b, 'p1'), { ...local, programme: noProgramme })
      .thenRefused(NotFound);
    given().when(activate(b, 'p 1'), local).thenRefused(InvalidValue, 'scope');
  });
});

describe('what is in force', () => {
  const at = (events: readonly PolicyBookEvent[], instant: string) => {
    const book = fold(policyBookDecider, events);
    return [inForceAt(book, instant)?.hash ?? null, pendingAt(book, instant)?.hash ?? null];
  };

  it('is the last activation that has taken effect', () => {
    expect(at([], NOW)).toEqual([null, null]);
    expect(at([activated(a), activated(b, TOMORROW)], NOW)).toEqual([a, b]);
    expect(at([activated(a), activated(b, TOMORROW)], TOMORROW)).toEqual([b, null]);
  });

  it('is not overtaken by what was announced before it', () => {
    expect(at([activated(a), activated(b, TOMORROW), activated(c)], NOW)).toEqual([c, null]);
    expect(at([activated(a), activated(b, TOMORROW), activated(c)], TOMORROW)).toEqual([c, null]);
  });
});

describe('solo mode', () => {
  const on: PolicyBookEvent = { type: 'SoloModeSwitched', data: { on: true } };
  const off: PolicyBookEvent = { type: 'SoloModeSwitched', data: { on: false } };

  it('is switched on by the only administrator, and off by any', () => {
    given(setUp).when({ type: 'SwitchSoloMode', on: true }, context).then(on);
    given(setUp).when({ type: 'SwitchSoloMode', on: true }, as(operator)).then(on);
    given(setUp)
      .when({ type: 'SwitchSoloMode', on: true }, as(administrator, { administrators: 2 }))
      .thenRefused(NotAlone);
    given(setUp)
      .when({ type: 'SwitchSoloMode', on: true }, as(administrator, { administrators: 0 }))
      .thenRefused(NotAlone);
    given(setUp, on)
      .when({ type: 'SwitchSoloMode', on: false }, as(administrator, { administrators: 2 }))
      .then(off);
  });

  it('is refused to others, and where nothing changes', () => {
    given(setUp)
      .when({ type: 'SwitchSoloMode', on: true }, as(person('eve', 'executive')))
      .thenRefused(NotAllowed);
    given(setUp, on).when({ type: 'SwitchSoloMode', on: true }, context).thenRefused(NothingToChange);
    given(setUp).when({ type: 'SwitchSoloMode', on: false }, context).thenRefused(NothingToChange);
  });
});

describe('exchange rates', () => {
  const rate = { from: 'KES', to: 'USD', numerator: 77, denominator: 10_000 };
  const command = { type: 'RecordExchangeRate', ...rate } as const;
  const recorded: PolicyBookEvent = { type: 'ExchangeRateRecorded', data: rate };

  it('lead to the routing currency; the latest counts, and says where it stands', () => {
    given(setUp).when(command, context).then(recorded);
    const book = fold(policyBookDecider, [setUp, recorded, { type: 'ExchangeRateRecorded', data: { ...rate, numerator: 78 } }]);
    expect(book.rates).toEqual({
      KES: { numerator: 78, denominator: 10_000, recordedIn: { stream: 'policybook-organisation', revision: 2 } },
    });
  });

  it('are for administrators of an organisation that is set up', () => {
    given(setUp)
      .when(command, as(person('bank', 'service')))
      .thenRefused(NotAllowed);
    given().when(command, context).thenRefused(OrganisationNotSetUp);
  });

  it.each<[string, Partial<typeof rate>]>([
    ['from', { from: 'shilling' }],
    ['from', { from: 'USD' }],
    ['to', { to: 'EUR' }],
    ['numerator', { numerator: 0 }],
    ['numerator', { numerator: 0.5 }],
    ['denominator', { denominator: Number.MAX_SAFE_INTEGER + 1 }],
  ])('refuse %s of %j', (field, part) => {
    given(setUp)
      .when({ ...command, ...part }, context)
      .thenRefused(InvalidValue, field);
  });
});

describe('any policy book', () => {
  it('refuses by name or folds, whatever comes', () => {
    const commands = fc.oneof(
      fc.record({
        type: fc.constant('SetUpOrganisation'),
        name: fc.constantFrom('Tablets', ''),
        routingCurrency: fc.constantFrom('USD', '?'),
        levels: fc.constantFrom(['L1', 'L2'], ['L1'], ['L1', 'L1']),
      }),
      fc.record({ type: fc.constant('ActivatePolicy'), scope: fc.constantFrom('organisation', 'p1'), hash: fc.constantFrom(a, b, c) }),
      fc.record({ type: fc.constant('SwitchSoloMode'), on: fc.boolean() }),
      fc.record({
        type: fc.constant('RecordExchangeRate'),
        from: fc.constantFrom('KES', 'EUR', 'USD'),
        to: fc.constantFrom('USD', 'EUR'),
        numerator: fc.integer(),
        denominator: fc.integer(),
      }),
    ) as fc.Arbitrary<PolicyBookCommand>;
    const contexts = fc.constantFrom(
      context,
      as(operator, { policy: builtIn(a) }),
      withPolicy(approved(b, true)),
      withPolicy(approved(c), TOMORROW),
      as(administrator, { programme }),
    );
    expect([...eventsOfAnyCommands(policyBookDecider, commands, contexts)].toSorted()).toEqual([
      'ExchangeRateRecorded',
      'OrganisationSetUp',
      'PolicyActivated',
      'SoloModeSwitched',
    ]);
  });
});
