import { checkCode, checkFuture, checkText } from '../check-value.js';
import { LEADERS, requireFit, WORKERS } from '../decision/chosen-person.js';
import { inOwnSession, OwnCase, type Person } from '../decision/separation.js';
import { InvalidValue, NotAllowed } from '../errors.js';
import { plain, type Personal } from '../personal.js';
import { hasRole, requireRole, type RoleGiven } from '../person/rights.js';
import type { EscalationEvent, LiveEscalation } from './escalation.js';
import type { EscalationCommand, EscalationContext } from './escalation.commands.js';
import {
  AlreadyAcknowledged,
  AlreadyClaimed,
  NotClaimed,
  NotInCharge,
  NoWorkingTime,
  QuestionNotOpen,
  QuestionStillOpen,
} from './escalation.errors.js';
import { inHandOf } from './escalation.evolve-decision.js';
import { accountableFor, capacityOf, claimerOf, placeOfEscalation, requireDecider, requireSorter } from './escalation-rights.js';

type Command<T extends EscalationCommand['type']> = Extract<EscalationCommand, { readonly type: T }>;
type Events = readonly EscalationEvent[];

/** "I have seen it": by who is in charge, or by an assistant. */
export function acknowledge(escalation: LiveEscalation, context: EscalationContext): Events {
  const { id } = requireSorter(escalation, context);
  const inHand = inHandOf(escalation);
  if (inHand.status !== 'open') throw new AlreadyAcknowledged(inHand.by);
  return [{ type: 'EscalationAcknowledged', data: { by: id } }];
}

/** "Mine": from now on only the claimer decides it, within the time box. */
export function claim(escalation: LiveEscalation, context: EscalationContext): Events {
  const claimer = claimerOf(escalation);
  if (claimer !== null) throw new AlreadyClaimed(claimer);
  const { id } = requireDecider(escalation, context);
  return [{ type: 'EscalationClaimed', data: { by: id, timeBoxUntil: timeBox(context) } }];
}

/** Gives a claim back to the holder: the claimer, or a leader above. */
export function release({ reason }: Command<'Release'>, escalation: LiveEscalation, context: EscalationContext): Events {
  const claimer = claimerOf(escalation);
  if (claimer === null) throw new NotClaimed();
  requireAccountableOrAbove(escalation, context);
  return [{ type: 'EscalationReleased', data: { reason: optional(reason, 'reason') } }];
}

export function renewTimeBox({ reason }: Command<'RenewTimeBox'>, escalation: LiveEscalation, context: EscalationContext): Events {
  const claimer = claimerOf(escalation);
  if (claimer === null) throw new NotClaimed();
  if (inOwnSession(context.actor).id !== claimer) throw new AlreadyClaimed(claimer);
  checkText(reason, 'reason');
  return [{ type: 'TimeBoxRenewed', data: { until: timeBox(context), reason: plain(reason) } }];
}

/** To another leader who could decide it. */
export function reassign({ to, reason }: Command<'Reassign'>, escalation: LiveEscalation, context: EscalationContext): Events {
  requireAccountableOrAbove(escalation, context);
  if (to === accountableFor(escalation)) throw new InvalidValue('to', 'has it already');
  const { issue, now } = context;
  const site = issue.status === 'none' ? null : issue.facts.site;
  const facts = { partner: escalation.partner, site };
  const choice = { field: 'to', id: to, person: context.person };
  const chosen = requireFit(choice, { roles: LEADERS, place: placeOfEscalation(escalation), facts, now });
  if ((chosen.level ?? 0) < escalation.level) throw new InvalidValue('to', `must stand at level ${escalation.level} or above`);
  if (escalation.barred.includes(to)) throw new OwnCase(to);
  return [{ type: 'EscalationReassigned', data: { to, reason: optional(reason, 'reason'), route: null } }];
}

// Who snoozes it or asks about it has seen it: the acknowledge clock would run out the moment that the snooze ends.
function seenBy({ id }: Person, escalation: LiveEscalation): Events {
  return inHandOf(escalation).status === 'open' ? [{ type: 'EscalationAcknowledged', data: { by: id } }] : [];
}

/** Until a time, never beyond the clock; `untilFactChanges` wakes it earlier. */
export function snooze(command: Command<'Snooze'>, escalation: LiveEscalation, context: EscalationContext): Events {
  const sorter = requireSorter(escalation, context);
  const { until, untilFactChanges } = command;
  checkFuture(until, 'until', context.now);
  const { decideBy } = escalation.clocks;
  if (until > decideBy) throw new InvalidValue('until', `must not lie beyond the clock, ${decideBy}`);
  return [...seenBy(sorter, escalation), { type: 'EscalationSnoozed', data: { until, untilFactChanges } }];
}

/** One open question at a time, to anybody who works on issues. */
export function askQuestion(command: Command<'AskQuestion'>, escalation: LiveEscalation, context: EscalationContext): Events {
  const { questionId, of, question } = command;
  const asker = requireSorter(escalation, context);
  if (escalation.question !== null) throw new QuestionStillOpen(escalation.question.of);
  checkCode(questionId, 'questionId');
  checkCode(of, 'of');
  if (context.person.status !== 'here' || !takesPart(context.person.roles)) throw new InvalidValue('of', 'is nobody who works on issues');
  if (of === asker.id) throw new InvalidValue('of', 'must be somebody else');
  checkText(question, 'question');
  return [...seenBy(asker, escalation), { type: 'QuestionAsked', data: { questionId, of, question: plain(question) } }];
}

/** By who was asked, or by anybody who works at the place: a leader waits for the answer, not for the person. */
export function answerQuestion(command: Command<'AnswerQuestion'>, escalation: LiveEscalation, context: EscalationContext): Events {
  const { questionId, answer } = command;
  const { actor } = context;
  if (actor.kind === 'system') throw new NotAllowed('is for a person');
  const asked = escalation.question;
  if (asked?.of !== actor.id || !takesPart(actor.rights.roles)) requireRole(actor, WORKERS, placeOfEscalation(escalation));
  if (asked?.questionId !== questionId) throw new QuestionNotOpen();
  checkText(answer, 'answer');
  return [{ type: 'QuestionAnswered', data: { questionId, answer: plain(answer) } }];
}

// Wherever they do so: a question may go to another region.
function takesPart(roles: readonly RoleGiven[]): boolean {
  return roles.some(({ role }) => role === 'assistant' || WORKERS.includes(role));
}

function requireAccountableOrAbove(escalation: LiveEscalation, context: EscalationContext): void {
  const person = inOwnSession(context.actor);
  const place = placeOfEscalation(escalation);
  requireRole(person, WORKERS, place);
  const above = hasRole(person, LEADERS, place) && (person.rights.level ?? 0) > escalation.level;
  const capacity = capacityOf(person, escalation, context);
  if (!above && (capacity === null || capacity === 'leader')) throw new NotInCharge(accountableFor(escalation), escalation.level);
}

function timeBox({ timeBoxUntil }: EscalationContext): string {
  if (timeBoxUntil === null) throw new NoWorkingTime();
  return timeBoxUntil;
}

function optional(text: string | null, field: string): Personal | null {
  if (text === null) return null;
  checkText(text, field);
  return plain(text);
}
