import { checkCode, checkInstant } from '../check-value.js';
import { AlreadyExists, IllegalTransition, InvalidValue, NotFound } from '../errors.js';
import type { Instant } from '../instant.js';
import { requireHere, type PersonEvent, type PersonState, type PresentPerson } from './person.js';

export interface PlanAbsence {
  readonly type: 'PlanAbsence';
  readonly absenceId: string;
  readonly from: Instant;
  readonly until: Instant;
  readonly substitute: string | null;
}

/** One is away once at a time: end the other absence first. */
export class AbsenceOverlaps extends IllegalTransition {
  constructor(absenceId: string) {
    super(`absence ${absenceId} is planned for a part of this time`, 'from');
  }
}

/** Nothing is left of it to end. */
export class AbsenceIsOver extends IllegalTransition {
  constructor(absenceId: string) {
    super(`absence ${absenceId} is over`);
  }
}

/** It may have begun: an illness is told of afterwards. */
export function absenceToPlan(
  command: PlanAbsence & { readonly person: string },
  { absences }: PresentPerson,
  substitute: PersonState,
  now: Instant,
): PersonEvent {
  const { absenceId, from, until } = command;
  checkCode(absenceId, 'absenceId');
  checkInstant(from, 'from');
  checkInstant(until, 'until');
  if (until <= from) throw new InvalidValue('until', 'must be after from');
  if (until <= now) throw new InvalidValue('until', 'must be in the future');
  if (command.substitute === command.person) throw new InvalidValue('substitute', 'must be somebody else');
  if (command.substitute !== null) requireHere(substitute, command.substitute);
  if (absences.some((one) => one.absenceId === absenceId)) throw new AlreadyExists('absence', absenceId);
  const other = absences.find((one) => !one.ended && one.from < until && from < one.until);
  if (other !== undefined) throw new AbsenceOverlaps(other.absenceId);
  return { type: 'AbsencePlanned', data: { absenceId, from, until, substitute: command.substitute } };
}

export function absenceToEnd(absenceId: string, { absences }: PresentPerson, now: Instant): PersonEvent {
  const absence = absences.find((one) => one.absenceId === absenceId);
  if (absence === undefined) throw new NotFound('absence', absenceId);
  if (absence.ended || absence.until <= now) throw new AbsenceIsOver(absenceId);
  return { type: 'AbsenceEnded', data: { absenceId } };
}
