import { checkCode, checkCount, checkInstant, checkLabel, checkOneOf, checkText, checkUnique } from '../check-value.js';
import { actorId, unreachable, type Actor, type Decider } from '../decider.js';
import { AlreadyExists, InvalidValue, NotAllowed, NotFound, NothingToChange } from '../errors.js';
import type { Instant } from '../instant.js';
import { checkRoutedMoney } from '../money.js';
import { checkedPattern } from '../person/grants.js';
import { requireHere } from '../person/person.js';
import { isAdministrator, requireRole, requireRoleOrSetUp, type Pattern, type Role } from '../person/rights.js';
import { requireSightOfProgramme } from '../person/sight.js';
import { plain } from '../personal.js';
import { organisationOf } from '../policy/policy-book.js';
import { requireRunning, type RunningProgramme } from '../programme/programme.js';
import { isSame } from '../same-value.js';
import { requireOwnGrant } from './own-grant.js';
import type { PlaybookCommand, PlaybookContext } from './playbook.commands.js';
import { HandOverStands, NoHandOver, NoStandingOrder, StandingOrderStands } from './playbook.errors.js';
import {
  evolvePlaybook,
  liveHandOver,
  liveStandingOrder,
  STANDING_OPTIONS,
  type HandOver,
  type Lever,
  type OpenPlaybook,
  type PlaybookEvent,
  type PlaybookState,
} from './playbook.js';

const LEADERS: readonly Role[] = ['leader', 'executive'];
const MAX_LEVERS = 20;

type Change = Exclude<PlaybookCommand, { type: 'OpenPlaybook' }>;
type Open = Extract<PlaybookCommand, { type: 'OpenPlaybook' }>;
type Named<T extends Change['type']> = Extract<Change, { type: T }>;

export const playbookDecider: Decider<PlaybookCommand, PlaybookEvent, PlaybookState, PlaybookContext> = {
  initial: { status: 'none' },
  evolve: evolvePlaybook,
  requireSight: ({ playbook }, state, { actor }) => {
    if (state.status === 'none') return;
    const involved = [state.handOver?.to, state.handOver?.by, state.standingOrder?.by].filter((one) => one !== undefined);
    requireSightOfProgramme(actor, { what: 'playbook', id: playbook }, state.programme, involved);
  },
  decide(command, state, context) {
    if (command.type === 'OpenPlaybook') return [open(command, state, context)];
    if (state.status === 'none') throw new NotFound('playbook', command.playbook);
    playbookDecider.requireSight?.(command, state, context);
    return [change(command, state, context)];
  },
};

function open(command: Open, state: PlaybookState, context: PlaybookContext): PlaybookEvent {
  const { playbook, programme, levers, model } = command;
  requireRoleOrSetUp(context.actor, [...LEADERS, 'administrator'], { programme });
  if (state.status !== 'none') throw new AlreadyExists('playbook', playbook);
  checkCode(playbook, 'playbook');
  const pattern = patternIn(requireRunning(context.programme, programme), command.pattern);
  checkLevers(levers);
  checkText(model, 'model');
  return { type: 'PlaybookOpened', data: { programme, pattern, levers, model: plain(model) } };
}

function change(command: Change, playbook: OpenPlaybook, context: PlaybookContext): PlaybookEvent {
  switch (command.type) {
    case 'ChangeLevers':
      requireRoleOrSetUp(context.actor, [...LEADERS, 'administrator'], playbook);
      checkLevers(command.levers);
      if (isSame(command.levers, playbook.levers)) throw new NothingToChange('the list of levers');
      return { type: 'LeversChanged', data: { levers: command.levers } };
    case 'GiveHandOver':
      return giveHandOver(command, playbook, context);
    case 'LimitHandOver':
      return limitHandOver(command, playbook, context);
    case 'EndHandOver':
      requireGiver(standingHandOver(playbook, context.now).by, context.actor);
      checkText(command.reason, 'reason');
      return { type: 'HandOverEnded', data: { reason: plain(command.reason) } };
    case 'ReturnHandOver':
      if (standingHandOver(playbook, context.now).to !== actorId(context.actor))
        throw new NotAllowed('only the associate returns a hand-over');
      checkText(command.reason, 'reason');
      return { type: 'HandOverReturned', data: { reason: plain(command.reason) } };
    case 'AgreeStandingOrder':
      return agreeStandingOrder(command, playbook, context);
    case 'EndStandingOrder': {
      const order = liveStandingOrder(playbook, context.now);
      if (order === null) throw new NoStandingOrder();
      requireGiver(order.by, context.actor);
      checkText(command.reason, 'reason');
      return { type: 'StandingOrderEnded', data: { reason: plain(command.reason) } };
    }
    default:
      return unreachable(command);
  }
}

