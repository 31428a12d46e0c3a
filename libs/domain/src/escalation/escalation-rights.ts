import { LEADERS, WORKERS } from '../decision/chosen-person.js';
import { inOwnSession, OwnCase, refuseConflict, type Person } from '../decision/separation.js';
import { NotAllowed } from '../errors.js';
import type { Conflict } from '../person/person.js';
import { hasRole, requireOwnAssistant, requireRole, type Place } from '../person/rights.js';
import type { EscalationCase, OpenedEscalation } from './escalation.js';
import type { EscalationCommand, EscalationContext } from './escalation.commands.js';
import { NotInCharge } from './escalation.errors.js';
import { inHandOf } from './escalation.evolve-decision.js';

/** The place against which scopes are held. */
export function placeOfEscalation({ programme, region, partner }: EscalationCase): Place {
  return { programme, region: region ?? undefined, partner: partner ?? undefined };
}

/**
 * Throws unless a person may give such a command about this escalation at all. Asked before anything else: who has no part in it is
 * not told how it stands, or who has it. What the parts of Gravitas do, each of their commands asks by itself.
 */
export function requirePart({ type }: EscalationCommand, escalation: OpenedEscalation, { actor }: EscalationContext): void {
  if (actor.kind === 'system') return;
  const place = placeOfEscalation(escalation);
  switch (type) {
    case 'Acknowledge':
    case 'Snooze':
    case 'EndSnooze':
    case 'AskQuestion':
    case 'ReportDecision':
      requireRole(actor, [...WORKERS, 'assistant'], place);
      return;
    case 'AnswerQuestion':
      if (escalation.question?.of !== actor.id) requireRole(actor, WORKERS, place);
      return;
    default:
      requireRole(inOwnSession(actor), WORKERS, place);
  }
}

/** Who claimed it; null: nobody. */
export function claimerOf(escalation: OpenedEscalation): string | null {
  const inHand = inHandOf(escalation);
  return inHand.status === 'claimed' ? inHand.by : null;
}

/** Who answers for it: who decided it, else who claimed it, else its holder. */
export function accountableFor(escalation: OpenedEscalation): string {
  const decider = escalation.status === 'decided' ? escalation.decision.by : null;
  return decider ?? claimerOf(escalation) ?? escalation.holder;
}

/**
 * In what capacity a person acts on an escalation: they answer for it, or they are a leader who stands in for who does and is away, or
 * one of its level or above while nobody else has claimed it.
 */
export type Capacity = 'accountable' | 'substitute' | 'leader';

export function capacityOf(person: Person, escalation: OpenedEscalation, { holder, now }: EscalationContext): Capacity | null {
  const accountable = accountableFor(escalation);
  if (person.id === accountable) return 'accountable';
  if (!hasRole(person, LEADERS, placeOfEscalation(escalation))) return null;
  const away = holder?.id === accountable && holder.absentUntil !== null && now < holder.absentUntil;
  if (away && holder.substitute === person.id) return 'substitute';
  if (claimerOf(escalation) !== null) return null;
  return (person.rights.level ?? 0) >= escalation.level ? 'leader' : null;
}

/** Throws `NotAllowed` or `NotInCharge` unless the person acts in some capacity. */
export function requireCapacity(person: Person, escalation: OpenedEscalation, context: EscalationContext): Capacity {
  requireRole(person, WORKERS, placeOfEscalation(escalation));
  const capacity = capacityOf(person, escalation, context);
  if (capacity === null) throw new NotInCharge(accountableFor(escalation), escalation.level);
  return capacity;
}

/** The one who may decide it: in charge, in their own session, neither barred nor in conflict. */
export function requireDecider(escalation: OpenedEscalation, context: EscalationContext): Person {
  const person = inOwnSession(context.actor);
  requireMayDecide(person, context.conflicts, escalation, context);
  return person;
}

/** The same of somebody who is not the actor. */
export function requireMayDecide(
  person: Person,
  conflicts: readonly Conflict[],
  escalation: OpenedEscalation,
  context: EscalationContext,
): void {
  requireCapacity(person, escalation, context);
  refuseToJudgeOwn(person, conflicts, escalation, context);
}

/** Throws `OwnCase` or `ConflictOfInterest`. */
export function refuseToJudgeOwn(
  { id }: Person,
  conflicts: readonly Conflict[],
  { barred, partner }: OpenedEscalation,
  { issue }: EscalationContext,
): void {
  if (barred.includes(id)) throw new OwnCase(id);
  refuseConflict(id, conflicts, { partner, site: issue.status === 'none' ? null : issue.facts.site });
}

/** Who may sort it: whoever is in charge, and an assistant in the name of who answers for it. */
export function requireSorter(escalation: OpenedEscalation, context: EscalationContext): Person {
  const { actor } = context;
  if (actor.kind === 'system') throw new NotAllowed('is for a person');
  if (actor.onBehalfOf === undefined) {
    requireCapacity(actor, escalation, context);
    return actor;
  }
  requireOwnAssistant(actor);
  requireRole(actor, ['assistant'], placeOfEscalation(escalation));
  if (actor.onBehalfOf !== accountableFor(escalation)) throw new NotInCharge(accountableFor(escalation), escalation.level);
  return actor;
}
