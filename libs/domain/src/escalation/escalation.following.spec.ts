import { describe, it } from '@jest/globals';
import { AlreadyExists, InvalidValue, NotAllowed, NotFound } from '../errors.js';
import {
  acknowledged,
  agreed,
  claimed,
  clocks,
  contextOf,
  decided,
  issue7,
  laterClocks,
  opened,
  returned,
  routedIn,
  snoozed,
  TIME_BOX,
  TOMORROW,
  withEva,
  withLea,
  withLou,
} from '../testing/escalation-of-7.js';
import { NoStandingOrder } from '../playbook/playbook.errors.js';
import type { PlaybookState, StandingOrder } from '../playbook/playbook.js';
import { ask, lea } from '../testing/issue-7.js';
import { router, timekeeper } from '../testing/people.js';
import { scenario } from '../testing/scenario.js';
import type { EscalationCommand, EscalationContext, Standing } from './escalation.commands.js';
import { escalationDecider } from './escalation.decider.js';
import {
  AlreadyAcknowledged,
  AlreadyWarned,
  BeyondStandingOrder,
  ClaimedStays,
  ClockNotDue,
  EscalationAlreadyDecided,
  EscalationOver,
  NotInCharge,
  NotSnoozed,
  RouteOvertaken,
} from './escalation.errors.js';
import type { EscalationEvent } from './escalation.js';

const given = scenario(escalationDecider).given;
const by = (actor: EscalationContext['actor'], changes: Partial<EscalationContext> = {}) => contextOf({ actor, ...changes });
const byRouter = by(router);
const at = (now: string, changes: Partial<EscalationContext> = {}) => by(timekeeper, { now, ...changes });

describe('opening', () => {
  const open: EscalationCommand = { type: 'OpenEscalation', ...opened().data };

  it('is done by the router, once', () => {
    given().when(open, byRouter).then(opened());
    given(opened()).when(open, byRouter).thenRefused(AlreadyExists);
    given().when(open, by(lea)).thenRefused(NotAllowed);
    given().when({ type: 'Claim' }, by(lea)).thenRefused(NotFound);
  });
});

describe('following the route', () => {
  const follow = (to: Standing | null, moves = 0): EscalationCommand => ({ type: 'FollowRoute', route: routedIn, moves, to });
  const fell: EscalationEvent = { type: 'EscalationWithdrawn', data: { because: 'route_fell', reason: null } };
  const toLou: EscalationEvent = { type: 'EscalationReassigned', data: { to: 'lou', reason: null, route: routedIn } };
  const up: EscalationEvent = {
    type: 'EscalationSteppedUp',
    data: { fromLevel: 2, ...withEva, because: 'route', by: null, reason: null, route: routedIn },
  };
  const { clocks: other, ifNobodyDecides } = withEva;
  const moved: EscalationEvent = { type: 'ClocksMoved', data: { route: routedIn, clocks: other, ifNobodyDecides } };

  it('makes nothing of what stands so already', () => {
    given(opened()).when(follow(withLea), byRouter).then();
    given(opened(), up).when(follow(withEva), byRouter).then();
    given(opened(), claimed('lou')).when(follow(withLou), byRouter).then();
    given(opened()).when(follow(withLea), by(lea)).thenRefused(NotAllowed);
  });

  it('withdraws it when the route falls, unless a leader has claimed it', () => {
    for (const before of [[], [acknowledged()], [snoozed]])
      given(opened(), ...before)
        .when(follow(null), byRouter)
        .then(fell);
    given(opened(), claimed()).when(follow(null), byRouter).thenRefused(ClaimedStays);
    given(opened(), claimed(), snoozed).when(follow(null), byRouter).thenRefused(ClaimedStays);
    given(opened({ ...withEva }))
      .when(follow(withLea), byRouter)
      .then(fell);
    given(opened(), fell).when(follow(null), byRouter).thenRefused(EscalationOver);
    given(opened(), decided()).when(follow(null), byRouter).thenRefused(EscalationAlreadyDecided);
  });

  it('goes up, also from a claim', () => {
    given(opened()).when(follow(withEva), byRouter).then(up);
    given(opened(), claimed()).when(follow(withEva), byRouter).then(up);
    given(opened(), claimed(), up).when({ type: 'Claim' }, by(lea)).thenRefused(NotInCharge);
  });

  it('goes to another holder, with the clocks of the route', () => {
    given(opened()).when(follow(withLou), byRouter).then(toLou);
    given(opened())
      .when(follow({ ...withLou, clocks: other, ifNobodyDecides }), byRouter)
      .then(toLou, moved);
    given(opened(), claimed()).when(follow(withLou), byRouter).thenRefused(ClaimedStays);
    given(opened(), claimed())
      .when(follow({ ...withLou, clocks: other, ifNobodyDecides }), byRouter)
      .then(moved);
    given(opened())
      .when(follow({ ...withLea, clocks: other, ifNobodyDecides }), byRouter)
      .then(moved);
  });

  it('is refused when somebody moved it after the route was made', () => {
    const byHand: EscalationEvent = { type: 'EscalationReassigned', data: { to: 'lou', reason: null, route: null } };
    given(opened(), byHand).when(follow(withLea), byRouter).thenRefused(RouteOvertaken);
    given(opened(), byHand).when(follow(withLou, 1), byRouter).then();
    given(opened(), toLou).when(follow(withLea), byRouter).then({ type: 'EscalationReassigned', data: { to: 'lea', reason: null, route: routedIn } }); // prettier-ignore
  });
});

