import { checkFuture, checkInteger, checkText } from '../check-value.js';
import { OwnCase, refuseConflict } from '../decision/separation.js';
import { NotAllowed } from '../errors.js';
import type { Instant } from '../instant.js';
import { plain } from '../personal.js';
import type { Call, IssueEvent, OpenIssue } from './issue.js';
import type { IssueCommand, IssueContext } from './issue.commands.js';
import { CallStands, NoSuchCall } from './issue.errors.js';
import { requireLeader } from './issue-rights.js';

type Command<T extends IssueCommand['type']> = Extract<IssueCommand, { readonly type: T }>;
type CallKind = 'mine' | 'delegate';

/** A leader pulls the issue up to their own level. */
export function callMine({ until, reason }: Command<'CallMine'>, issue: OpenIssue, context: IssueContext): readonly IssueEvent[] {
  const caller = requireCaller(issue, context);
  refuseConflict(caller.by, context.conflicts, issue.facts);
  return called('mine', { ...caller, level: caller.byLevel, until }, reason, issue, context);
}

/** A leader says that the score shall not lift it above a level below their own. */
export function callDelegate(command: Command<'CallDelegate'>, issue: OpenIssue, context: IssueContext): readonly IssueEvent[] {
  const caller = requireCaller(issue, context);
  checkInteger(command.level, 'level', 1, caller.byLevel - 1);
  return called('delegate', { ...caller, level: command.level, until: command.until }, command.reason, issue, context);
}

export function endCall({ call }: Command<'EndCall'>, issue: OpenIssue, context: IssueContext): readonly IssueEvent[] {
  const leader = requireLeader(context, issue);
  const standing = liveCall(issue, call, context.now);
  if (standing === null) throw new NoSuchCall(call);
  refuseToOverrule(standing, { by: leader.id, byLevel: leader.rights.level ?? 0 });
  return [{ type: 'CallEnded', data: { call } }];
}

// The two calls contradict each other, so the newer ends the other.
function called(kind: CallKind, call: Call, reason: string, issue: OpenIssue, { now }: IssueContext): readonly IssueEvent[] {
  checkText(reason, 'reason');
  if (call.until !== null) checkFuture(call.until, 'until', now);
  const other = kind === 'mine' ? 'delegate' : 'mine';
  const [same, opposite] = [liveCall(issue, kind, now), liveCall(issue, other, now)];
  if (same !== null) refuseToOverrule(same, call);
  if (opposite !== null) refuseToOverrule(opposite, call);
  const made: IssueEvent = { type: 'IssueCalled', data: { call: kind, ...call, reason: plain(reason) } };
  return opposite === null ? [made] : [{ type: 'CallEnded', data: { call: other } }, made];
}

// By calling their own issue a leader would choose who decides it.
function requireCaller(issue: OpenIssue, context: IssueContext): Pick<Call, 'by' | 'byLevel'> {
  const { id, rights } = requireLeader(context, issue);
  if (rights.level === null || rights.level < 2) throw new NotAllowed('needs a level above the first');
  if (id === context.filer) throw new OwnCase(id);
  return { by: id, byLevel: rights.level };
}

function refuseToOverrule(standing: Call, { by, byLevel }: Pick<Call, 'by' | 'byLevel'>): void {
  if (by !== standing.by && byLevel < standing.byLevel) throw new CallStands(standing.by, standing.byLevel);
}

function liveCall({ calls }: OpenIssue, kind: CallKind, now: Instant): Call | null {
  const call = calls[kind];
  return call !== null && (call.until === null || now < call.until) ? call : null;
}
