import { describe, expect, it } from '@jest/globals';
import { GrantMissing } from '../decision/authority.js';
import { ConflictOfInterest, OwnCase, OwnSessionNeeded } from '../decision/separation.js';
import { fold } from '../decider.js';
import { InvalidValue, NotAllowed } from '../errors.js';
import { IssueAlreadyClosed } from '../issue/issue.errors.js';
import { plain } from '../personal.js';
import {
  acknowledged,
  asa,
  away,
  claimed,
  contextOf,
  decided,
  decision,
  escalated,
  issue7,
  lou,
  luc,
  opened,
  present,
  returned,
  snoozed,
  tookEffect,
  words,
} from '../testing/escalation-of-7.js';
import { eva, lea, mia } from '../testing/issue-7.js';
import { amountFloor } from '../testing/organisation.js';
import { grant, person, timekeeper, upTo } from '../testing/people.js';
import { scenario } from '../testing/scenario.js';
import type { EscalationCommand, EscalationContext } from './escalation.commands.js';
import { escalationDecider } from './escalation.decider.js';
import {
  ClockNotDue,
  DecisionAlreadyInEffect,
  DecisionAlreadyWithdrawn,
  DecisionNotInEffect,
  DecisionNotInForce,
  EscalationAlreadyDecided,
  EscalationOver,
  NotInCharge,
  NothingDecided,
  NotTheDecider,
} from './escalation.errors.js';
import type { EscalationEvent } from './escalation.js';

const given = scenario(escalationDecider).given;
const by = (actor: EscalationContext['actor'], changes: Partial<EscalationContext> = {}) => contextOf({ actor, ...changes });

const decide = { type: 'Decide', option: 'recommended', ...words, terms: null, decisionGroup: null } as const;
const withdrawn = (decisionRevision: number, beforeEffect: boolean): EscalationEvent => ({
  type: 'DecisionWithdrawn',
  data: { decisionRevision, reason: null, beforeEffect },
});

describe('deciding', () => {
  it('is for the holder, within their own grant, and takes effect ten seconds later', () => {
    given(opened()).when(decide, by(lea)).then(decided());
    given(opened(), acknowledged(), snoozed).when(decide, by(lea)).then(decided());
    given(opened(), claimed()).when(decide, by(lea)).then(decided());
  });

  it('is for the substitute while the holder is away, and for leaders of that level or above while nobody has claimed it', () => {
    const own = (who: string, grantId: string) => decided(who, { grant: { person: who, grantId } });
    given(opened())
      .when(decide, by(luc, { holder: away('lea', 'luc') }))
      .then(own('luc', 'upto-5000000'));
    given(opened()).when(decide, by(lou)).then(own('lou', 'upto-5000000'));
    given(opened()).when(decide, by(eva)).then(own('eva', 'upto-1000000000'));
    given(opened()).when(decide, by(luc)).thenRefused(NotInCharge);
    for (const actor of [lea, eva])
      given(opened(), claimed('lou'))
        .when(decide, by(actor, { holder: present('lou') }))
        .thenRefused(NotInCharge);
    const standsIn = { holder: away('lou', 'luc') };
    given(opened(), claimed('lou')).when(decide, by(luc, standsIn)).then(own('luc', 'upto-5000000'));
  });

  it('is never for who filed it or asked, who is in conflict, or acts for another', () => {
    given(opened({ barred: ['lea'] }))
      .when(decide, by(lea))
      .thenRefused(OwnCase);
    given(opened())
      .when(decide, by(lea, { conflicts: [{ partner: 'acme' }] }))
      .thenRefused(ConflictOfInterest);
    given(opened()).when(decide, by(asa)).thenRefused(OwnSessionNeeded);
    given(opened())
      .when(decide, by({ ...lea, onBehalfOf: 'lea' }))
      .thenRefused(OwnSessionNeeded);
    given(opened()).when(decide, by(mia)).thenRefused(NotInCharge);
    given(opened())
      .when(decide, by(person('lea', ['administrator', 'auditor'], { level: 3, grants: [grant('all')] })))
      .thenRefused(NotAllowed);
    given(opened())
      .when(decide, by(person('lea', 'leader', { level: 2, scope: { region: 'south' } })))
      .thenRefused(NotAllowed);
    given(opened()).when(decide, by(timekeeper)).thenRefused(NotAllowed);
  });

  it('is refused one cent above the grant, others on the order counted, naming the authority', () => {
    const atLimit = { ...escalated, floors: [amountFloor(2_000_000, 3_000_000)] };
    const above = { ...escalated, floors: [amountFloor(2_000_000, 3_000_001)] };
    given(opened())
      .when(decide, by(lea, { route: atLimit }))
      .then(decided('lea', { coveredMinor: 5_000_000 }));
    given(opened())
      .when(decide, by(lea, { route: above }))
      .thenRefused(GrantMissing);
    const authority = { action: 'spend', minor: 5_000_001, currency: 'USD' } as const;
    const refusal = new GrantMissing(authority);
    expect(() => escalationDecider.decide(decide, fold(escalationDecider, [opened()]), by(lea, { route: above }))).toThrow(refusal);
    expect(refusal.message).toBe('needs a live grant for the action spend over at least 50000.01 USD');
  });

  it('says no, or commits other terms, or one decision for several issues', () => {
    const usd = (minor: number) => ({ minor, currency: 'USD' });
    const terms = { spend: usd(900), writeOff: usd(100), delayAcceptedDays: 0 };
    const other = { option: 'other', commitmentMinor: 1000, coveredMinor: 1000, spend: { stated: usd(900), routed: usd(900) } } as const;
    given(opened())
      .when({ ...decide, option: 'other', terms }, by(lea))
      .then(decided('lea', other));
    const no = { option: 'no', commitmentMinor: 0, coveredMinor: 0, spend: null } as const;
    given(opened())
      .when({ ...decide, option: 'no', decisionGroup: 'g1' }, by(lea))
      .then(decided('lea', { ...no, decisionGroup: 'g1' }));
  });

  it('happens once, while the issue is open', () => {
    given(opened(), decided()).when(decide, by(lea)).thenRefused(EscalationAlreadyDecided);
    given(opened(), returned).when(decide, by(lea)).thenRefused(EscalationOver);
    const closed = { ...issue7(), status: 'resolved' } as EscalationContext['issue'];
    given(opened())
      .when(decide, by(lea, { issue: closed }))
      .thenRefused(IssueAlreadyClosed);
  });

  it.each<[string, object]>([
    ['option', { option: 'perhaps' }],
    ['decision', { decision: '' }],
    ['rationale', { rationale: '\u0000' }],
    ['optionsConsidered[0]', { optionsConsidered: [''] }],
    ['decisionGroup', { decisionGroup: 'a b' }],
    ['terms', { terms: { spend: null, writeOff: null, delayAcceptedDays: 0 } }],
  ])('refuses a wrong value, naming %s', (field, changes) => {
    given(opened())
      .when({ ...decide, ...changes }, by(lea))
      .thenRefused(InvalidValue, field);
  });
});

