import { checkCode } from '../check-value.js';
import { InvalidValue } from '../errors.js';
import type { Instant } from '../instant.js';
import type { KnownFacts } from '../issue/issue.js';
import type { PersonState, PresentPerson } from '../person/person.js';
import { covers, type Place, type Role } from '../person/rights.js';
import { refuseConflict } from './separation.js';

/** Roles in which people work on cases; the last two lead. */
export const WORKERS: readonly Role[] = ['manager', 'leader', 'executive'];
export const LEADERS: readonly Role[] = ['leader', 'executive'];

/** Somebody whom a command names in `field` to take a case. */
export interface Choice {
  readonly field: string;
  readonly id: string;
  readonly person: PersonState;
}

/** Throws `InvalidValue` or `ConflictOfInterest` unless the person is here, present, has one of the roles at the place, and no conflict. */
export function requireFit(
  { field, id, person }: Choice,
  { roles, place, facts, now }: { roles: readonly Role[]; place: Place; facts: Pick<KnownFacts, 'partner' | 'site'>; now: Instant },
): PresentPerson {
  checkCode(id, field);
  if (person.status !== 'here') throw new InvalidValue(field, 'is not a person of this organisation');
  if (!person.roles.some(({ role, scope }) => roles.includes(role) && covers(scope, place))) {
    throw new InvalidValue(field, `has not the role ${roles.join(' or ')} in programme ${place.programme}`);
  }
  const away = person.absences.find(({ from, until, ended }) => !ended && from <= now && now < until);
  if (away !== undefined) throw new InvalidValue(field, `is away until ${away.until}`);
  refuseConflict(id, person.conflicts, facts);
  return person;
}
