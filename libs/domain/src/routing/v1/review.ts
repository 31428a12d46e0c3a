import { plus } from '../../calendar/working-time.js';
import { fromMinute, type Instant, type Minute } from '../../instant.js';
import type { Verdict } from './route.js';
import { authorisedUntil } from './authority.js';
import { capOf, liveCall, rowKey, successWindow } from './facts.js';
import { isEntitled, type Search } from './fitness.js';
import { othersFallTo } from './commitments.js';
import { counterpartAt } from './places.js';
import { handOverOf } from './playbooks.js';
import { absenceAt, actingChangesAt, presenceChangesAt } from './presence.js';
import { read } from './reading.js';
import type { RosterPerson } from './roster.js';
import { rowReaches, successesMeetOtherBarAt } from './successes.js';
import { heldAt } from './thresholds.js';

/** Who came to hold the case, as far as time may take it from them. */
export interface Placed {
  readonly owner: string;
  readonly ownerByHand: boolean;
  readonly nobodyAtFirst: boolean;
  /** The leader who holds it, and where; null: it is delegated, or somebody has claimed it and keeps it. */
  readonly seat: { readonly holder: string; readonly level: number; readonly byHand: boolean } | null;
  readonly emptyLevels: readonly number[];
}

/**
 * The earliest minute after now at which, with the log as it is, any term of the evaluation or anybody who holds the case would be
 * another; null: never. The case already stands where the route put it.
 */
export function nextReviewAt(search: Search, verdict: Verdict, placed: Placed): Instant | null {
  let next = Infinity;
  for (const at of [...timesOfTerms(search, verdict), ...timesOfPeople(search, verdict, placed)]) {
    if (at !== null && at > search.now && at < next) next = at;
  }
  return next === Infinity ? null : fromMinute(next);
}

type When = Minute | null;

function timesOfTerms(search: Search, verdict: Verdict): readonly When[] {
  const { case: of, programme, now } = search;
  return [
    slackMeetsNextBar(search),
    stallMeetsNextBar(search),
    successesMeetNextBar(search),
    commitmentFalls(search),
    dwellEnds(search, verdict),
    rowIsLongEnough(search, verdict),
    programme.phase === 'launch' ? programme.launchEndsAt : null,
    liveCall(of.mine, now)?.until ?? null,
    capEnds(search),
    handOverChanges(search, verdict),
    counterpartAt(search.state.places, of.programme, of.stated.partner, now)?.until ?? null,
  ];
}

function slackMeetsNextBar({ facts, policy, time, now }: Search): When {
  const { slackMinutes, remedyMinutes } = facts;
  if (slackMinutes === null) return null;
  const bars = policy.steps.TIME.map(({ bar }) => Math.floor((bar * Math.max(1, remedyMinutes)) / 100));
  const next = Math.max(...bars.filter((most) => most < slackMinutes));
  return next === -Infinity ? null : plus(time, now, slackMinutes - next);
}

function stallMeetsNextBar({ facts, policy, time, now }: Search): When {
  const remedy = Math.max(1, facts.remedyMinutes);
  const value = Math.max(facts.handOffs, Math.floor(facts.heldMinutes / remedy));
  const next = Math.min(...policy.steps.STALL.map(({ bar }) => bar).filter((bar) => bar > value));
  return next === Infinity ? null : plus(time, now, next * remedy - facts.heldMinutes);
}

function successesMeetNextBar({ successes, policy, now }: Search): When {
  const bars = policy.steps.NOVELTY.map(({ bar }) => bar);
  return successes === undefined ? null : successesMeetOtherBarAt(successes, successWindow(policy), bars, now);
}

/** Others leave the window, and the commitment comes under a limit. */
function commitmentFalls(search: Search): When {
  const { policy, facts } = search;
  if (facts.ask === null || facts.ask.unconvertible) return null;
  const { own, total } = read(facts, policy).commitment;
  const next = Math.max(...policy.limits.map(({ minor }) => minor).filter((limit) => limit < total));
  return next < own ? null : commitmentFallsTo(search, next);
}

/** When own commitment and the others come to at most `most`, from the first minute of the log if they do already; null: never. */
function commitmentFallsTo({ state, case: of, policy, facts }: Search, most: number): When {
  const { own, total } = read(facts, policy).commitment;
  if (total <= most) return 0;
  if (most < own) return null;
  return othersFallTo(state.commitments, of.committed, of.stated.keys, policy.commitmentWindowDays, most - own);
}