describe('taking effect', () => {
  const takeEffect: EscalationCommand = { type: 'TakeEffect' };

  it('is done by the timekeeper, when it is due, once', () => {
    const due = by(timekeeper, { now: '2026-11-23T10:00:10.000Z' });
    given(opened(), decided()).when(takeEffect, due).then(tookEffect(1));
    given(opened(), decided())
      .when(takeEffect, by(timekeeper, { now: '2026-11-23T10:00:09.999Z' }))
      .thenRefused(ClockNotDue);
    given(opened(), decided(), tookEffect(1)).when(takeEffect, due).thenRefused(DecisionAlreadyInEffect);
    given(opened(), decided(), withdrawn(1, true)).when(takeEffect, due).thenRefused(NothingDecided);
    given(opened(), decided()).when(takeEffect, by(lea)).thenRefused(NotAllowed);
  });
});

describe('withdrawing a decision', () => {
  const withdraw: EscalationCommand = { type: 'WithdrawDecision', reason: null };

  it('before its effect brings the escalation back as it was', () => {
    given(opened(), claimed(), decided()).when(withdraw, by(lea)).then(withdrawn(2, true));
    given(opened(), claimed('lou'), decided('lou'), withdrawn(2, true))
      .when(decide, by(lea, { holder: present('lou') }))
      .thenRefused(NotInCharge);
    given(opened(), snoozed, decided(), withdrawn(2, true)).when({ type: 'EndSnooze', because: 'hand' }, by(lea)).then({ type: 'SnoozeEnded', data: { because: 'hand' } }); // prettier-ignore
    given(opened(), decided(), withdrawn(1, true)).when(decide, by(lea)).then(decided());
  });

  it('after its effect is recorded; the decision waits to be superseded', () => {
    const afterwards = [opened(), decided(), tookEffect(1)];
    given(...afterwards).when({ ...withdraw, reason: 'Wrong van' }, by(lea)).then({ type: 'DecisionWithdrawn', data: { decisionRevision: 1, reason: plain('Wrong van'), beforeEffect: false } }); // prettier-ignore
    given(...afterwards, withdrawn(1, false))
      .when(withdraw, by(lea))
      .thenRefused(DecisionAlreadyWithdrawn);
    given(...afterwards, withdrawn(1, false))
      .when(decide, by(lea))
      .thenRefused(EscalationAlreadyDecided);
  });

  it('is for who decided', () => {
    for (const actor of [lou, eva]) given(opened(), decided()).when(withdraw, by(actor)).thenRefused(NotTheDecider);
    given(opened(), decided()).when(withdraw, by(asa)).thenRefused(OwnSessionNeeded);
    given(opened()).when(withdraw, by(lea)).thenRefused(NothingDecided);
    given(opened(), decided())
      .when({ ...withdraw, reason: '' }, by(lea))
      .thenRefused(InvalidValue, 'reason');
  });
});

