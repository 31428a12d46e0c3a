import { inOwnSession, type Person } from '../decision/separation.js';
import { LEADERS, WORKERS } from '../decision/chosen-person.js';
import { NotAllowed } from '../errors.js';
import { hasRole, requireRole, type Place } from '../person/rights.js';
import type { FullRoute } from '../routing/route-record.js';
import type { FiledIssue } from './issue.js';
import type { EscalationOfIssue, FileIssue, IssueCommand, IssueContext } from './issue.commands.js';
import { HeldByLeader, NotTheOwner } from './issue.errors.js';

/** The place against which scopes are held. */
export function placeOfIssue({ programme, region, facts }: Pick<FiledIssue, 'programme' | 'region' | 'facts'>): Place {
  return { programme, region: region ?? undefined, partner: facts.partner ?? undefined };
}

/** Who answers for an issue that no leader holds: who took it or was given it since the last route, else whom that route named. */
export function ownerOf(
  issue: FiledIssue,
  issueId: string,
  route: Pick<FullRoute, 'trigger' | 'holder' | 'owner' | 'route'> | null,
): string | null {
  if (route === null) return issue.owner?.person ?? null;
  const { trigger, holder, owner } = route;
  const byHand = issue.owner !== null && trigger.stream === `issue-${issueId}` && trigger.revision < issue.owner.revision;
  if (byHand) return issue.owner.person;
  return route.route === 'delegated' ? holder : owner;
}

/** The actor, if a manager, leader or executive at the place, in their own session. */
export function requireWorker({ actor }: IssueContext, issue: FiledIssue): Person {
  const person = inOwnSession(actor);
  requireRole(person, WORKERS, placeOfIssue(issue));
  return person;
}

/** The actor, if a leader or executive at the place, in their own session. */
export function requireLeader({ actor }: IssueContext, issue: FiledIssue): Person {
  const person = inOwnSession(actor);
  requireRole(person, LEADERS, placeOfIssue(issue));
  return person;
}

/**
 * Throws unless the actor may give such a command about this issue at all. Asked before anything else: whoever has no part in an
 * issue is not told how it stands, who holds it, or that it is closed.
 */
export function requirePart({ type }: Exclude<IssueCommand, FileIssue>, issue: FiledIssue, context: IssueContext): void {
  switch (type) {
    case 'AddNote':
      // A feed says what it hears of the issues that it filed.
      if (isFiler(context) && hasRole(context.actor, ['service'], placeOfIssue(issue))) return;
      requireRole(context.actor, [...WORKERS, 'assistant'], placeOfIssue(issue));
      return;
    case 'AmendIssue':
    case 'ResolveIssue':
      requireWorkerOrFeed(context, issue);
      return;
    case 'WithdrawIssue':
      if (isFiler(context)) requireWorkerOrFeed(context, issue);
      else requireLeader(context, issue);
      return;
    case 'CallMine':
    case 'CallDelegate':
    case 'EndCall':
      requireLeader(context, issue);
      return;
    default:
      requireWorker(context, issue);
  }
}

/** True if the actor filed it. */
export function isFiler({ actor, filer }: IssueContext): boolean {
  return actor.kind === 'person' ? actor.id === filer : filer === `system:${actor.id}`;
}

/** As `requireWorker`, but a feed passes for what it filed itself, and so does the import. */
function requireWorkerOrFeed(context: IssueContext, issue: FiledIssue): void {
  const { actor, filer } = context;
  if (actor.kind === 'system' && actor.id === 'import') return;
  if (actor.kind === 'person' && hasRole(actor, ['service'], placeOfIssue(issue))) {
    if (actor.id === filer) return;
    if (!hasRole(actor, WORKERS, placeOfIssue(issue))) throw new NotAllowed('a feed changes only what it filed itself');
  }
  requireWorker(context, issue);
}

/** The actor, if they hold the issue. */
export function requireOwner(context: IssueContext, issue: FiledIssue): Person {
  const person = requireWorker(context, issue);
  const owner = ownerOf(issue, context.issueId, context.route);
  if (person.id !== owner) throw new NotTheOwner(owner);
  return person;
}

const LIVE: readonly EscalationOfIssue['status'][] = ['open', 'acknowledged', 'claimed', 'snoozed'];

/** The escalation in which somebody still has to decide. */
export function liveEscalation({ escalation }: IssueContext): EscalationOfIssue | null {
  return escalation !== null && LIVE.includes(escalation.status) ? escalation : null;
}

/** Whoever filed an issue does not take it from the leader who has it; a feed only reports what happened. */
export function refuseFilerWhileHeld(context: IssueContext, issue: FiledIssue): void {
  const escalation = liveEscalation(context);
  const { actor, filer } = context;
  if (escalation === null || actor.kind === 'system' || actor.id !== filer) return;
  if (!hasRole(actor, ['service'], placeOfIssue(issue))) throw new HeldByLeader(escalation.holder);
}