describe('the end of the issue', () => {
  const close: EscalationCommand = { type: 'CloseForIssue' };
  const closed: EscalationEvent = { type: 'EscalationWithdrawn', data: { because: 'issue_closed', reason: null } };

  it('withdraws what nobody has to decide any more', () => {
    given(opened(), claimed()).when(close, byRouter).then(closed);
    given(opened(), closed).when(close, byRouter).thenRefused(EscalationOver);
    given(opened(), decided()).when(close, byRouter).thenRefused(EscalationAlreadyDecided);
    given(opened()).when(close, by(lea)).thenRefused(NotAllowed);
  });
});

describe('an expired clock', () => {
  const standsIn: Standing = { level: 2, holder: 'luc', clocks: laterClocks, ifNobodyDecides: withEva.ifNobodyDecides };
  const expire = (clock: 'acknowledge' | 'decide' | 'time_box', to: Standing): EscalationCommand => ({
    type: 'ExpireClock',
    clock,
    hop: { kind: to.level === 2 ? 'substitute' : 'level', to },
  });
  const expired = (clock: 'acknowledge' | 'decide' | 'time_box', { holder, ...to }: Standing, from = 'lea'): EscalationEvent => ({
    type: 'ClockExpired',
    data: { clock, from, hop: to.level === 2 ? 'substitute' : 'level', to: holder, fromLevel: 2, ...to },
  });

  it('hops to the substitute, then to the next level', () => {
    given(opened()).when(expire('acknowledge', standsIn), at(clocks.acknowledgeBy)).then(expired('acknowledge', standsIn));
    given(opened()).when(expire('decide', withEva), at(clocks.decideBy)).then(expired('decide', withEva));
    given(opened(), claimed('lou')).when(expire('time_box', { ...withEva, clocks: { ...laterClocks, decideBy: '2027-01-01T00:00:00.000Z' } }), at(TIME_BOX)).then(expired('time_box', { ...withEva, clocks: { ...laterClocks, decideBy: '2027-01-01T00:00:00.000Z' } }, 'lou')); // prettier-ignore
  });

  it('is refused before its time, and where the clock does not run', () => {
    given(opened()).when(expire('decide', withEva), at('2026-11-25T09:59:59.999Z')).thenRefused(ClockNotDue);
    for (const before of [acknowledged(), claimed(), snoozed]) {
      given(opened(), before).when(expire('acknowledge', standsIn), at(clocks.acknowledgeBy)).thenRefused(ClockNotDue);
    }
    given(opened()).when(expire('time_box', withEva), at(TIME_BOX)).thenRefused(ClockNotDue);
    given(opened(), expired('decide', withEva)).when(expire('decide', withEva), at(clocks.decideBy)).thenRefused(ClockNotDue);
    given(opened(), decided()).when(expire('decide', withEva), at(clocks.decideBy)).thenRefused(EscalationAlreadyDecided);
    given(opened(), returned).when(expire('decide', withEva), at(clocks.decideBy)).thenRefused(EscalationOver);
    given(opened())
      .when(expire('decide', withEva), by(lea, { now: clocks.decideBy }))
      .thenRefused(NotAllowed);
  });

  it('hops as it says, to clocks that run', () => {
    const due = at(clocks.decideBy);
    given(opened()).when({ type: 'ExpireClock', clock: 'decide', hop: { kind: 'level', to: standsIn } }, due).thenRefused(InvalidValue, 'hop.to.level'); // prettier-ignore
    given(opened()).when({ type: 'ExpireClock', clock: 'decide', hop: { kind: 'substitute', to: withEva } }, due).thenRefused(InvalidValue, 'hop.to.level'); // prettier-ignore
    given(opened()).when(expire('decide', withLou), due).thenRefused(InvalidValue, 'hop.to.clocks');
  });

  it('counts as a move, and the next holder has seen nothing', () => {
    const hop = expired('acknowledge', standsIn);
    given(opened(), hop).when({ type: 'FollowRoute', route: routedIn, moves: 0, to: withLea }, byRouter).thenRefused(RouteOvertaken);
    given(opened(), acknowledged(), hop).when({ type: 'Acknowledge' }, by(lea)).then(acknowledged());
  });

  it('ends with the standing order: what was agreed stands as decided', () => {
    const order = (option: 'recommended' | 'alternative' | 'no'): EscalationCommand => ({
      type: 'ExpireClock',
      clock: 'decide',
      hop: { kind: 'standing_order', playbook: 'p1', option },
    });
    const applied = (option: 'recommended' | 'alternative' | 'no', commitmentMinor: number): EscalationEvent => ({
      type: 'StandingOrderApplied',
      data: { playbook: 'p1', option, commitmentMinor },
    });
    const due = (option: StandingOrder['option'], changes: Partial<EscalationContext> = {}) =>
      at(clocks.decideBy, { playbook: agreed({ option }), ...changes });
    given(opened()).when(order('recommended'), due('recommended')).then(applied('recommended', 2_000_000));
    given(opened()).when(order('alternative'), due('alternative')).then(applied('alternative', 2_000_000));
    given(opened()).when(order('no'), due('no')).then(applied('no', 0));
    given(opened()).when(order('recommended'), due('recommended', { issue: issue7({ ask: null }), route: null })).then(applied('recommended', 0)); // prettier-ignore
    given(opened(), applied('no', 0)).when(order('no'), due('no')).thenRefused(EscalationAlreadyDecided);
  });

  it('does not end with a standing order that has ended, is another by now, or does not cover what the ask has grown to', () => {
    const order: EscalationCommand = { type: 'ExpireClock', clock: 'decide', hop: { kind: 'standing_order', playbook: 'p1', option: 'recommended' } }; // prettier-ignore
    const when = (playbook: PlaybookState, changes: Partial<EscalationContext> = {}) =>
      given(opened()).when(order, at(clocks.decideBy, { playbook, ...changes }));
    when({ status: 'none' }).thenRefused(NoStandingOrder);
    when(agreed({ until: clocks.decideBy })).thenRefused(NoStandingOrder);
    when(agreed({ option: 'no' })).thenRefused(NoStandingOrder);
    const upTo = (minor: number) => agreed({ maxAmount: { minor, currency: 'USD' } });
    when(upTo(2_000_000)).then({ type: 'StandingOrderApplied', data: { playbook: 'p1', option: 'recommended', commitmentMinor: 2_000_000 } }); // prettier-ignore
    when(upTo(1_999_999)).thenRefused(BeyondStandingOrder);
    when(upTo(2_000_000), { issue: issue7({ ask: ask(2_000_001) }) }).thenRefused(BeyondStandingOrder);
    const inYen = { ...ask(1), spend: { stated: { minor: 1, currency: 'JPY' }, routed: null } };
    when(upTo(2_000_000), { issue: issue7({ ask: inYen }) }).thenRefused(BeyondStandingOrder);
  });
});

