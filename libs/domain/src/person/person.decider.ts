import { checkCode, checkLabel, checkText } from '../check-value.js';
import { actorId, unreachable, type Actor, type Decider } from '../decider.js';
import { AlreadyExists, DomainError, InvalidValue, NotAllowed, NotFound, NothingToChange } from '../errors.js';
import { plain } from '../personal.js';
import { organisationOf } from '../policy/policy-book.js';
import { isSame } from '../same-value.js';
import { absenceToEnd, absenceToPlan } from './absences.js';
import { grantToGive } from './grants.js';
import { checkedAttention, checkedConflict, checkLevel, sealableIdentity } from './person-facts.js';
import type { PersonCommand, PersonContext } from './person.commands.js';
import { evolvePerson, requireHere, type PersonEvent, type PersonState, type PresentPerson } from './person.js';
import { isAdministrator, requireOwnAssistant } from './rights.js';
import { checkedRole, requireAdministratorOf } from './roles.js';
import { tokenToIssue, tokenToRotate } from './tokens.js';

/** Rights come from somebody else. */
export class RightsForOneself extends DomainError {
  readonly kind = 'forbidden';
  constructor() {
    super('nobody gives rights to themselves, or lifts their own conflict of interest');
  }
}

/** Nobody stands above themselves, however far up. */
export class ReportingLoop extends DomainError {
  readonly kind = 'conflict';
  constructor() {
    super('this reporting line would come back to the person', 'reportsTo');
  }
}

type Register = Extract<PersonCommand, { type: 'RegisterPerson' }>;
type Change = Exclude<PersonCommand, Register>;

export const personDecider: Decider<PersonCommand, PersonEvent, PersonState, PersonContext> = {
  initial: { status: 'none' },
  evolve: evolvePerson,
  decide(command, state, context) {
    if (command.type === 'RegisterPerson') return [register(command, state, context)];
    const person = requireHere(state, command.person);
    requireRight(command, person, context.actor);
    return command.type === 'RotateToken' ? tokenToRotate(command, person, context) : [change(command, person, context)];
  },
};

function requireRight(command: Change, person: PresentPerson, actor: Actor): void {
  const isSelf = actorId(actor) === command.person;
  switch (command.type) {
    case 'ChangePerson':
    case 'SetAttentionBudget':
    case 'DeclareConflict':
    case 'IssueToken':
    case 'RotateToken':
    case 'RevokeToken':
      if (!isSelf) requireAdministrator(actor);
      return;
    case 'PlanAbsence':
    case 'EndAbsence':
      if (!isSelf && !isAssistantOf(actor, command.person)) requireAdministrator(actor);
      return;
    case 'GiveRole':
      requireAdministratorOf(command.scope, actor);
      if (isSelf) throw new RightsForOneself();
      return;
    case 'TakeRole':
      requireAdministratorOf(command.scope, actor);
      return;
    case 'GiveGrant':
      if (isSelf) throw new RightsForOneself();
      return;
    case 'RevokeGrant':
      if (person.grants.every(({ grantId, givenBy }) => grantId !== command.grantId || givenBy !== actorId(actor)))
        requireAdministrator(actor);
      return;
    case 'ChangeLevel':
    case 'LiftConflict':
      requireAdministrator(actor);
      if (isSelf) throw new RightsForOneself();
      return;
    case 'ChangeReportingLine':
    case 'RecordLeaving':
      requireAdministrator(actor);
      return;
    default:
      unreachable(command);
  }
}

function requireAdministrator(actor: Actor): void {
  if (!isAdministrator(actor)) throw new NotAllowed('needs the role administrator in the whole organisation');
}

function isAssistantOf(actor: Actor, person: string): boolean {
  requireOwnAssistant(actor);
  return actor.kind === 'person' && actor.onBehalfOf === person;
}

function register(command: Register, state: PersonState, context: PersonContext): PersonEvent {
  const { person, name, title, email, level, reportsTo, calendar } = command;
  requireAdministrator(context.actor);
  if (state.status !== 'none') throw new AlreadyExists('person', person);
  checkCode(person, 'person');
  checkLabel(name, 'name');
  checkLabel(title, 'title');
  checkLevel(level, context.book);
  checkReportingLine(person, reportsTo, context);
  if (calendar !== null) checkCode(calendar, 'calendar');
  const identity = { name: plain(name), title: plain(title), ...sealableIdentity({ email }) };
  return { type: 'PersonRegistered', data: { ...identity, level, reportsTo, attention: checkedAttention(command.attention), calendar } };
}

