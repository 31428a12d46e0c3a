import { isEntitled, isFree, worksHere, type Search } from './fitness.js';
import { ownedBy } from './holdings.js';
import { handOverOf } from './playbooks.js';
import { isPresent, standInFor } from './presence.js';
import type { RosterPerson } from './roster.js';

/** Who answers for a case at L1. */
export interface Ownership {
  readonly owner: string;
  readonly byHand: boolean;
  /** There is nobody at L1: the sponsor owns it. */
  readonly nobody: boolean;
}

/**
 * The owner: the one it has, while they can go on; else whoever the pattern was handed over to, the filer, those who report to the filer or
 * stand beside them, and then everybody at L1, those who own least first. When it is delegated, those whose grant covers
 * the ask come before those whose does not. Nobody: the sponsor.
 */
export function ownerOf(search: Search, isDelegated: boolean): Ownership {
  const { case: of, programme } = search;
  const current = search.state.roster.people.get(of.owner);
  const stays = current !== undefined && isFree(current, search) && (of.ownerByHand || current.level === 1);
  if (stays && (of.ownerByHand || !isDelegated || isEntitled(current, search))) return keep(of.owner, of.ownerByHand);
  const standIn = stays || current === undefined || !isAway(current, search) ? null : standInFor(search.state.roster, current, search.now);
  let any: string | null = null;
  for (const group of groups(search, standIn)) {
    const entitled = isDelegated ? leastLoaded(search, group, (person) => isEntitled(person, search)) : leastLoaded(search, group);
    if (entitled !== null) return { owner: entitled, byHand: false, nobody: false };
    if (isDelegated) any ??= leastLoaded(search, group);
  }
  if (stays) return keep(of.owner, of.ownerByHand);
  return { owner: any ?? programme.sponsor, byHand: false, nobody: any === null };
}

function keep(owner: string, byHand: boolean): Ownership {
  return { owner, byHand, nobody: false };
}

function isFit(person: RosterPerson, search: Search): boolean {
  return person.level === 1 && worksHere(person, search) && isFree(person, search);
}

/** Ids in the order in which they are asked; within a group, whoever owns least. */
function* groups(search: Search, standIn: RosterPerson | null): Generator<readonly string[]> {
  const { roster, playbooks } = search.state;
  const { programme, filer } = search.case;
  if (standIn !== null) yield [standIn.id];
  const associate = handOverOf(playbooks, programme, search.class, search.now)?.to;
  if (associate !== undefined) yield [acting(search, associate)];
  yield [acting(search, filer)];
  yield roster.reports.get(filer) ?? [];
  const above = roster.people.get(filer)?.reportsTo;
  if (above != null) yield roster.reports.get(above) ?? [];
  yield roster.levels.get(1) ?? [];
}

/** Who stands in for somebody who is away, else that one. */
function acting(search: Search, id: string): string {
  const { roster } = search.state;
  const person = roster.people.get(id);
  return person !== undefined && isAway(person, search) ? (standInFor(roster, person, search.now)?.id ?? id) : id;
}

function leastLoaded(search: Search, ids: readonly string[], also: (person: RosterPerson) => boolean = () => true): string | null {
  const { roster, holdings } = search.state;
  let best: { id: string; owns: number } | null = null;
  for (const id of ids) {
    const owns = ownedBy(holdings, id);
    if (best !== null && (owns > best.owns || (owns === best.owns && id > best.id))) continue;
    const person = roster.people.get(id);
    if (person !== undefined && isFit(person, search) && also(person)) best = { id, owns };
  }
  return best?.id ?? null;
}

function isAway(person: RosterPerson, { now }: Search): boolean {
  return !person.left && !isPresent(person, now);
}