describe('the warning', () => {
  const warn: EscalationCommand = { type: 'WarnClock' };
  const warned: EscalationEvent = { type: 'ClockWarned', data: { decideBy: clocks.decideBy } };

  it('comes once for each clock', () => {
    given(opened()).when(warn, at(clocks.warnAt)).then(warned);
    given(opened(), warned).when(warn, at(clocks.warnAt)).thenRefused(AlreadyWarned);
    given(opened()).when(warn, at('2026-11-24T09:59:59.999Z')).thenRefused(ClockNotDue);
    given(opened()).when(warn, by(lea)).thenRefused(NotAllowed);
    const moved: EscalationEvent = {
      type: 'ClocksMoved',
      data: { route: routedIn, clocks: laterClocks, ifNobodyDecides: withLea.ifNobodyDecides },
    };
    given(opened(), warned, moved)
      .when(warn, at(laterClocks.warnAt))
      .then({ type: 'ClockWarned', data: { decideBy: laterClocks.decideBy } });
  });
});

describe('the end of a snooze', () => {
  const end = (because: 'time' | 'fact'): EscalationCommand => ({ type: 'EndSnooze', because });
  const ended = (because: 'time' | 'fact'): EscalationEvent => ({ type: 'SnoozeEnded', data: { because } });
  const untilFact: EscalationEvent = { type: 'EscalationSnoozed', data: { until: TOMORROW, untilFactChanges: true } };

  it('comes with its time, or with a fact if it was to', () => {
    given(opened(), snoozed).when(end('time'), at(TOMORROW)).then(ended('time'));
    given(opened(), snoozed).when(end('time'), at('2026-11-24T08:59:59.999Z')).thenRefused(ClockNotDue);
    given(opened(), untilFact).when(end('fact'), byRouter).then(ended('fact'));
    given(opened(), snoozed).when(end('fact'), byRouter).thenRefused(ClockNotDue);
    given(opened()).when(end('time'), at(TOMORROW)).thenRefused(NotSnoozed);
    given(opened(), snoozed).when(end('time'), byRouter).thenRefused(NotAllowed);
    given(opened(), acknowledged(), snoozed, ended('time')).when({ type: 'Acknowledge' }, by(lea)).thenRefused(AlreadyAcknowledged);
  });
});
