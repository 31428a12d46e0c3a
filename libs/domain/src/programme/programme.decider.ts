import { requirePublished } from '../calendar/calendar.js';
import { checkInstant, checkInteger, checkOneOf, checkSha256, checkCode, checkText } from '../check-value.js';
import { unreachable, type Context, type Decider } from '../decider.js';
import { AlreadyExists, InvalidValue, NotAllowed, NothingToChange } from '../errors.js';
import { fromMillis, toMillis, type Instant } from '../instant.js';
import { requireHere } from '../person/person.js';
import { isSetUp, requireRoleOrSetUp } from '../person/rights.js';
import { requireSightOfProgramme } from '../person/sight.js';
import { plain } from '../personal.js';
import { organisationOf } from '../policy/policy-book.js';
import { isSame } from '../same-value.js';
import type { ProgrammeCommand, ProgrammeContext } from './programme.commands.js';
import { ImportNotOpen, LaunchIsOver, PhaseGoesForward, TooLateForDemo } from './programme.errors.js';
import { checkBudget, checkCriticalDetails, checkEconomics, checkKinds, checkWords } from './programme-facts.js';
import {
  evolveProgramme,
  PHASES,
  phaseAt,
  requireRunning,
  type ProgrammeEvent,
  type ProgrammeState,
  type RunningProgramme,
} from './programme.js';

/** How long launch lasts unless the sponsor renews it, and by how much one renewal can move its end. */
export const LAUNCH_DAYS = 60;
const MILLIS_PER_DAY = 86_400_000;

export const programmeDecider: Decider<ProgrammeCommand, ProgrammeEvent, ProgrammeState, ProgrammeContext> = {
  initial: { status: 'none' },
  evolve: evolveProgramme,
  requireSight: ({ programme }, state, { actor }) => {
    if (state.status !== 'none') requireSightOfProgramme(actor, { what: 'programme', id: programme }, programme, [state.sponsor]);
  },
  decide(command, state, context) {
    if (command.type === 'StartProgramme') return start(command, state, context);
    const programme = requireRunning(state, command.programme);
    programmeDecider.requireSight?.(command, state, context);
    requireRight(command, programme, context);
    return change(command, programme, context);
  },
};

type Start = Extract<ProgrammeCommand, { type: 'StartProgramme' }>;
type Change = Exclude<ProgrammeCommand, Start>;
type ChangeNamed<T extends Change['type']> = Extract<Change, { type: T }>;

// The launch is the sponsor's to renew; its end may be called by the sponsor or an administrator; imports and the demo's mark are the machine's.
function requireRight(command: Change, { sponsor }: RunningProgramme, { actor }: Context): void {
  const isSponsor = actor.kind === 'person' && actor.id === sponsor;
  switch (command.type) {
    case 'RenewLaunch':
      if (!isSponsor) throw new NotAllowed('only the sponsor renews the launch');
      return;
    case 'ChangePhase':
      if (!isSponsor) requireRoleOrSetUp(actor, ['administrator'], { programme: command.programme });
      return;
    case 'MarkDemo':
      if (!isSetUp(actor)) throw new NotAllowed('only the machine itself marks a demo');
      return;
    case 'StartImport':
    case 'EndImport':
      if (actor.kind !== 'system' || actor.id !== 'import') throw new NotAllowed('only the import opens and ends imports');
      return;
    default:
      requireRoleOrSetUp(actor, ['administrator'], { programme: command.programme });
  }
}

function start(command: Start, state: ProgrammeState, context: ProgrammeContext): readonly ProgrammeEvent[] {
  const { programme, code, name, purpose, unitNoun, siteNoun, budget, totalUnits, kinds, criticalDetails, economics, sponsor, calendar } =
    command;
  requireRoleOrSetUp(context.actor, ['administrator'], { programme });
  if (state.status !== 'none') throw new AlreadyExists('programme', programme);
  checkCode(programme, 'programme');
  if (programme === 'organisation') throw new InvalidValue('programme', "is the name of the organisation's policy book");
  checkWords({ code, name, purpose, unitNoun, siteNoun });
  const { routingCurrency } = organisationOf(context.book);
  checkBudget(budget, totalUnits, routingCurrency);
  checkKinds(kinds);
  checkCriticalDetails(criticalDetails);
  checkEconomics(economics, routingCurrency);
  requireHere(context.sponsor, sponsor);
  requirePublished(context.calendar, calendar);
  const launchEndsAt = command.launchEndsAt ?? daysAfter(context.now, LAUNCH_DAYS);
  checkLaunchEnd(launchEndsAt, 'launchEndsAt', context.now);
  const words = { code, name, purpose, unitNoun, siteNoun };
  return [
    {
      type: 'ProgrammeStarted',
      data: { ...words, budget, totalUnits, kinds, criticalDetails, economics, sponsor, calendar, launchEndsAt },
    },
  ];
}