function change(command: Exclude<Change, { type: 'RotateToken' }>, person: PresentPerson, context: PersonContext): PersonEvent {
  switch (command.type) {
    case 'ChangePerson':
      return changePerson(command);
    case 'ChangeLevel':
      checkLevel(command.level, context.book);
      if (command.level === person.level) throw new NothingToChange('the level');
      return { type: 'LevelChanged', data: { level: command.level } };
    case 'ChangeReportingLine':
      checkReportingLine(command.person, command.reportsTo, context);
      if (command.reportsTo === person.reportsTo) throw new NothingToChange('the reporting line');
      return { type: 'ReportingLineChanged', data: { reportsTo: command.reportsTo } };
    case 'SetAttentionBudget':
      return { type: 'AttentionBudgetSet', data: checkedAttention(command.attention) };
    case 'GiveRole':
    case 'TakeRole':
      return changeRole(command, person);
    case 'GiveGrant': {
      const currency = command.grant.amount === null ? null : organisationOf(context.book).routingCurrency;
      return { type: 'GrantGiven', data: grantToGive(command.grant, person, currency, context) };
    }
    case 'RevokeGrant': {
      const { grantId, reason } = command;
      checkText(reason, 'reason');
      if (!person.grants.some((grant) => grant.grantId === grantId)) throw new NotFound('grant', grantId);
      return { type: 'GrantRevoked', data: { grantId, reason: plain(reason) } };
    }
    case 'PlanAbsence':
      return absenceToPlan(command, person, context.substitute, context.now);
    case 'EndAbsence':
      return absenceToEnd(command.absenceId, person, context.now);
    case 'DeclareConflict':
    case 'LiftConflict':
      return changeConflict(command, person);
    case 'IssueToken':
      return tokenToIssue(command, person, context);
    case 'RevokeToken': {
      const { tokenId } = command;
      if (!person.tokens.some((token) => token.tokenId === tokenId && !token.revoked)) throw new NotFound('token', tokenId);
      return { type: 'TokenRevoked', data: { tokenId } };
    }
    case 'RecordLeaving':
      checkText(command.reason, 'reason');
      return { type: 'PersonLeft', data: { reason: plain(command.reason) } };
    default:
      return unreachable(command);
  }
}

function changePerson({ name, title, email, calendar }: Extract<Change, { type: 'ChangePerson' }>): PersonEvent {
  if (typeof calendar === 'string') checkCode(calendar, 'calendar');
  const data = { ...sealableIdentity({ name, title, email }), ...(calendar === undefined ? {} : { calendar }) };
  if (Object.keys(data).length === 0) throw new InvalidValue('name', 'or another part must be there to change');
  return { type: 'PersonChanged', data };
}

function changeRole(command: Extract<Change, { type: 'GiveRole' | 'TakeRole' }>, person: PresentPerson): PersonEvent {
  const given = checkedRole(command);
  const isHeld = person.roles.some((held) => isSame(held, given));
  if (isHeld === (command.type === 'GiveRole')) throw new NothingToChange(`the role ${given.role}`);
  return { type: command.type === 'GiveRole' ? 'RoleGiven' : 'RoleTaken', data: given };
}

function changeConflict(command: Extract<Change, { type: 'DeclareConflict' | 'LiftConflict' }>, person: PresentPerson): PersonEvent {
  const conflict = checkedConflict(command.with);
  const isDeclared = person.conflicts.some((one) => isSame(one, conflict));
  if (isDeclared === (command.type === 'DeclareConflict')) throw new NothingToChange('the conflict of interest');
  if (command.type === 'LiftConflict') return { type: 'ConflictLifted', data: conflict };
  checkText(command.reason, 'reason');
  return { type: 'ConflictDeclared', data: { ...conflict, reason: plain(command.reason) } };
}

function checkReportingLine(person: string, reportsTo: string | null, { superior, superiors }: PersonContext): void {
  if (reportsTo === null) return;
  if (reportsTo === person || superiors.includes(person)) throw new ReportingLoop();
  requireHere(superior, reportsTo);
}
