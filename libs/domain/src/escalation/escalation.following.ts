import { AlreadyExists, InvalidValue, NotAllowed } from '../errors.js';
import type { Actor } from '../decider.js';
import { commitmentOfAsk } from '../decision/commitment.js';
import { NoStandingOrder } from '../playbook/playbook.errors.js';
import { liveStandingOrder } from '../playbook/playbook.js';
import { isSame } from '../same-value.js';
import type { DecidedEscalation, EscalationEvent, EscalationState, LiveEscalation } from './escalation.js';
import type { EscalationCommand, EscalationContext, Hop, Standing } from './escalation.commands.js';
import { requireIssue } from './escalation.deciding.js';
import {
  AlreadyWarned,
  BeyondStandingOrder,
  ClaimedStays,
  ClockNotDue,
  DecisionAlreadyInEffect,
  NotSnoozed,
  RouteOvertaken,
} from './escalation.errors.js';
import { inHandOf } from './escalation.evolve-decision.js';
import { accountableFor, claimerOf, requireSorter } from './escalation-rights.js';

type Command<T extends EscalationCommand['type']> = Extract<EscalationCommand, { readonly type: T }>;
type Events = readonly EscalationEvent[];

/** By the router, as the first event of the stream. */
export function openEscalation(command: Command<'OpenEscalation'>, state: EscalationState, context: EscalationContext): Events {
  requireSystem(context.actor, 'router');
  if (state.status !== 'none') throw new AlreadyExists('escalation', context.escalationId);
  const { type: _type, occurredAt: _occurredAt, ...data } = command;
  return [{ type: 'EscalationOpened', data }];
}

/**
 * Goes where the route has gone: up, to another holder, or away. A route at a lower level withdraws it too (the router opens another
 * one there). What a leader has claimed goes up, but neither down nor to another.
 */
export function followRoute(
  { to, route, moves }: Command<'FollowRoute'>,
  escalation: LiveEscalation,
  { actor }: EscalationContext,
): Events {
  requireSystem(actor, 'router');
  if (escalation.moves > moves) throw new RouteOvertaken();
  const claimer = claimerOf(escalation);
  if (to === null || to.level < escalation.level) {
    if (claimer !== null) throw new ClaimedStays(claimer);
    return [{ type: 'EscalationWithdrawn', data: { because: 'route_fell', reason: null } }];
  }
  if (to.level > escalation.level) {
    const told = { because: 'route', by: null, reason: null, route } as const;
    return [{ type: 'EscalationSteppedUp', data: { fromLevel: escalation.level, ...to, ...told } }];
  }
  const elsewhere = to.holder !== accountableFor(escalation);
  const clocks = clocksMoved(to, route, escalation);
  if (elsewhere && claimer !== null && clocks.length === 0) throw new ClaimedStays(claimer);
  if (!elsewhere || claimer !== null) return clocks;
  return [{ type: 'EscalationReassigned', data: { to: to.holder, reason: null, route } }, ...clocks];
}

function clocksMoved({ clocks, ifNobodyDecides }: Standing, route: Command<'FollowRoute'>['route'], escalation: LiveEscalation): Events {
  if (isSame(clocks, escalation.clocks) && isSame(ifNobodyDecides, escalation.ifNobodyDecides)) return [];
  return [{ type: 'ClocksMoved', data: { route, clocks, ifNobodyDecides } }];
}

/** The issue was closed: there is nothing left to decide. */
export function closeForIssue({ actor }: EscalationContext): Events {
  requireSystem(actor, 'router', 'timekeeper');
  return [{ type: 'EscalationWithdrawn', data: { because: 'issue_closed', reason: null } }];
}

