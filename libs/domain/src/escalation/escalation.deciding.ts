import { checkCode, checkOneOf, checkText } from '../check-value.js';
import { grantUsed } from '../decision/authority.js';
import { commitmentOf, type Commitment } from '../decision/commitment.js';
import { LEADERS } from '../decision/chosen-person.js';
import { inOwnSession, type Person } from '../decision/separation.js';
import { checkOption, wordsOf, type DecisionOption, type DecisionWords } from '../decision/stated-decision.js';
import { NotFound } from '../errors.js';
import { fromMillis, toMillis } from '../instant.js';
import { IssueAlreadyClosed } from '../issue/issue.errors.js';
import type { FiledIssue } from '../issue/issue.js';
import { plain } from '../personal.js';
import { hasRole } from '../person/rights.js';
import type { DecidedEscalation, Decision, EscalationEvent, LiveEscalation, OpenedEscalation } from './escalation.js';
import type { EscalationCommand, EscalationContext } from './escalation.commands.js';
import { DecisionAlreadyWithdrawn, DecisionNotInEffect, DecisionNotInForce, NotTheDecider } from './escalation.errors.js';
import { placeOfEscalation, refuseToJudgeOwn, requireCapacity, requireDecider } from './escalation-rights.js';

type Command<T extends EscalationCommand['type']> = Extract<EscalationCommand, { readonly type: T }>;
type Events = readonly EscalationEvent[];

/** Between a decision and its effects: the time to take it back. */
const MILLIS_TO_EFFECT = 10_000;

/** By the one who may, within a live grant of their own. */
export function decideEscalation(command: Command<'Decide'>, escalation: LiveEscalation, context: EscalationContext): Events {
  const decider = requireDecider(escalation, context);
  const issue = requireOpenIssue(escalation, context);
  checkOption(command, issue.facts.ask);
  const commitment = commitmentOf(command, { ...context, facts: issue.facts });
  const decision = decisionBy(decider, command, commitment, issue, context);
  return [{ type: 'EscalationDecided', data: { ...decision, decisionGroup: group(command.decisionGroup), by: decider.id } }];
}

/** Another decision instead: by who decided, or by a leader above; after a standing order by who is in charge. */
export function supersedeDecision(
  command: Command<'SupersedeDecision'>,
  escalation: DecidedEscalation,
  context: EscalationContext,
): Events {
  const decider = requireSuperseder(escalation, context);
  const { revision } = escalation.decision;
  if (command.supersedes !== revision) throw new DecisionNotInForce(revision);
  const issue = requireIssue(escalation, context);
  checkOption(command, issue.facts.ask);
  const commitment = commitmentOf(command, { ...context, facts: issue.facts });
  const decision = decisionBy(decider, command, commitment, issue, context);
  const decisionGroup = group(command.decisionGroup);
  return [{ type: 'DecisionSuperseded', data: { ...decision, decisionGroup, by: decider.id, supersedes: revision } }];
}

function requireSuperseder(escalation: DecidedEscalation, context: EscalationContext): Person {
  const { by } = escalation.decision;
  if (by === null) return requireDecider(escalation, context);
  const person = inOwnSession(context.actor);
  const above = hasRole(person, LEADERS, placeOfEscalation(escalation)) && (person.rights.level ?? 0) > escalation.level;
  if (!above) {
    if (person.id !== by) throw new NotTheDecider(by);
    requireCapacity(person, escalation, context);
  }
  refuseToJudgeOwn(person, context.conflicts, escalation, context);
  return person;
}

/** Before its effect it is as if nothing had been decided; after it the withdrawal is recorded, and the effects wait to be superseded. */
export function withdrawDecision(
  { reason }: Command<'WithdrawDecision'>,
  { decision }: DecidedEscalation,
  context: EscalationContext,
): Events {
  if (inOwnSession(context.actor).id !== decision.by) throw new NotTheDecider(decision.by);
  if (decision.withdrawn) throw new DecisionAlreadyWithdrawn();
  if (reason !== null) checkText(reason, 'reason');
  const data = { decisionRevision: decision.revision, reason: reason === null ? null : plain(reason), beforeEffect: !decision.inEffect };
  return [{ type: 'DecisionWithdrawn', data }];
}

const VERDICTS = ['as_hoped', 'mixed', 'worse'];

/** What came of it, said by who decided or by a leader at the place. */
export function reviewOutcome(command: Command<'ReviewOutcome'>, escalation: DecidedEscalation, context: EscalationContext): Events {
  const { by, inEffect, revision } = escalation.decision;
  const person = inOwnSession(context.actor);
  if (person.id !== by && !hasRole(person, LEADERS, placeOfEscalation(escalation))) throw new NotTheDecider(by);
  if (!inEffect) throw new DecisionNotInEffect();
  checkOneOf(command.verdict, 'verdict', VERDICTS);
  checkText(command.lesson, 'lesson');
  return [{ type: 'OutcomeReviewed', data: { decisionRevision: revision, verdict: command.verdict, lesson: plain(command.lesson) } }];
}

/** The decision as the event holds it, with the grant that the person uses. */
export function decisionBy(
  person: Person,
  stated: DecisionWords & { readonly option: DecisionOption },
  commitment: Commitment,
  { facts }: FiledIssue,
  context: EscalationContext,
): Decision {
  const words = wordsOf(stated);
  const grant = grantUsed(person, stated.option, commitment, { ...context, facts });
  return {
    option: stated.option,
    ...words,
    commitmentMinor: commitment.ownMinor,
    coveredMinor: commitment.coveredMinor,
    spend: commitment.spend,
    grant,
    decisionGroup: null,
    takesEffectAt: fromMillis(toMillis(context.now) + MILLIS_TO_EFFECT),
  };
}

/** The issue that the escalation is about. */
export function requireIssue({ issue: id }: OpenedEscalation, { issue }: EscalationContext): FiledIssue {
  if (issue.status === 'none') throw new NotFound('issue', id);
  return issue;
}

/** The same, if it is not closed: then its escalation is about to be withdrawn. */
export function requireOpenIssue(escalation: OpenedEscalation, context: EscalationContext): FiledIssue {
  const issue = requireIssue(escalation, context);
  if (issue.status !== 'open' && issue.status !== 'decided') throw new IssueAlreadyClosed(issue.status);
  return issue;
}

function group(decisionGroup: string | null): string | null {
  if (decisionGroup !== null) checkCode(decisionGroup, 'decisionGroup');
  return decisionGroup;
}
