import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fold } from '../decider.js';
import { AlreadyExists, BrokenHistory, InvalidValue, NotAllowed, NotFound } from '../errors.js';
import { plain } from '../personal.js';
import { defaultPolicy, presetLimits } from '../routing/default-policy.js';
import { administrator, importer, operator, person } from '../testing/people.js';
import { eventsOfAnyCommands } from '../testing/any-commands.js';
import { book, emptyBook, NOW } from '../testing/scenes.js';
import { scenario } from '../testing/scenario.js';
import { OrganisationNotSetUp } from './policy-book.js';
import {
  NotTheFirstPolicy,
  OwnPolicy,
  policyDecider,
  PolicyNotProposed,
  PolicyRefused,
  type PolicyCommand,
  type PolicyContext,
} from './policy.decider.js';
import type { PolicyEvent } from './policy.js';

const hash = '1'.repeat(64);
const policy = defaultPolicy({ name: 'First', currency: 'USD', limits: presetLimits('middle', 'USD') });
const context: PolicyContext = { now: NOW, actor: administrator, book, administrators: 2 };
const as = (actor: PolicyContext['actor']): PolicyContext => ({ ...context, actor });
const bob = as(person('bob', 'administrator'));
const soloBook = { ...book, soloMode: true };
const active = { ...book, activations: [{ hash: '0'.repeat(64), effectiveFrom: NOW, approvedIn: null }] };

const propose = { type: 'ProposePolicy', hash, policy, builtIn: false, note: 'stricter' } as const;
const proposed: PolicyEvent = { type: 'PolicyProposed', data: { hash, policy, by: 'ada', builtIn: false, note: plain('stricter') } };
const builtIn: PolicyEvent = { type: 'PolicyProposed', data: { hash, policy, by: 'system:operator', builtIn: true, note: null } };
const approve = { type: 'ApprovePolicy', hash, note: null } as const;
const approved: PolicyEvent = { type: 'PolicyApproved', data: { hash, selfApproved: false, note: null } };
const reject = { type: 'RejectPolicy', hash, reason: 'too strict' } as const;
const rejected: PolicyEvent = { type: 'PolicyRejected', data: { hash, reason: plain('too strict') } };

const given = scenario(policyDecider).given;

describe('proposing a policy', () => {
  it('is for administrators, leaders and executives of the organisation', () => {
    given().when(propose, context).then(proposed);
    given()
      .when(propose, as(person('ada', 'leader')))
      .then(proposed);
    given()
      .when(propose, as(person('lou', 'leader', { scope: { programme: 'p1' } })))
      .thenRefused(NotAllowed);
    given()
      .when(propose, as(person('mia', 'manager')))
      .thenRefused(NotAllowed);
  });

  it('is done once, or again after it was rejected', () => {
    given(proposed).when(propose, context).thenRefused(AlreadyExists);
    given(proposed, approved).when(propose, context).thenRefused(AlreadyExists);
    given(proposed, rejected)
      .when({ ...propose, note: null }, bob)
      .then({ type: 'PolicyProposed', data: { hash, policy, by: 'bob', builtIn: false, note: null } });
  });

  it('builds one in only as the machine, and only the first', () => {
    given()
      .when({ ...propose, builtIn: true, note: null }, as(operator))
      .then(builtIn);
    given()
      .when({ ...propose, builtIn: true }, context)
      .thenRefused(NotAllowed);
    given()
      .when({ ...propose, builtIn: true }, { ...as(importer), book: active })
      .thenRefused(NotTheFirstPolicy);
  });

  it('needs an organisation whose currency and levels it shares', () => {
    given()
      .when(propose, { ...context, book: emptyBook })
      .thenRefused(OrganisationNotSetUp);
    const yen = defaultPolicy({ name: 'Yen', currency: 'JPY', limits: presetLimits('middle', 'JPY') });
    given()
      .when({ ...propose, policy: yen }, context)
      .thenRefused(PolicyRefused, 'currency');
    const flat = defaultPolicy({ name: 'Flat', currency: 'USD', limits: presetLimits('middle', 'USD').slice(0, 1) });
    given()
      .when({ ...propose, policy: flat }, context)
      .thenRefused(PolicyRefused, 'levels');
  });

  it.each<[string, unknown]>([
    ['', null],
    ['name', { ...policy, name: undefined }],
    ['weights', { ...policy, weights: { ...policy.weights, TIME: 19 } }],
  ])('is refused with the path %j and every fault for a policy that breaks a rule', (path, broken) => {
    given()
      .when({ ...propose, policy: broken }, context)
      .thenRefused(PolicyRefused, path);
    try {
      policyDecider.decide({ ...propose, policy: broken }, policyDecider.initial, context);
    } catch (error) {
      const { faults, message } = error as PolicyRefused;
      expect(faults[0]).toEqual({ path, rule: message });
    }
    expect.hasAssertions();
  });

  it('has a hash, and a note of some words or none', () => {
    given()
      .when({ ...propose, hash: 'abc' }, context)
      .thenRefused(InvalidValue, 'hash');
    given()
      .when({ ...propose, note: '' }, context)
      .thenRefused(InvalidValue, 'note');
  });
});

