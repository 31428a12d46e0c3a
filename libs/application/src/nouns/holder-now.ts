import type { Absence, HolderNow, Instant, PersonState } from '#domain';
import type { Streams } from '../streams.js';
import { people } from '../views.js';

/** Somebody who answers for something, whether they are away, and who then acts for them. */
export async function holderNow(id: string, now: Instant, streams: Streams): Promise<HolderNow> {
  const away = absenceAt(await streams.stateOf(people, id), now);
  return { id, absentUntil: away?.until ?? null, substitute: away === null ? null : await standInFor(id, away, now, streams) };
}

/** A substitute who is away too has a substitute; null where the chain ends, or comes back to where it was. */
async function standInFor(id: string, away: Absence, now: Instant, streams: Streams): Promise<string | null> {
  const seen = new Set([id]);
  for (let next = away.substitute; next !== null && !seen.has(next);) {
    const state = await streams.stateOf(people, next);
    if (state.status !== 'here') return null;
    const absence = absenceAt(state, now);
    if (absence === null) return next;
    seen.add(next);
    next = absence.substitute;
  }
  return null;
}

/** The absence that somebody is in: of several the one that ends last. */
function absenceAt(state: PersonState, now: Instant): Absence | null {
  if (state.status !== 'here') return null;
  const all = state.absences.filter(({ from, until, ended }) => !ended && from <= now && now < until);
  return all.reduce<Absence | null>((last, one) => (last === null || one.until > last.until ? one : last), null);
}
