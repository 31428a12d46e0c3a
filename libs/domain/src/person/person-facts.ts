import { checkCode, checkInteger, checkLabel } from '../check-value.js';
import { InvalidValue } from '../errors.js';
import { plain, type Plain } from '../personal.js';
import type { PolicyBookState } from '../policy/policy-book.js';
import type { AttentionBudget, Conflict } from './person.js';

/** Who somebody is, for people. */
export interface Identity {
  readonly name: string;
  readonly title: string;
  readonly email?: string;
}

const MAX_LEVELS = 5;
const MINUTES_PER_WEEK = 10_080;
const MAX_EMAIL = 254;

/** null, or one of the organisation's levels; before it is set up, of the most that there can be. */
export function checkLevel(level: number | null, { organisation }: PolicyBookState): void {
  if (level !== null) checkInteger(level, 'level', 1, organisation?.levels.length ?? MAX_LEVELS);
}

export function checkedAttention({ minutesPerWeek, interruptionsPer12Hours, handsOnLimit }: AttentionBudget): AttentionBudget {
  checkInteger(minutesPerWeek, 'attention.minutesPerWeek', 0, MINUTES_PER_WEEK);
  checkInteger(interruptionsPer12Hours, 'attention.interruptionsPer12Hours', 0, 100);
  checkInteger(handsOnLimit, 'attention.handsOnLimit', 0, 100);
  return { minutesPerWeek, interruptionsPer12Hours, handsOnLimit };
}

/** A partner or a site by code: one of them, not both. */
export function checkedConflict(conflict: Conflict): Conflict {
  if ('partner' in conflict === 'site' in conflict) throw new InvalidValue('with', 'must name a partner or a site');
  if ('partner' in conflict) {
    checkCode(conflict.partner, 'with.partner');
    return { partner: conflict.partner };
  }
  checkCode(conflict.site, 'with.site');
  return { site: conflict.site };
}

/** The parts that are there, ready to be sealed. */
export function sealableIdentity(parts: { readonly [P in keyof Identity]?: string | undefined }): Partial<Record<keyof Identity, Plain>> {
  if (parts.email !== undefined && !/^[^\s@]+@[^\s@]+$/.test(parts.email)) throw new InvalidValue('email', 'must look like name@host');
  const there = Object.entries(parts).filter((part): part is [string, string] => part[1] !== undefined);
  for (const [part, value] of there) checkLabel(value, part, part === 'email' ? MAX_EMAIL : undefined);
  return Object.fromEntries(there.map(([part, value]) => [part, plain(value)]));
}