function giveHandOver(command: Named<'GiveHandOver'>, playbook: OpenPlaybook, context: PlaybookContext): PlaybookEvent {
  const { to, amountLimit, valueLimit, until } = command;
  const level = levelOfLeader(context.actor, playbook);
  checkLimits(command, playbook, context);
  const associate = requireHere(context.associate, to);
  if (associate.level === null || associate.level >= level) throw new InvalidValue('to', 'must be somebody of a lower level');
  const standing = liveHandOver(playbook, context.now);
  if (standing !== null) throw new HandOverStands(standing.to);
  const { programme, pattern } = playbook;
  return { type: 'HandOverGiven', data: { programme, pattern, to, by: actorId(context.actor), amountLimit, valueLimit, until } };
}

function limitHandOver(command: Named<'LimitHandOver'>, playbook: OpenPlaybook, context: PlaybookContext): PlaybookEvent {
  const { amountLimit, valueLimit, until } = command;
  if (standingHandOver(playbook, context.now).by !== actorId(context.actor))
    throw new NotAllowed('only the giver changes the limits of a hand-over');
  levelOfLeader(context.actor, playbook);
  checkLimits(command, playbook, context);
  return { type: 'HandOverLimited', data: { amountLimit, valueLimit, until } };
}

function agreeStandingOrder(command: Named<'AgreeStandingOrder'>, playbook: OpenPlaybook, context: PlaybookContext): PlaybookEvent {
  const { option, maxAmount, until, text } = command;
  levelOfLeader(context.actor, playbook);
  checkOneOf(option, 'option', STANDING_OPTIONS);
  if (maxAmount !== null) checkRoutedMoney(maxAmount, organisationOf(context.book).routingCurrency, 'maxAmount');
  checkUntil(until, context.now);
  checkText(text, 'text');
  // To say no commits nothing.
  if (option !== 'no') requireOwnGrant(context, playbook.pattern, { maxAmount }, until);
  if (liveStandingOrder(playbook, context.now) !== null) throw new StandingOrderStands();
  const { programme, pattern } = playbook;
  return {
    type: 'StandingOrderAgreed',
    data: { programme, pattern, by: actorId(context.actor), option, maxAmount, text: plain(text), until },
  };
}

/** The level of a leader or executive who may act for the playbook's whole programme; at least 2. */
function levelOfLeader(actor: Actor, { programme }: OpenPlaybook): number {
  requireRole(actor, LEADERS, { programme });
  const level = actor.kind === 'person' ? actor.rights.level : null;
  if (level === null || level < 2) throw new NotAllowed('needs a level above the first');
  return level;
}

function checkLimits(
  { amountLimit, valueLimit, until }: Pick<HandOver, 'amountLimit' | 'valueLimit' | 'until'>,
  { pattern }: OpenPlaybook,
  context: PlaybookContext,
): void {
  const { routingCurrency } = organisationOf(context.book);
  checkRoutedMoney(amountLimit, routingCurrency, 'amountLimit');
  checkRoutedMoney(valueLimit, routingCurrency, 'valueLimit');
  checkUntil(until, context.now);
  requireOwnGrant(context, pattern, { amountLimit, valueLimit }, until);
}

function checkUntil(until: Instant | null, now: Instant): void {
  if (until === null) return;
  checkInstant(until, 'until');
  if (until <= now) throw new InvalidValue('until', 'must be in the future');
}

function standingHandOver(playbook: OpenPlaybook, now: Instant): HandOver {
  const handOver = liveHandOver(playbook, now);
  if (handOver === null) throw new NoHandOver();
  return handOver;
}

function requireGiver(giver: string, actor: Actor): void {
  if (actorId(actor) !== giver && !isAdministrator(actor)) throw new NotAllowed('needs the one who gave it, or an administrator');
}

function patternIn(programme: RunningProgramme, asked: Pattern): Pattern {
  const pattern = checkedPattern(asked, 'pattern');
  if (Object.keys(pattern).length === 0) throw new InvalidValue('pattern', 'must name a kind, a class of partner or a class of site');
  if (pattern.kind !== undefined && !programme.kinds.some(({ code }) => code === pattern.kind)) {
    throw new InvalidValue('pattern.kind', 'must be a kind of the programme');
  }
  return pattern;
}

// At least one: with none, "every lever was tried" would be true from the start, and force every such issue up.
function checkLevers(levers: readonly Lever[]): void {
  checkCount(levers, 'levers', 1, MAX_LEVERS);
  for (const [i, { code, label }] of levers.entries()) {
    checkCode(code, `levers[${i}].code`);
    checkLabel(label, `levers[${i}].label`);
  }
  checkUnique(levers, 'levers', 'code');
}