describe('superseding a decision', () => {
  const supersede = { type: 'SupersedeDecision', supersedes: 1, option: 'no', ...words, terms: null, decisionGroup: null } as const;
  const no = { option: 'no', commitmentMinor: 0, coveredMinor: 0, spend: null } as const;
  const superseded = (who = 'lea', supersedes = 1, grantId = 'upto-5000000'): EscalationEvent => ({
    type: 'DecisionSuperseded',
    data: { ...decision({ ...no, grant: { person: who, grantId } }), by: who, supersedes },
  });

  it('is for who decided and for leaders above', () => {
    given(opened(), decided()).when(supersede, by(lea)).then(superseded());
    given(opened(), decided(), tookEffect(1), withdrawn(1, false)).when(supersede, by(lea)).then(superseded());
    given(opened(), decided())
      .when(supersede, by(eva))
      .then(superseded('eva', 1, 'upto-1000000000'));
    given(opened(), decided()).when(supersede, by(lou)).thenRefused(NotTheDecider);
    given(opened({ barred: ['eva'] }), decided())
      .when(supersede, by(eva))
      .thenRefused(OwnCase);
    given(opened(), decided())
      .when(supersede, by(lea, { conflicts: [{ partner: 'acme' }] }))
      .thenRefused(ConflictOfInterest);
    given(opened(), decided()).when({ ...supersede, option: 'recommended' }, by({ ...lea, rights: { ...lea.rights, grants: [upTo(1)] } })).thenRefused(GrantMissing); // prettier-ignore
  });

  it('keeps one decision in force: the last', () => {
    given(opened(), decided(), superseded())
      .when({ ...supersede, supersedes: 2 }, by(lea))
      .then(superseded('lea', 2));
    given(opened(), decided(), superseded()).when(supersede, by(lea)).thenRefused(DecisionNotInForce);
    given(opened()).when(supersede, by(lea)).thenRefused(NothingDecided);
  });

  it('withdrawn before its effect, what it superseded stands again', () => {
    const history = [opened(), decided(), tookEffect(1), superseded()];
    given(...history)
      .when({ type: 'WithdrawDecision', reason: null }, by(lea))
      .then(withdrawn(3, true));
    given(...history, withdrawn(3, true))
      .when(supersede, by(lea))
      .then(superseded());
    given(...history, withdrawn(3, true))
      .when({ type: 'TakeEffect' }, by(timekeeper))
      .thenRefused(DecisionAlreadyInEffect);
    given(...history, tookEffect(3))
      .when({ type: 'WithdrawDecision', reason: null }, by(lea))
      .then(withdrawn(3, false));
  });

  it('also replaces a standing order, by who is in charge', () => {
    const order: EscalationEvent = {
      type: 'StandingOrderApplied',
      data: { playbook: 'p1', option: 'recommended', commitmentMinor: 2_000_000 },
    };
    given(opened(), order).when(supersede, by(lea)).then(superseded());
    given(opened(), order).when(supersede, by(mia)).thenRefused(NotInCharge);
    given(opened(), order).when({ type: 'WithdrawDecision', reason: null }, by(lea)).thenRefused(NotTheDecider);
    given(opened(), order).when({ type: 'TakeEffect' }, by(timekeeper)).thenRefused(DecisionAlreadyInEffect);
  });
});

describe('reviewing the outcome', () => {
  const review = { type: 'ReviewOutcome', verdict: 'mixed', lesson: 'Ask sooner' } as const;
  const reviewed: EscalationEvent = {
    type: 'OutcomeReviewed',
    data: { decisionRevision: 1, verdict: 'mixed', lesson: plain('Ask sooner') },
  };
  const inEffect = [opened(), decided(), tookEffect(1)];

  it('is for who decided and for leaders, once it took effect', () => {
    for (const actor of [lea, lou, eva])
      given(...inEffect)
        .when(review, by(actor))
        .then(reviewed);
    given(...inEffect)
      .when(review, by(mia))
      .thenRefused(NotTheDecider);
    given(opened(), decided()).when(review, by(lea)).thenRefused(DecisionNotInEffect);
    given(opened()).when(review, by(lea)).thenRefused(NothingDecided);
    given(...inEffect)
      .when({ ...review, verdict: 'fine' as never }, by(lea))
      .thenRefused(InvalidValue, 'verdict');
    given(...inEffect)
      .when({ ...review, lesson: '' }, by(lea))
      .thenRefused(InvalidValue, 'lesson');
  });
});