function change(command: Change, programme: RunningProgramme, context: ProgrammeContext): readonly ProgrammeEvent[] {
  switch (command.type) {
    case 'RenewLaunch':
      return renewLaunch(command, programme, context);
    case 'ChangePhase':
      return changePhase(command, programme, context);
    case 'ChangeSponsor':
      requireHere(context.sponsor, command.sponsor);
      if (command.sponsor === programme.sponsor) throw new NothingToChange('the sponsor');
      return [{ type: 'SponsorChanged', data: { sponsor: command.sponsor } }];
    case 'AddKind':
      checkKinds([...programme.kinds, command.kind]);
      return [{ type: 'KindAdded', data: command.kind }];
    case 'ChangeCriticalDetails':
      checkCriticalDetails(command.criticalDetails);
      requireChange('the list of critical details', command.criticalDetails, programme.criticalDetails);
      return [{ type: 'CriticalDetailsChanged', data: { criticalDetails: command.criticalDetails } }];
    case 'ChangeEconomics':
      checkEconomics(command.economics, organisationOf(context.book).routingCurrency);
      requireChange('what a unit is worth', command.economics, programme.economics);
      return [{ type: 'EconomicsChanged', data: command.economics }];
    case 'ChangeBudget': {
      const { budget, totalUnits } = command;
      checkBudget(budget, totalUnits, organisationOf(context.book).routingCurrency);
      requireChange('the budget', [budget, totalUnits], [programme.budget, programme.totalUnits]);
      return [{ type: 'BudgetChanged', data: { budget, totalUnits } }];
    }
    case 'ChooseCalendar':
      requirePublished(context.calendar, command.calendar);
      if (command.calendar === programme.calendar) throw new NothingToChange('the calendar');
      return [{ type: 'CalendarChosen', data: { calendar: command.calendar } }];
    case 'MarkDemo':
      checkInteger(command.seed, 'seed', 0, Number.MAX_SAFE_INTEGER);
      if (!programme.fresh) throw new TooLateForDemo();
      return [{ type: 'DemoMarked', data: { seed: command.seed } }];
    case 'StartImport':
      return startImport(command, programme);
    case 'EndImport':
      return endImport(command, programme);
    default:
      return unreachable(command);
  }
}

function renewLaunch(
  { until, reason }: ChangeNamed<'RenewLaunch'>,
  programme: RunningProgramme,
  { now }: Context,
): readonly ProgrammeEvent[] {
  checkText(reason, 'reason');
  if (phaseAt(programme, now) !== 'launch') throw new LaunchIsOver();
  checkLaunchEnd(until, 'until', programme.launchEndsAt);
  if (until <= programme.launchEndsAt) throw new InvalidValue('until', 'must be after the launch would have ended');
  return [{ type: 'LaunchRenewed', data: { until, reason: plain(reason) } }];
}

function changePhase(
  { phase, reason }: ChangeNamed<'ChangePhase'>,
  programme: RunningProgramme,
  { now }: Context,
): readonly ProgrammeEvent[] {
  checkOneOf(phase, 'phase', PHASES);
  checkText(reason, 'reason');
  const present = phaseAt(programme, now);
  if (PHASES.indexOf(phase) <= PHASES.indexOf(present)) throw new PhaseGoesForward(present, phase);
  return [{ type: 'PhaseChanged', data: { phase, reason: plain(reason) } }];
}

function startImport(command: ChangeNamed<'StartImport'>, programme: RunningProgramme): readonly ProgrammeEvent[] {
  const { importId, fileSha256, mappingHash, history, startedAt } = command;
  checkCode(importId, 'importId');
  checkSha256(fileSha256, 'fileSha256');
  checkSha256(mappingHash, 'mappingHash');
  checkInstant(startedAt, 'startedAt');
  if (programme.imports.some((one) => one.importId === importId)) throw new AlreadyExists('import', importId);
  return [{ type: 'ImportStarted', data: { importId, fileSha256, mappingHash, history, startedAt } }];
}

function endImport(
  { importId, rowsRead, rowsRejected, issuesFiled }: ChangeNamed<'EndImport'>,
  programme: RunningProgramme,
): readonly ProgrammeEvent[] {
  checkInteger(rowsRead, 'rowsRead', 0, Number.MAX_SAFE_INTEGER);
  checkInteger(rowsRejected, 'rowsRejected', 0, rowsRead);
  checkInteger(issuesFiled, 'issuesFiled', 0, rowsRead);
  if (!programme.imports.some((one) => one.importId === importId && !one.ended)) throw new ImportNotOpen(importId);
  return [{ type: 'ImportEnded', data: { importId, rowsRead, rowsRejected, issuesFiled } }];
}

function checkLaunchEnd(end: Instant, field: string, from: Instant): void {
  checkInstant(end, field);
  if (end > daysAfter(from, LAUNCH_DAYS)) throw new InvalidValue(field, `must be at most ${LAUNCH_DAYS} days later`);
}

function daysAfter(instant: Instant, days: number): Instant {
  return fromMillis(toMillis(instant) + days * MILLIS_PER_DAY);
}

function requireChange(what: string, to: unknown, from: unknown): void {
  if (isSame(to, from)) throw new NothingToChange(what);
}