/** When the hand-over that caps the score ends; where none does, when one begins to: each counts until its end, then the next that fits. */
function handOverChanges(search: Search, { ceilings }: Verdict): When {
  const { state, case: of, class: theClass, facts, now } = search;
  const handOverAt = (minute: Minute) => handOverOf(state.playbooks, of.programme, theClass, minute);
  if (ceilings.some(({ code }) => code === 'HANDED_OVER')) return handOverAt(now)?.until ?? null;
  if (facts.ask?.unconvertible === true) return null;
  for (let from = now; ;) {
    const handOver = handOverAt(from);
    if (handOver === null) return null;
    const fits = (facts.valueAtRisk ?? 0) <= handOver.valueLimit.minor;
    const caps = fits ? commitmentFallsTo(search, handOver.amountLimit.minor) : null;
    if (caps !== null && (handOver.until === null || caps < handOver.until)) return Math.max(caps, from);
    if (handOver.until === null) return null;
    from = handOver.until;
  }
}

/** When the score is capped elsewhere or nowhere: of two caps at the same level the end of one changes nothing. */
function capEnds({ case: of, now }: Search): When {
  const ends = [of.delegate?.until, of.sentDown?.until].filter((until) => until != null && until > now) as Minute[];
  return ends.sort((a, b) => a - b).find((until) => capOf(of, until)?.level !== capOf(of, now)?.level) ?? null;
}

/** It stays for the dwell although its score would not keep it: seen from the level to which the route has just put it. */
function dwellEnds({ case: of, facts, policy, time }: Search, { score }: Verdict): When {
  const moved = { ...facts, ownLevel: of.level, atLevelMinutes: of.level === facts.ownLevel ? facts.atLevelMinutes : 0 };
  return heldAt(score, moved, policy)?.because === 'dwell' ? plus(time, of.levelSince, policy.dwellMinutes) : null;
}

function rowIsLongEnough({ state, case: of, policy }: Search, { floors }: Verdict): When {
  if (!floors.some(({ code }) => code === 'CRITICAL')) return null;
  const row = state.rows.get(rowKey(of) ?? '');
  return row === undefined ? null : rowReaches(row, policy.successSettlesAfterDays, policy.critical.successesInARow);
}

function timesOfPeople(search: Search, verdict: Verdict, placed: Placed): readonly When[] {
  const { state, case: of, now } = search;
  const mine = liveCall(of.mine, now);
  const caller = mine === null || mine.by === placed.seat?.holder ? undefined : state.roster.people.get(mine.by);
  return [
    ...ownerLasts(search, verdict, placed),
    ...(placed.seat === null ? [] : holderLasts(search, placed.seat)),
    ...placed.emptyLevels.map((level) => somebodyCanAt(search, level)),
    placed.nobodyAtFirst ? somebodyCanAt(search, 1) : null,
    caller === undefined ? null : presenceChangesAt(caller, now),
  ];
}

function ownerLasts(search: Search, { level }: Verdict, { owner, ownerByHand }: Placed): readonly When[] {
  const person = search.state.roster.people.get(owner);
  if (person === undefined) return [];
  const here = presenceChangesAt(person, search.now);
  if (level > 1 || ownerByHand) return [here];
  // Whoever owns it without the authority does so until somebody has it.
  return [here, isEntitled(person, search) ? entitledUntil(person, search) : somebodyCanAt(search, 1)];
}

function holderLasts(search: Search, { holder, level, byHand }: NonNullable<Placed['seat']>): readonly When[] {
  const { roster } = search.state;
  const person = roster.people.get(holder);
  if (person === undefined) return [];
  const here = presenceChangesAt(person, search.now);
  if (byHand) return [here];
  const seats = person.level === level ? [] : away(search, level);
  return [here, entitledUntil(person, search), ...seats.map((seat) => actingChangesAt(roster, seat, search.now))];
}

function entitledUntil(person: RosterPerson, { needed, class: theClass, policy, now }: Search): When {
  return authorisedUntil(person, needed, theClass, policy, now);
}

/** Where nobody can take it now: the first change of anybody's presence or authority there. */
function somebodyCanAt({ state: { roster }, now }: Search, level: number): When {
  let first = Infinity;
  for (const id of roster.levels.get(level) ?? []) {
    const person = roster.people.get(id) as RosterPerson;
    const ofGrants = person.grants.flatMap(({ from, until }) => [from, until ?? 0]).filter((at) => at > now);
    first = Math.min(first, actingChangesAt(roster, person, now) ?? Infinity, ...ofGrants);
  }
  return first === Infinity ? null : first;
}

/** Those of a level who are away, so that somebody stands in. */
function away({ state: { roster }, now }: Search, level: number): readonly RosterPerson[] {
  return (roster.levels.get(level) ?? []).flatMap((id) => {
    const person = roster.people.get(id);
    return person !== undefined && absenceAt(person, now) !== null ? [person] : [];
  });
}