describe('approving a policy', () => {
  it('is for an administrator who did not write it', () => {
    given(proposed).when(approve, bob).then(approved);
    given(proposed).when(approve, context).thenRefused(OwnPolicy);
    given(proposed)
      .when(approve, as(person('eve', 'executive')))
      .thenRefused(NotAllowed);
    given(proposed).when(approve, as(operator)).thenRefused(NotAllowed);
  });

  it('by its author needs solo mode and that nobody else could', () => {
    const alone = { ...context, book: soloBook, administrators: 1 };
    given(proposed)
      .when({ ...approve, note: 'nobody else here' }, alone)
      .then({ type: 'PolicyApproved', data: { hash, selfApproved: true, note: plain('nobody else here') } });
    given(proposed)
      .when(approve, { ...alone, administrators: 2 })
      .thenRefused(OwnPolicy);
    given(proposed)
      .when(approve, { ...alone, book })
      .thenRefused(OwnPolicy);
  });

  it('is refused for what is not waiting for it', () => {
    given().when(approve, bob).thenRefused(NotFound);
    for (const history of [[proposed, approved], [proposed, rejected], [builtIn]]) {
      given(...history)
        .when(approve, bob)
        .thenRefused(PolicyNotProposed);
    }
  });

  it('is remembered at its place in the stream', () => {
    const again = [proposed, rejected, proposed, approved];
    expect(fold(policyDecider, again)).toMatchObject({ status: 'approved', approvedIn: { stream: `policy-${hash}`, revision: 3 } });
  });
});

describe('rejecting a policy', () => {
  it('is for an administrator, or its author who takes it back', () => {
    given(proposed).when(reject, bob).then(rejected);
    given(proposed)
      .when(reject, as(person('ada', [])))
      .then(rejected);
    given(proposed)
      .when(reject, as(person('mia', [])))
      .thenRefused(NotAllowed);
  });

  it('needs a reason, and a policy that is waiting', () => {
    given(proposed)
      .when({ ...reject, reason: '' }, bob)
      .thenRefused(InvalidValue, 'reason');
    given().when(reject, bob).thenRefused(NotFound);
    given(proposed, approved).when(reject, bob).thenRefused(PolicyNotProposed);
  });
});

describe('any policy', () => {
  it('refuses by name or folds, whatever comes', () => {
    const note = fc.option(fc.string({ maxLength: 5 }));
    const commands = fc.oneof(
      fc.record({
        type: fc.constant('ProposePolicy'),
        hash: fc.constant(hash),
        policy: fc.oneof(fc.constant(policy), fc.anything()),
        builtIn: fc.boolean(),
        note,
      }),
      fc.record({ type: fc.constant('ApprovePolicy'), hash: fc.constant(hash), note }),
      fc.record({ type: fc.constant('RejectPolicy'), hash: fc.constant(hash), reason: fc.string({ maxLength: 5 }) }),
    ) as fc.Arbitrary<PolicyCommand>;
    const contexts = fc.constantFrom(
      context,
      bob,
      as(operator),
      { ...context, book: soloBook, administrators: 1 },
      { ...bob, book: active },
    );
    expect([...eventsOfAnyCommands(policyDecider, commands, contexts)].toSorted()).toEqual([
      'PolicyApproved',
      'PolicyProposed',
      'PolicyRejected',
    ]);
  });

  it('cannot be approved before it was proposed', () => {
    expect(() => fold(policyDecider, [approved])).toThrow(BrokenHistory);
  });
});