/** One hop: to the substitute, to the next level, or to what was agreed for when nobody decides. */
export function expireClock({ clock, hop }: Command<'ExpireClock'>, escalation: LiveEscalation, context: EscalationContext): Events {
  requireSystem(context.actor, 'timekeeper');
  requireDue(`the ${clock} clock`, runsOutAt(clock, escalation), context);
  if (hop.kind === 'standing_order') return applyStandingOrder(hop, escalation, context);
  const { to, kind } = hop;
  const higher = to.level > escalation.level;
  if (kind === 'level' ? !higher : to.level !== escalation.level)
    throw new InvalidValue('hop.to.level', `does not fit a hop to the ${kind}`);
  if (to.clocks.decideBy <= context.now) throw new InvalidValue('hop.to.clocks', 'must run from now on');
  const { holder, ...rest } = to;
  const from = accountableFor(escalation);
  return [{ type: 'ClockExpired', data: { clock, from, hop: kind, to: holder, fromLevel: escalation.level, ...rest } }];
}

// What the alternative commits nobody has said; it counts as the ask does. Asked again here: since the hop was worked out the order may
// have ended, or the ask may have grown beyond it.
function applyStandingOrder(hop: Extract<Hop, { kind: 'standing_order' }>, escalation: LiveEscalation, context: EscalationContext): Events {
  const { playbook, option } = hop;
  const { facts } = requireIssue(escalation, context);
  const order = liveStandingOrder(context.playbook, context.now);
  if (order?.option !== option) throw new NoStandingOrder();
  if (option === 'no') return [{ type: 'StandingOrderApplied', data: { playbook, option, commitmentMinor: 0 } }];
  const { ownMinor, bounded } = commitmentOfAsk({ ...context, facts });
  if (order.maxAmount !== null && !(bounded && ownMinor <= order.maxAmount.minor)) throw new BeyondStandingOrder();
  return [{ type: 'StandingOrderApplied', data: { playbook, option, commitmentMinor: ownMinor } }];
}

/** When a clock runs out; null while it does not run. */
function runsOutAt(clock: Command<'ExpireClock'>['clock'], escalation: LiveEscalation): string | null {
  const inHand = inHandOf(escalation);
  switch (clock) {
    case 'acknowledge':
      return escalation.status === 'open' ? escalation.clocks.acknowledgeBy : null;
    case 'decide':
      return escalation.clocks.decideBy;
    case 'time_box':
      return inHand.status === 'claimed' ? inHand.timeBoxUntil : null;
  }
}

export function warnClock(escalation: LiveEscalation, context: EscalationContext): Events {
  requireSystem(context.actor, 'timekeeper');
  requireDue('the warning', escalation.clocks.warnAt, context);
  if (escalation.warned) throw new AlreadyWarned();
  return [{ type: 'ClockWarned', data: { decideBy: escalation.clocks.decideBy } }];
}

/** Its time has come (the timekeeper), a fact has changed (the router), or somebody wakes it. */
export function endSnooze({ because }: Command<'EndSnooze'>, escalation: LiveEscalation, context: EscalationContext): Events {
  if (because === 'hand') requireSorter(escalation, context);
  else requireSystem(context.actor, because === 'time' ? 'timekeeper' : 'router');
  if (escalation.status !== 'snoozed') throw new NotSnoozed();
  if (because === 'time') requireDue('the end of the snooze', escalation.until, context);
  if (because === 'fact' && !escalation.untilFactChanges) throw new ClockNotDue('the end of the snooze', escalation.until);
  return [{ type: 'SnoozeEnded', data: { because } }];
}

export function takeEffect({ decision }: DecidedEscalation, context: EscalationContext): Events {
  requireSystem(context.actor, 'timekeeper');
  if (decision.inEffect) throw new DecisionAlreadyInEffect();
  requireDue('the effect', decision.takesEffectAt, context);
  return [{ type: 'DecisionTookEffect', data: { decisionRevision: decision.revision } }];
}

function requireDue(what: string, at: string | null, { now }: EscalationContext): void {
  if (at === null || now < at) throw new ClockNotDue(what, at);
}

function requireSystem(actor: Actor, ...ids: readonly (Actor & { kind: 'system' })['id'][]): void {
  if (actor.kind !== 'system' || !ids.includes(actor.id)) throw new NotAllowed(`is done by the ${ids.join(' or the ')}`);
}
