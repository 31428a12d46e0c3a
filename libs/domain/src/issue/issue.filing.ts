import { checkCode, checkInteger, checkLabel, checkText } from '../check-value.js';
import { WORKERS } from '../decision/chosen-person.js';
import { inOwnSession } from '../decision/separation.js';
import { AlreadyExists, InvalidValue, NotAllowed, NotFound, NothingToChange } from '../errors.js';
import type { Amount } from '../money.js';
import { plain } from '../personal.js';
import { requireRole, type Role } from '../person/rights.js';
import { requireSight, requireSightOfProgramme } from '../person/sight.js';
import { requireRunning } from '../programme/programme.js';
import { isSame } from '../same-value.js';
import type { FiledIssue, IssueEvent, IssueFacts, IssueState, KnownFacts, OpenIssue } from './issue.js';
import type { FileIssue, IssueCommand, IssueContext } from './issue.commands.js';
import { HeldByLeader, IssueWasDecided } from './issue.errors.js';
import { knownAsk } from './issue.evolve.js';
import { isFiler, liveEscalation, placeOfIssue, refuseFilerWhileHeld } from './issue-rights.js';
import { allFacts, someFacts } from './stated-facts.js';

type Command<T extends IssueCommand['type']> = Extract<IssueCommand, { readonly type: T }>;

const MAX_TITLE = 200;
const FILERS: readonly Role[] = [...WORKERS, 'service'];

/** Files an issue, by a person who works at the place, a feed, or the import. */
export function fileIssue(command: FileIssue, state: IssueState, context: IssueContext): readonly IssueEvent[] {
  if (state.status !== 'none') throw new AlreadyExists('issue', context.issueId);
  requireSomeFiler(context, command.programme);
  const programme = requireRunning(context.programme, command.programme);
  const facts = allFacts(command, { programme, context });
  const region = regionOf(facts.site, context);
  requireFiler(context, { programme: command.programme, region, facts: { ...facts, ask: knownAsk(facts.ask) } });
  const { title, description, externalReference, lines } = command;
  checkWords(title, description);
  if (externalReference !== null) checkLabel(externalReference, 'externalReference', MAX_TITLE);
  checkInteger(lines, 'lines', 1, 1_000_000);
  const words = { title: plain(title), description: description === null ? null : plain(description) };
  return [{ type: 'IssueFiled', data: { programme: command.programme, ...words, region, externalReference, lines, ...facts } }];
}

// Asked before anything is said of the programme, its sites or its orders.
function requireSomeFiler({ actor }: IssueContext, programme: string): void {
  if (actor.kind === 'system' && actor.id === 'import') return;
  const { rights } = inOwnSession(actor);
  requireSightOfProgramme(actor, { what: 'programme', id: programme }, programme);
  const files = rights.roles.some(
    ({ role, scope }) => FILERS.includes(role) && (scope.programme === undefined || scope.programme === programme),
  );
  if (!files) throw new NotAllowed(`needs the role ${FILERS.join(' or ')} in programme ${programme}`);
}

function requireFiler({ actor }: IssueContext, place: Pick<FiledIssue, 'programme' | 'region' | 'facts'>): void {
  if (actor.kind === 'system' && actor.id === 'import') return;
  requireRole(inOwnSession(actor), FILERS, placeOfIssue(place));
}

/** Changes what is known. What says the same as before is dropped; nothing left is `NothingToChange`. */
export function amendIssue(command: Command<'AmendIssue'>, issue: OpenIssue, context: IssueContext): readonly IssueEvent[] {
  const { title, description } = command;
  checkWords(title, description ?? null);
  const programme = requireRunning(context.programme, issue.programme);
  const changes = whatChanges(someFacts(command.changes, 'changes.', { programme, context }), issue.facts);
  if (Object.keys(changes).length === 0 && title === undefined && description === undefined) throw new NothingToChange('the issue');
  return [
    {
      type: 'IssueAmended',
      data: {
        changes,
        ...(title === undefined ? {} : { title: plain(title) }),
        ...(description === undefined ? {} : { description: plain(description) }),
        ...(changes.site === undefined ? {} : { region: regionOf(changes.site, context) }),
      },
    },
  ];
}

// An ask always counts as changed: its words cannot be compared.
function whatChanges(stated: Partial<IssueFacts>, known: KnownFacts): Partial<IssueFacts> {
  const before: Readonly<Record<string, unknown>> = { ...known };
  const changed = Object.entries(stated).filter(([name, value]) =>
    name === 'ask' ? value !== null || known.ask !== null : !saysTheSame(value, before[name]),
  );
  return Object.fromEntries(changed);
}

// A rate that moved does not change what was stated; a rate that was missing then does.
function saysTheSame(value: unknown, before: unknown): boolean {
  if (!isAmount(value) || !isAmount(before)) return isSame(value, before);
  return isSame(value.stated, before.stated) && (before.routed !== null || value.routed === null);
}

function isAmount(value: unknown): value is Amount {
  return typeof value === 'object' && value !== null && 'stated' in value;
}

/** Closes it as the same as another issue of the programme, which goes on. */
export function linkAsDuplicate({ of }: Command<'LinkAsDuplicate'>, issue: OpenIssue, context: IssueContext): readonly IssueEvent[] {
  checkCode(of, 'of');
  if (of === context.issueId) throw new InvalidValue('of', 'must be another issue');
  const { original } = context;
  if (original.status === 'none') throw new NotFound('issue', of);
  requireSight(context.actor, { what: 'issue', id: of }, placeOfIssue(original), []);
  if (original.programme !== issue.programme) throw new InvalidValue('of', 'belongs to another programme');
  if (original.status === 'duplicate') throw new InvalidValue('of', `is itself a duplicate of ${original.of}`);
  refuseFilerWhileHeld(context, issue);
  return [{ type: 'IssueLinkedAsDuplicate', data: { of } }];
}

/** Takes back what was filed by mistake, while nobody has decided anything, and no leader has looked at it. */
export function withdrawIssue({ reason }: Command<'WithdrawIssue'>, issue: OpenIssue, context: IssueContext): readonly IssueEvent[] {
  checkText(reason, 'reason');
  if (issue.status === 'decided' || context.escalation?.status === 'decided') throw new IssueWasDecided();
  const live = liveEscalation(context);
  if (live !== null && live.status !== 'open' && isFiler(context)) throw new HeldByLeader(live.holder);
  return [{ type: 'IssueWithdrawn', data: { reason: plain(reason) } }];
}

function checkWords(title: string | undefined, description: string | null): void {
  if (title !== undefined) checkLabel(title, 'title', MAX_TITLE);
  if (description !== null) checkText(description, 'description');
}

function regionOf(site: string | null, context: IssueContext): string | null {
  return site !== null && context.site.status === 'registered' ? context.site.region : null;
}
