import { checkPast } from '../check-value.js';
import { unreachable, type Decider } from '../decider.js';
import { NotFound } from '../errors.js';
import { requireSight } from '../person/sight.js';
import type { DecidedEscalation, EscalationEvent, EscalationState, LiveEscalation, OpenedEscalation } from './escalation.js';
import type { EscalationCommand, EscalationContext } from './escalation.commands.js';
import { decideEscalation, reviewOutcome, supersedeDecision, withdrawDecision } from './escalation.deciding.js';
import { EscalationAlreadyDecided, EscalationOver, NothingDecided } from './escalation.errors.js';
import { accountableFor, placeOfEscalation, requirePart } from './escalation-rights.js';
import { evolveEscalation } from './escalation.evolve.js';
import { closeForIssue, endSnooze, expireClock, followRoute, openEscalation, takeEffect, warnClock } from './escalation.following.js';
import { handOver, returnWithGuidance, stepUp, withdrawEscalation } from './escalation.passing.js';
import { confirmReport, denyReport, reportDecision } from './escalation.reporting.js';
import { acknowledge, answerQuestion, askQuestion, claim, reassign, release, renewTimeBox, snooze } from './escalation.sorting.js';

/** The rules of an escalation: exactly one decider, one decision in force. */
export const escalationDecider: Decider<EscalationCommand, EscalationEvent, EscalationState, EscalationContext> = {
  initial: { status: 'none' },
  evolve: evolveEscalation,
  requireSight: (_command, state, context) => {
    if (state.status === 'none') return;
    requireSight(context.actor, { what: 'escalation', id: context.escalationId }, placeOfEscalation(state), partakers(state, context));
  },
  decide: (command, state, context) => {
    if (command.occurredAt !== undefined) checkPast(command.occurredAt, 'occurredAt', context.now);
    if (command.type === 'OpenEscalation') return openEscalation(command, state, context);
    if (state.status === 'none') throw new NotFound('escalation', context.escalationId);
    escalationDecider.requireSight?.(command, state, context);
    requirePart(command, state, context);
    return isOfDecision(command) ? ofDecision(command, requireDecided(state), context) : ofLive(command, requireLive(state), context);
  },
};

/** Who answers for it, stands in, asked for it, was asked, or is said to have decided it. */
function partakers(state: OpenedEscalation, { holder }: EscalationContext): readonly (string | null | undefined)[] {
  return [state.holder, accountableFor(state), holder?.substitute, state.question?.of, state.report?.decider, ...state.barred];
}

type Commands<T extends EscalationCommand['type']> = Extract<EscalationCommand, { readonly type: T }>;
type OfDecision = Commands<'WithdrawDecision' | 'SupersedeDecision' | 'ReviewOutcome' | 'TakeEffect'>;
type OfLive = Exclude<EscalationCommand, OfDecision | Commands<'OpenEscalation'>>;

function isOfDecision(command: OfDecision | OfLive): command is OfDecision {
  return ['WithdrawDecision', 'SupersedeDecision', 'ReviewOutcome', 'TakeEffect'].includes(command.type);
}

function ofDecision(command: OfDecision, escalation: DecidedEscalation, context: EscalationContext): readonly EscalationEvent[] {
  switch (command.type) {
    case 'WithdrawDecision':
      return withdrawDecision(command, escalation, context);
    case 'SupersedeDecision':
      return supersedeDecision(command, escalation, context);
    case 'ReviewOutcome':
      return reviewOutcome(command, escalation, context);
    case 'TakeEffect':
      return takeEffect(escalation, context);
    default:
      return unreachable(command);
  }
}

function ofLive(command: OfLive, escalation: LiveEscalation, context: EscalationContext): readonly EscalationEvent[] {
  switch (command.type) {
    case 'Acknowledge':
      return acknowledge(escalation, context);
    case 'Claim':
      return claim(escalation, context);
    case 'Release':
      return release(command, escalation, context);
    case 'Reassign':
      return reassign(command, escalation, context);
    case 'Snooze':
      return snooze(command, escalation, context);
    case 'AskQuestion':
      return askQuestion(command, escalation, context);
    case 'AnswerQuestion':
      return answerQuestion(command, escalation, context);
    case 'Decide':
      return decideEscalation(command, escalation, context);
    case 'ReturnWithGuidance':
      return returnWithGuidance(command, escalation, context);
    case 'HandOver':
      return handOver(command, escalation, context);
    case 'StepUp':
      return stepUp(command, escalation, context);
    case 'ReportDecision':
      return reportDecision(command, escalation, context);
    case 'ConfirmReport':
      return confirmReport(command, escalation, context);
    case 'DenyReport':
      return denyReport(command, escalation, context);
    case 'RenewTimeBox':
      return renewTimeBox(command, escalation, context);
    case 'WithdrawEscalation':
      return withdrawEscalation(command, escalation, context);
    case 'FollowRoute':
      return followRoute(command, escalation, context);
    case 'CloseForIssue':
      return closeForIssue(context);
    case 'ExpireClock':
      return expireClock(command, escalation, context);
    case 'WarnClock':
      return warnClock(escalation, context);
    case 'EndSnooze':
      return endSnooze(command, escalation, context);
    default:
      return unreachable(command);
  }
}

function requireLive(state: OpenedEscalation): LiveEscalation {
  switch (state.status) {
    case 'decided':
      throw new EscalationAlreadyDecided();
    case 'returned':
    case 'handed_over':
    case 'withdrawn':
      throw new EscalationOver(state.status);
    default:
      return state;
  }
}

function requireDecided(state: OpenedEscalation): DecidedEscalation {
  if (state.status !== 'decided') throw new NothingDecided();
  return state;
}
