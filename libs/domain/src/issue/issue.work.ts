import { checkOneOf, checkText } from '../check-value.js';
import { LEADERS, requireFit, WORKERS } from '../decision/chosen-person.js';
import { refuseConflict } from '../decision/separation.js';
import { InvalidValue } from '../errors.js';
import { plain } from '../personal.js';
import { hasRole } from '../person/rights.js';
import { organisationOf } from '../policy/policy-book.js';
import { ACTION_KINDS } from '../routing/policy-document.js';
import type { IssueEvent, OpenIssue } from './issue.js';
import type { IssueCommand, IssueContext } from './issue.commands.js';
import { AlreadyTheOwner, AlreadyUp, NoHigherLevel, NotTheOwner } from './issue.errors.js';
import { liveEscalation, ownerOf, placeOfIssue, requireOwner, requireWorker } from './issue-rights.js';

type Command<T extends IssueCommand['type']> = Extract<IssueCommand, { readonly type: T }>;

/** Notes are for everybody who works at the place, assistants too, also after the issue was closed. */
export function addNote({ text }: Command<'AddNote'>): readonly IssueEvent[] {
  checkText(text, 'text');
  return [{ type: 'NoteAdded', data: { text: plain(text) } }];
}

export function acceptWork(issue: OpenIssue, context: IssueContext): readonly IssueEvent[] {
  const { id } = requireWorker(context, issue);
  refuseConflict(id, context.conflicts, issue.facts);
  if (ownerOf(issue, context.issueId, context.route) === id && issue.owner?.person === id) throw new AlreadyTheOwner(id);
  return [{ type: 'WorkAccepted', data: { by: id } }];
}

/** By the owner, or by a leader; to a person of the first level. */
export function reassignIssue({ to, reason }: Command<'ReassignIssue'>, issue: OpenIssue, context: IssueContext): readonly IssueEvent[] {
  const place = placeOfIssue(issue);
  const actor = requireWorker(context, issue);
  const owner = ownerOf(issue, context.issueId, context.route);
  if (actor.id !== owner && !hasRole(actor, LEADERS, place)) throw new NotTheOwner(owner);
  checkText(reason, 'reason');
  if (to === owner) throw new AlreadyTheOwner(to);
  const choice = { field: 'to', id: to, person: context.person };
  const chosen = requireFit(choice, { roles: WORKERS, place, facts: issue.facts, now: context.now });
  if (chosen.level !== 1) throw new InvalidValue('to', 'must stand at level 1: a leader claims or calls it');
  return [{ type: 'IssueReassigned', data: { to, reason: plain(reason) } }];
}

/** The owner says which authority is missing, or has tried every lever of the playbook. */
export function askToGoUp(command: Command<'AskToGoUp'>, issue: OpenIssue, context: IssueContext): readonly IssueEvent[] {
  const up = liveEscalation(context);
  if (up !== null) throw new AlreadyUp(up.holder, up.level);
  const asker = requireOwner(context, issue);
  const { missingAuthority, leversTried, tried } = command;
  if (missingAuthority !== null) checkOneOf(missingAuthority, 'missingAuthority', [...ACTION_KINDS, 'amount']);
  const allLeversTried = triedAll(leversTried, context.levers);
  if (missingAuthority === null && !allLeversTried) {
    throw new InvalidValue('missingAuthority', 'must be named, unless every lever of the playbook was tried');
  }
  checkText(tried, 'tried');
  const byLevel = asker.rights.level ?? 1;
  if (byLevel >= organisationOf(context.book).levels.length) throw new NoHigherLevel();
  return [{ type: 'GoingUpRequested', data: { byLevel, missingAuthority, leversTried, allLeversTried, tried: plain(tried) } }];
}

function triedAll(tried: readonly string[], levers: readonly string[]): boolean {
  tried.forEach((lever, i) => {
    if (!levers.includes(lever)) throw new InvalidValue(`leversTried[${i}]`, 'is not a lever of the playbook');
    if (tried.indexOf(lever) < i) throw new InvalidValue(`leversTried[${i}]`, 'stands twice');
  });
  return levers.length > 0 && tried.length === levers.length;
}
