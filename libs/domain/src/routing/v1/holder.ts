import { loadOfPerson } from './attention-load.js';
import { liveCall } from './facts.js';
import { isBarred, isEntitled, isFree, leadsHere, type Search } from './fitness.js';
import { isPresent, standInFor, superiorsOf } from './presence.js';
import type { RosterPerson } from './roster.js';

/** Who takes a case above L1, and where. */
export interface Seat {
  readonly level: number;
  readonly holder: string;
  /** Levels that were asked before, at which nobody could take it. */
  readonly emptyLevels: readonly number[];
  /** Nobody could take it at any level: the sponsor answers for it. */
  readonly noAuthority: boolean;
}

/**
 * The seat for a case that its facts put at `level`: the one it has, if it is there and its holder can still take it; else the first
 * candidate of the level, or of the next one that has any; else the sponsor's.
 */
export function seatAt(search: Search, level: number, owner: string): Seat {
  const emptyLevels: number[] = [];
  for (let asked = level; asked <= search.policy.levels.length; asked++) {
    const holder = claimedAt(search, asked) ?? callerAt(search, asked) ?? keptAt(search, asked) ?? candidateAt(search, asked, owner);
    if (holder !== null) return { level: asked, holder, emptyLevels, noAuthority: false };
    emptyLevels.push(asked);
  }
  const stands = search.case.escalation?.level ?? level;
  return { level: Math.max(level, stands), holder: search.programme.sponsor, emptyLevels, noAuthority: true };
}

/**
 * The candidate of a level, or whoever stands in for one: leads here, free, entitled, and neither filed it nor asked for it to go up. First
 * those on the owner's reporting line (whom an associate of higher rank heads), then the least loaded, then by id. `except`: ids not to be asked (again).
 */
export function candidateAt(search: Search, level: number, owner: string, except: readonly string[] = []): string | null {
  const { roster, attention } = search.state;
  const line = [owner, ...superiorsOf(roster, owner)];
  let best: { id: string; onLine: boolean; load: number } | null = null;
  for (const id of roster.levels.get(level) ?? []) {
    const onLine = line.includes(id);
    if (best?.onLine === true && !onLine) continue;
    const person = actingFor(search, roster.people.get(id) as RosterPerson);
    if (person === null || except.includes(person.id)) continue;
    const candidate = { id: person.id, onLine, load: loadOfPerson(attention, person, search.now) };
    if (best === null || comesBefore(candidate, best)) best = candidate;
  }
  return best?.id ?? null;
}

/** True if the person takes a seat of the level: their own, or that of somebody for whom they stand in. */
function isCandidate(search: Search, level: number, id: string): boolean {
  const { roster } = search.state;
  const person = roster.people.get(id);
  if (person?.level === level) return actingFor(search, person)?.id === id;
  return (roster.levels.get(level) ?? []).some((other) => actingFor(search, roster.people.get(other) as RosterPerson)?.id === id);
}

/** True if somebody who was chosen by hand, or said "mine", can take it: authority is their own matter. */
function canTakeIt(search: Search, id: string): boolean {
  const person = search.state.roster.people.get(id);
  return person !== undefined && isFree(person, search) && !isBarred(id, search);
}

/** Who fills a leader's seat for this case now; null: it stays empty. */
function actingFor(search: Search, seat: RosterPerson): RosterPerson | null {
  if (seat.left || !leadsHere(seat, search)) return null;
  const person = isPresent(seat, search.now) ? seat : standInFor(search.state.roster, seat, search.now);
  if (person === null || isBarred(person.id, search)) return null;
  return leadsHere(person, search) && isFree(person, search) && isEntitled(person, search) ? person : null;
}

function callerAt(search: Search, level: number): string | null {
  const mine = liveCall(search.case.mine, search.now);
  return mine !== null && mine.level === level && canTakeIt(search, mine.by) ? mine.by : null;
}

// What somebody has claimed stays with them until they act or their clock runs out.
function claimedAt({ case: { escalation } }: Search, level: number): string | null {
  return escalation !== null && escalation.level === level ? (escalation.claim?.by ?? null) : null;
}

function keptAt(search: Search, level: number): string | null {
  const { escalation } = search.case;
  if (escalation?.level !== level) return null;
  const { holder, byHand } = escalation;
  return (byHand ? canTakeIt(search, holder) : isCandidate(search, level, holder)) ? holder : null;
}

function comesBefore(a: { id: string; onLine: boolean; load: number }, b: { id: string; onLine: boolean; load: number }): boolean {
  if (a.onLine !== b.onLine) return a.onLine;
  return a.load !== b.load ? a.load < b.load : a.id < b.id;
}
