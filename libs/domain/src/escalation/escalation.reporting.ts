import { checkCode, checkPast, checkText } from '../check-value.js';
import { commitmentOf, commitmentOfAsk, withOthers, type Commitment } from '../decision/commitment.js';
import { inOwnSession, type Person } from '../decision/separation.js';
import { checkOption } from '../decision/stated-decision.js';
import { InvalidValue, NotAllowed } from '../errors.js';
import type { FiledIssue } from '../issue/issue.js';
import { plain } from '../personal.js';
import { rightsOf } from '../person/tokens.js';
import type { EscalationEvent, LiveEscalation, PendingReport } from './escalation.js';
import type { EscalationCommand, EscalationContext } from './escalation.commands.js';
import { NotTheDecider, ReportNotPending, ReportPending } from './escalation.errors.js';
import { decisionBy, requireOpenIssue } from './escalation.deciding.js';
import { requireDecider, requireMayDecide } from './escalation-rights.js';

type Command<T extends EscalationCommand['type']> = Extract<EscalationCommand, { readonly type: T }>;
type Events = readonly EscalationEvent[];

/** Tells what somebody else decided in a conversation. Nothing follows from it until they confirm it. */
export function reportDecision(command: Command<'ReportDecision'>, escalation: LiveEscalation, context: EscalationContext): Events {
  requireReporter(command, context);
  if (escalation.report !== null) throw new ReportPending(escalation.report.decider);
  checkCode(command.reportId, 'reportId');
  checkPast(command.saidAt, 'saidAt', context.now);
  const issue = requireOpenIssue(escalation, context);
  const decider = requireNamedDecider(command.decider, escalation, context);
  checkOption(command, issue.facts.ask);
  const commitment = commitmentOf(command, { ...context, facts: issue.facts });
  const { reportId, saidAt } = command;
  const decision = decisionBy(decider, command, commitment, issue, context);
  return [{ type: 'DecisionReported', data: { ...decision, reportId, decider: decider.id, saidAt } }];
}

function requireReporter({ decider }: Command<'ReportDecision'>, { actor }: EscalationContext): void {
  if (actor.kind === 'system') throw new NotAllowed('is for a person');
  if (actor.id === decider) throw new InvalidValue('decider', 'must be somebody else: whoever decided says so themselves');
}

function requireNamedDecider(id: string, escalation: LiveEscalation, context: EscalationContext): Person {
  checkCode(id, 'decider');
  const { person } = context;
  if (person.status !== 'here') throw new InvalidValue('decider', 'is not a person of this organisation');
  const decider: Person = { kind: 'person', id, rights: rightsOf(person, null) };
  requireMayDecide(decider, person.conflicts, escalation, context);
  return decider;
}

/** The decider's own word: now it is decided, by today's authority. */
export function confirmReport(command: Command<'ConfirmReport'>, escalation: LiveEscalation, context: EscalationContext): Events {
  const report = requireOwnReport(command.reportId, escalation, context);
  const decider = requireDecider(escalation, context);
  const issue = requireOpenIssue(escalation, context);
  const { option, reportId } = report;
  const commitment = commitmentReported(report, issue, context);
  const decision = decisionBy(decider, { ...command, option }, commitment, issue, context);
  return [{ type: 'DecisionConfirmed', data: { ...decision, reportId, by: decider.id } }];
}

// The ask may have grown since, and what is recommended with it; terms of their own stay as they were told.
function commitmentReported(report: PendingReport, { facts }: FiledIssue, context: EscalationContext): Commitment {
  const { option, commitmentMinor, spend } = report;
  if (option === 'recommended') {
    checkOption({ option, terms: null }, facts.ask);
    return commitmentOfAsk({ ...context, facts });
  }
  if (option === 'no') return commitmentOf({ option, terms: null }, { ...context, facts });
  return withOthers({ ownMinor: commitmentMinor, spend }, context.route);
}

export function denyReport({ reportId, reason }: Command<'DenyReport'>, escalation: LiveEscalation, context: EscalationContext): Events {
  requireOwnReport(reportId, escalation, context);
  checkText(reason, 'reason');
  return [{ type: 'ReportDenied', data: { reportId, reason: plain(reason) } }];
}

function requireOwnReport(reportId: string, { report }: LiveEscalation, { actor }: EscalationContext): PendingReport {
  const { id } = inOwnSession(actor);
  if (report?.reportId !== reportId) throw new ReportNotPending();
  if (report.decider !== id) throw new NotTheDecider(report.decider);
  return report;
}
