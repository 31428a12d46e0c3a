import { checkOneOf, checkText } from '../check-value.js';
import { grantUsed } from '../decision/authority.js';
import { commitmentOf } from '../decision/commitment.js';
import { refuseConflict } from '../decision/separation.js';
import { checkOption, wordsOf } from '../decision/stated-decision.js';
import { plain } from '../personal.js';
import type { FullRoute } from '../routing/route-record.js';
import type { FiledIssue, IssueEvent, OpenIssue } from './issue.js';
import type { IssueCommand, IssueContext } from './issue.commands.js';
import { HeldByLeader, IssueAlreadyDecided, IssueNotClosed, IssueNotDelegated, IssueNotRouted } from './issue.errors.js';
import { liveEscalation, refuseFilerWhileHeld, requireOwner } from './issue-rights.js';

type Command<T extends IssueCommand['type']> = Extract<IssueCommand, { readonly type: T }>;

/** The owner decides what is delegated to them, within a live grant of their own; also if they filed it. */
export function decideIssue(command: Command<'DecideIssue'>, issue: OpenIssue, context: IssueContext): readonly IssueEvent[] {
  const { site, partner, route, policy, book, now, filer } = context;
  const { facts } = issue;
  requireDelegated(route, context);
  const owner = requireOwner(context, issue);
  if (issue.status === 'decided') throw new IssueAlreadyDecided();
  refuseConflict(owner.id, context.conflicts, facts);
  checkOption(command, facts.ask);
  const words = wordsOf(command);
  const commitment = commitmentOf(command, { facts, route, book });
  const grant = grantUsed(owner, command.option, commitment, { facts, route, policy, book, site, partner, now });
  const { ownMinor: commitmentMinor, coveredMinor } = commitment;
  const selfDecided = owner.id === filer;
  return [{ type: 'IssueDecided', data: { option: command.option, ...words, commitmentMinor, coveredMinor, grant, selfDecided } }];
}

function requireDelegated(route: FullRoute | null, context: IssueContext): void {
  const live = liveEscalation(context);
  if (live !== null) throw new HeldByLeader(live.holder);
  if (route === null) throw new IssueNotRouted();
  if (route.route === 'escalated') throw new IssueNotDelegated(route.level, route.holder);
}

const OUTCOMES = ['fixed', 'accepted', 'failed'];

/**
 * Closes the issue. Whoever filed it does so only while no leader has it; a feed reports what arrived all the same. To accept it as it is,
 * is to decide: while a leader has it, that is the leader's.
 */
export function resolveIssue(command: Command<'ResolveIssue'>, issue: OpenIssue, context: IssueContext): readonly IssueEvent[] {
  const { outcome, resolution } = command;
  checkOneOf(outcome, 'outcome', OUTCOMES);
  if (resolution !== null) checkText(resolution, 'resolution');
  refuseFilerWhileHeld(context, issue);
  if (outcome === 'accepted') refuseOthersWhileHeld(context);
  return [{ type: 'IssueResolved', data: { outcome, resolution: resolution === null ? null : plain(resolution) } }];
}

function refuseOthersWhileHeld(context: IssueContext): void {
  const live = liveEscalation(context);
  if (live !== null && context.actor.kind === 'person' && context.actor.id !== live.holder) throw new HeldByLeader(live.holder);
}

/** Undoes a closing of any kind, within any time. */
export function reopenIssue({ reason }: Command<'ReopenIssue'>, issue: FiledIssue): readonly IssueEvent[] {
  if (issue.status === 'open' || issue.status === 'decided') throw new IssueNotClosed();
  checkText(reason, 'reason');
  return [{ type: 'IssueReopened', data: { reason: plain(reason) } }];
}
