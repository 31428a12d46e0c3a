import { checkText } from '../check-value.js';
import { requireFit, WORKERS } from '../decision/chosen-person.js';
import { inOwnSession, OwnCase } from '../decision/separation.js';
import { InvalidValue, NotAllowed } from '../errors.js';
import { IssueNotRouted } from '../issue/issue.errors.js';
import { ownerOf } from '../issue/issue-rights.js';
import { plain } from '../personal.js';
import { requireRole } from '../person/rights.js';
import type { FloorCode, FullRoute } from '../routing/route-record.js';
import type { EscalationEvent, LiveEscalation } from './escalation.js';
import type { EscalationCommand, EscalationContext } from './escalation.commands.js';
import { requireIssue } from './escalation.deciding.js';
import { ClaimedStays, FloorHolds, NobodyAbove, NotInCharge, ScoreHolds, SecondRequestStands } from './escalation.errors.js';
import { accountableFor, claimerOf, placeOfEscalation, requireCapacity, requireDecider } from './escalation-rights.js';

type Command<T extends EscalationCommand['type']> = Extract<EscalationCommand, { readonly type: T }>;
type Events = readonly EscalationEvent[];

/** Back to the owner of the issue with guidance; once, and not while a floor would send it straight back. */
export function returnWithGuidance(command: Command<'ReturnWithGuidance'>, escalation: LiveEscalation, context: EscalationContext): Events {
  requireDecider(escalation, context);
  if (escalation.requests >= 2) throw new SecondRequestStands();
  const route = requireRoute(context);
  refuseWhileFloorHolds(escalation, route, LIFTED_BY_LEADER);
  checkText(command.guidance, 'guidance');
  const to = ownerOf(requireIssue(escalation, context), escalation.issue, route) ?? route.owner;
  return [{ type: 'EscalationReturned', data: { to, guidance: plain(command.guidance), until: context.returnedUntil } }];
}

/** To a named associate of a lower level, who decides from now on within their own authority. */
export function handOver(command: Command<'HandOver'>, escalation: LiveEscalation, context: EscalationContext): Events {
  requireDecider(escalation, context);
  refuseWhileFloorHolds(escalation, requireRoute(context), LIFTED_BY_LEADER);
  const { to, goodLooksLike } = command;
  const choice = { field: 'to', id: to, person: context.person };
  const { facts } = requireIssue(escalation, context);
  const chosen = requireFit(choice, { roles: WORKERS, place: placeOfEscalation(escalation), facts, now: context.now });
  if (chosen.level === null || chosen.level >= escalation.level) throw new InvalidValue('to', `must stand below level ${escalation.level}`);
  checkText(goodLooksLike, 'goodLooksLike');
  return [{ type: 'EscalationHandedOver', data: { to, goodLooksLike: plain(goodLooksLike) } }];
}

/** To the next level, by who answers for it or stands in; they do not decide it there. */
export function stepUp({ reason }: Command<'StepUp'>, escalation: LiveEscalation, context: EscalationContext): Events {
  const person = inOwnSession(context.actor);
  if (requireCapacity(person, escalation, context) === 'leader') throw new NotInCharge(accountableFor(escalation), escalation.level);
  checkText(reason, 'reason');
  const { above } = context;
  if (above === null || above.level <= escalation.level) throw new NobodyAbove();
  if (above.holder === person.id) throw new OwnCase(person.id);
  const told = { because: 'leader', by: person.id, reason: plain(reason), route: null } as const;
  return [{ type: 'EscalationSteppedUp', data: { fromLevel: escalation.level, ...above, ...told } }];
}

/** Taken back by who asked for it, while nothing but the asking holds it up, and nobody has claimed it. */
export function withdrawEscalation(
  { reason }: Command<'WithdrawEscalation'>,
  escalation: LiveEscalation,
  context: EscalationContext,
): Events {
  const person = inOwnSession(context.actor);
  requireRole(person, WORKERS, placeOfEscalation(escalation));
  if (!escalation.barred.includes(person.id)) throw new NotAllowed('is for who filed the issue or asked for it to go up');
  checkText(reason, 'reason');
  const claimer = claimerOf(escalation);
  if (claimer !== null) throw new ClaimedStays(claimer);
  const route = requireRoute(context);
  refuseWhileFloorHolds(escalation, route, wasAsked(route) ? ['ROADBLOCK'] : []);
  const byScore = Math.max(route.scoreLevel, route.held?.level ?? 0);
  if (byScore >= escalation.level) throw new ScoreHolds(byScore);
  return [{ type: 'EscalationWithdrawn', data: { because: 'hand', reason: plain(reason) } }];
}

// These two hold because somebody said so, and end when the leader answers.
const LIFTED_BY_LEADER: readonly FloorCode[] = ['ROADBLOCK', 'CALLED_MINE'];

function refuseWhileFloorHolds({ level }: LiveEscalation, route: FullRoute, lifted: readonly FloorCode[]): void {
  const holding = route.floors.filter((floor) => landing(floor.level, route.emptyLevels) >= level && !lifted.includes(floor.code));
  if (holding.length > 0) throw new FloorHolds(holding.map(({ code }) => code));
}

// What a floor asks of an empty level, the next one gets.
function landing(level: number, emptyLevels: readonly number[]): number {
  return emptyLevels.includes(level) ? landing(level + 1, emptyLevels) : level;
}

function wasAsked({ floors }: FullRoute): boolean {
  return floors.find(({ code }) => code === 'ROADBLOCK')?.facts['cause'] === 'asked';
}

function requireRoute({ route }: EscalationContext): FullRoute {
  if (route === null) throw new IssueNotRouted();
  return route;
}
