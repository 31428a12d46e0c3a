import type { Minute } from '../../instant.js';
import type { Away, Roster, RosterPerson } from './roster.js';

/** The absence that a person is in; null: they are here. Of several the one that ends last. */
export function absenceAt(person: RosterPerson, now: Minute): Away | null {
  let absence: Away | null = null;
  for (const away of person.away) {
    if (away.from <= now && now < away.until && (absence === null || away.until > absence.until)) absence = away;
  }
  return absence;
}

/** Neither gone nor away. */
export function isPresent(person: RosterPerson, now: Minute): boolean {
  return !person.left && absenceAt(person, now) === null;
}

/** When the person's presence next becomes another, by the absences that are planned; null: never. */
export function presenceChangesAt(person: RosterPerson, now: Minute): Minute | null {
  if (person.left) return null;
  const absence = absenceAt(person, now);
  if (absence !== null) {
    // One absence may run on into another.
    let until = absence.until;
    for (let next = absenceAt(person, until); next !== null; next = absenceAt(person, until)) until = next.until;
    return until;
  }
  let next: Minute | null = null;
  for (const { from, until } of person.away) if (from > now && until > from && (next === null || from < next)) next = from;
  return next;
}

/**
 * Who acts for somebody who is away: their substitute, or that one's substitute, and so on until somebody is present. Null when nobody
 * was named, the chain ends with somebody who left, or it comes back to where it was.
 */
export function standInFor(roster: Roster, absent: RosterPerson, now: Minute): RosterPerson | null {
  const seen = new Set([absent.id]);
  for (let person: RosterPerson = absent; ;) {
    const substitute = absenceAt(person, now)?.substitute ?? null;
    const next = substitute === null || seen.has(substitute) ? undefined : roster.people.get(substitute);
    if (next === undefined || next.left) return null;
    if (absenceAt(next, now) === null) return next;
    seen.add(next.id);
    person = next;
  }
}

/** When the next absence of somebody begins or ends, or of those who stand in for them, one for the other; null: none is planned. */
export function actingChangesAt(roster: Roster, person: RosterPerson, now: Minute): Minute | null {
  let next: Minute | null = null;
  const seen = new Set<string>();
  for (let each: RosterPerson | undefined = person; each !== undefined && !seen.has(each.id);) {
    for (const { from, until } of each.away) next = earliest(next, from > now ? from : until > now ? until : null);
    seen.add(each.id);
    const substitute: string | null = absenceAt(each, now)?.substitute ?? null;
    each = substitute === null ? undefined : roster.people.get(substitute);
  }
  return next;
}

function earliest(a: Minute | null, b: Minute | null): Minute | null {
  return a === null ? b : b === null ? a : Math.min(a, b);
}

/** Ids of those above somebody, nearest first; ends where the line would come back. */
export function superiorsOf(roster: Roster, id: string): readonly string[] {
  const line: string[] = [];
  for (let above = roster.people.get(id)?.reportsTo ?? null; above !== null && above !== id && !line.includes(above);) {
    line.push(above);
    above = roster.people.get(above)?.reportsTo ?? null;
  }
  return line;
}

/** Weekly minutes of attention of those of a level who are present, and whether there is anybody. */
export function budgetOfLevel(roster: Roster, level: number, now: Minute): { readonly sum: number; readonly anybody: boolean } {
  const known = roster.budgets.get(level);
  if (known !== undefined && known.from <= now && now < known.until) return known;
  let [sum, anybody, until] = [0, false, Number.MAX_SAFE_INTEGER];
  for (const id of roster.levels.get(level) ?? []) {
    const person = roster.people.get(id) as RosterPerson;
    until = Math.min(until, presenceChangesAt(person, now) ?? until);
    if (!isPresent(person, now)) continue;
    anybody = true;
    sum += person.minutesPerWeek;
  }
  const budget = { sum, anybody, from: now, until };
  roster.budgets.set(level, budget);
  return budget;
}
