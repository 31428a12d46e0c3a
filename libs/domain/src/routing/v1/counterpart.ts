import { ASSUMED_WEEK, plus } from '../../calendar/working-time.js';
import { covers } from '../../person/rights.js';
import type { Policy } from '../policy-document.js';
import type { RouterState } from '../router-state.js';
import { loadOfPerson } from './attention-load.js';
import type { Counterpart } from './places.js';
import { isPresent } from './presence.js';
import type { RosterPerson } from './roster.js';

/**
 * Our counterpart for a person of rank `rank` whom a partner put forward: of the same level, leading at the partner, present, without a
 * conflict, the least loaded; else of the next level above; else the sponsor. For a number of contacts or of working minutes.
 */
export function counterpartFor(
  state: RouterState,
  at: { readonly programme: string; readonly partner: string },
  rank: number,
  policy: Policy,
): Omit<Counterpart, 'putForwardId' | 'putForwardRevision'> {
  const programme = state.programmes.get(at.programme);
  const time = state.calendars.get(programme?.calendar ?? '') ?? ASSUMED_WEEK;
  const until = plus(time, state.minute, policy.parity.workingMinutes);
  const top = policy.levels.length;
  let person: string | null = null;
  for (let level = Math.min(rank, top); level <= top && person === null; level++) person = leastLoaded(state, at, level);
  return { person: person ?? programme?.sponsor ?? '', rank, until, contactsLeft: policy.parity.contacts };
}

function leastLoaded(state: RouterState, at: { programme: string; partner: string }, level: number): string | null {
  let best: { id: string; load: number } | null = null;
  for (const id of state.roster.levels.get(level) ?? []) {
    const person = state.roster.people.get(id) as RosterPerson;
    if (!isPresent(person, state.minute) || person.partners.includes(at.partner) || !leadsAt(person, at)) continue;
    const load = loadOfPerson(state.attention, person, state.minute);
    if (best === null || load < best.load) best = { id, load };
  }
  return best?.id ?? null;
}

function leadsAt({ roles }: RosterPerson, place: { programme: string; partner: string }): boolean {
  return roles.some(({ role, scope }) => (role === 'leader' || role === 'executive') && covers(scope, place));
}
