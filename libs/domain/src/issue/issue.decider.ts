import { checkPast } from '../check-value.js';
import { unreachable, type Decider } from '../decider.js';
import { NotFound } from '../errors.js';
import { requireSight } from '../person/sight.js';
import type { FiledIssue, IssueEvent, IssueState, OpenIssue } from './issue.js';
import { callDelegate, callMine, endCall } from './issue.calls.js';
import { decideIssue, reopenIssue, resolveIssue } from './issue.closing.js';
import type { FileIssue, IssueCommand, IssueContext } from './issue.commands.js';
import { IssueAlreadyClosed } from './issue.errors.js';
import { evolveIssue } from './issue.evolve.js';
import { amendIssue, fileIssue, linkAsDuplicate, withdrawIssue } from './issue.filing.js';
import { ownerOf, placeOfIssue, requirePart } from './issue-rights.js';
import { acceptWork, addNote, askToGoUp, reassignIssue } from './issue.work.js';

/** The rules of a delivery issue. */
export const issueDecider: Decider<IssueCommand, IssueEvent, IssueState, IssueContext> = {
  initial: { status: 'none' },
  evolve: evolveIssue,
  requireSight: (_command, state, context) => {
    if (state.status === 'none') return;
    const involved = [context.filer, ownerOf(state, context.issueId, context.route), context.route?.holder, context.escalation?.holder];
    requireSight(context.actor, { what: 'issue', id: context.issueId }, placeOfIssue(state), involved);
  },
  decide: (command, state, context) => {
    if (command.occurredAt !== undefined) checkPast(command.occurredAt, 'occurredAt', context.now);
    if (command.type === 'FileIssue') return fileIssue(command, state, context);
    if (state.status === 'none') throw new NotFound('issue', context.issueId);
    issueDecider.requireSight?.(command, state, context);
    return decideFiled(command, state, context);
  },
};

function decideFiled(command: Exclude<IssueCommand, FileIssue>, issue: FiledIssue, context: IssueContext): readonly IssueEvent[] {
  requirePart(command, issue, context);
  switch (command.type) {
    case 'AmendIssue':
      return amendIssue(command, requireOpen(issue), context);
    case 'LinkAsDuplicate':
      return linkAsDuplicate(command, requireOpen(issue), context);
    case 'AddNote':
      return addNote(command);
    case 'AcceptWork':
      return acceptWork(requireOpen(issue), context);
    case 'ReassignIssue':
      return reassignIssue(command, requireOpen(issue), context);
    case 'AskToGoUp':
      return askToGoUp(command, requireOpen(issue), context);
    case 'CallMine':
      return callMine(command, requireOpen(issue), context);
    case 'CallDelegate':
      return callDelegate(command, requireOpen(issue), context);
    case 'EndCall':
      return endCall(command, requireOpen(issue), context);
    case 'DecideIssue':
      return decideIssue(command, requireOpen(issue), context);
    case 'ResolveIssue':
      return resolveIssue(command, requireOpen(issue), context);
    case 'ReopenIssue':
      return reopenIssue(command, issue);
    case 'WithdrawIssue':
      return withdrawIssue(command, requireOpen(issue), context);
    default:
      return unreachable(command);
  }
}

/** The issue, if work on it goes on. */
function requireOpen(issue: FiledIssue): OpenIssue {
  if (issue.status === 'open' || issue.status === 'decided') return issue;
  throw new IssueAlreadyClosed(issue.status);
}
