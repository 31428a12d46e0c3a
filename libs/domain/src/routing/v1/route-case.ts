import { announced } from '../../attention/next-hop.js';
import type { Standing } from '../../escalation/escalation.commands.js';
import type { EventRef } from '../../event.js';
import { isSame } from '../../same-value.js';
import { evaluatorOf } from '../index.js';
import type { EscalationMove, RouteBody, Routed } from '../routed.js';
import type { RouterState } from '../router-state.js';
import { expect, expectedMinutes } from './attention-load.js';
import { answersFor, movedTo, type CaseEscalation } from './case-escalation.js';
import type { Case } from './case.js';
import { freshClocks, sooner } from './clocks.js';
import { situationOf } from './facts.js';
import { searchIn, type Search } from './fitness.js';
import { gistOf } from './gist.js';
import { candidateAt, seatAt, type Seat } from './holder.js';
import { moveHoldings } from './holdings.js';
import { ownerOf, type Ownership } from './owner.js';
import { counterpartAt } from './places.js';
import { policyInForce } from './policies.js';
import { nextReviewAt } from './review.js';
import type { Verdict } from './route.js';

/** The event that a route answers, and how. */
export interface Trigger {
  readonly id: string;
  readonly at: EventRef;
  /** When nothing changed, only that and the next review are recorded. */
  readonly isReview: boolean;
}

/** A route, and what the escalation's stream has to follow. */
export interface Outcome {
  readonly routed: Routed;
  readonly moves: readonly EscalationMove[];
}

/**
 * Routes a case at a trigger and folds the result into it: its level, owner, escalation. Null: there is no policy in force yet, or the case
 * is decided and what changed does not take it above the level where it was decided.
 */
export function routeCase(state: RouterState, of: Case, trigger: Trigger): Outcome | null {
  const programme = state.programmes.get(of.programme);
  of.policy ??= policyInForce(state.policies, of.programme, state.now);
  const policy = of.policy === null ? undefined : state.policies.byHash.get(of.policy);
  if (programme === undefined || policy === undefined) return null;
  const search = searchIn(situationOf(state, of, programme, policy, state.minute));
  const verdict = evaluatorOf(policy).route(search.facts, policy);
  if (of.status === 'decided') {
    if (verdict.level <= (of.decided?.level ?? 1)) return null;
    of.status = 'open';
  }
  return place(search, verdict, trigger);
}

function place(search: Search, verdict: Verdict, trigger: Trigger): Outcome {
  const { state, case: of, now } = search;
  const before = of.escalation;
  const ownership = ownerOf(search, verdict.level === 1);
  of.owner = ownership.owner;
  of.ownerByHand = ownership.byHand;
  const seat = verdict.level === 1 ? null : seatAt(search, verdict.level, of.owner);
  of.escalation = escalationAfter(search, seat, trigger);
  const isClaimStaying = seat === null ? of.escalation !== null : of.escalation !== null && of.escalation.level > seat.level;
  const stands = isClaimStaying ? of.level : verdict.level;
  if (stands !== of.level) {
    of.level = stands;
    of.levelSince = now;
  }
  of.wasAbove ||= of.escalation !== null;
  account(state, before, of.escalation);
  holdAnew(state, of);
  return record(search, verdict, { ownership, seat, before }, trigger);
}

/** The escalation after the route: kept, moved, opened or none. One that is over stays within reach as `lapsed`. */
function escalationAfter(search: Search, seat: Seat | null, trigger: Trigger): CaseEscalation | null {
  const { case: of } = search;
  const current = of.escalation;
  if (current !== null && (seat === null || seat.level < current.level)) {
    // A claimed one stays until the leader acts.
    if (current.claim !== null) return current;
    of.lapsed = current;
  }
  if (seat === null) return null;
  const expected = expectedMinutes(search.state.attention, search.facts.action, search.policy);
  const isThere = current !== null && current.level === seat.level;
  const fresh = freshClocks(search.policy, search.time, search.now, search.facts);
  const clocks = isThere && answersFor(current) === seat.holder ? sooner(current.clocks, fresh) : fresh;
  const tried = isThere ? current.tried : [];
  const ifNobodyDecides = announced(search, { level: seat.level, holder: seat.holder, tried }, clocks);
  const set = { clocks, tried, ifNobodyDecides, expectedMinutes: expected };
  if (current !== null && seat.level >= current.level) {
    const isKept = isThere && answersFor(current) === seat.holder;
    return isKept ? { ...current, ...set } : movedTo(current, { level: seat.level, holder: seat.holder, ...set });
  }
  const key = { issue: of.id, triggerId: trigger.id, route: { stream: `routing-${of.id}`, revision: of.routes } };
  of.opened = [...of.opened, key];
  const { level, holder } = seat;
  return { key, level, holder, holders: [holder], claim: null, byHand: false, moves: 0, told: 0, cameBack: false, ...set };
}

/** Moves what is expected of leaders' attention from one view of an escalation to the next. */
export function account({ attention }: RouterState, before: CaseEscalation | null, after: CaseEscalation | null): void {
  if (before !== null) expect(attention, before.level, answersFor(before), before.expectedMinutes, -1);
  if (after !== null) expect(attention, after.level, answersFor(after), after.expectedMinutes, 1);
}

/** Counts the case under the names of those who have it now, while it is undecided. */
export function holdAnew({ holdings }: RouterState, of: Case): void {
  const holder = of.escalation === null ? of.owner : answersFor(of.escalation);
  const held = of.status === 'open' && of.owner !== '' ? { owner: of.owner, holder } : null;
  moveHoldings(holdings, of.id, of.held, held);
  of.held = held;
}

interface Placing {
  readonly ownership: Ownership;
  readonly seat: Seat | null;
  readonly before: CaseEscalation | null;
}

function record(search: Search, verdict: Verdict, placing: Placing, trigger: Trigger): Outcome {
  const { state, case: of, policy } = search;
  const { seat, ownership } = placing;
  const holder = of.escalation === null ? of.owner : answersFor(of.escalation);
  const common = {
    issue: of.id,
    programme: of.programme,
    evaluator: policy.evaluator,
    policy: of.policy as string,
    trigger: trigger.at,
    at: state.now,
  };
  const { escalation } = of;
  const isHeldBySeat = escalation !== null && escalation.claim === null && seat !== null && !seat.noAuthority;
  const review =
    of.status === 'open'
      ? nextReviewAt(search, verdict, {
          owner: of.owner,
          ownerByHand: of.ownerByHand,
          nobodyAtFirst: ownership.nobody,
          seat: isHeldBySeat ? { holder: escalation.holder, level: escalation.level, byHand: escalation.byHand } : null,
          emptyLevels: seat?.emptyLevels ?? [],
        })
      : null;
  const full: RouteBody = {
    changed: true,
    ...common,
    level: seat?.level ?? 1,
    route: seat === null ? 'delegated' : 'escalated',
    holder,
    owner: of.owner,
    noAuthority: seat?.noAuthority ?? ownership.nobody,
    provisional: verdict.provisional,
    score: verdict.score,
    scoreLevel: verdict.scoreLevel,
    concordance: verdict.concordance,
    held: verdict.held,
    floors: verdict.floors,
    ceilings: verdict.ceilings,
    factors: verdict.factors,
    thresholds: verdict.thresholds,
    phase: search.facts.phase,
    missing: verdict.missing,
    derived: verdict.derived,
    assumed: verdict.assumed,
    question: verdict.question,
    emptyLevels: seat?.emptyLevels ?? [],
    contacts: contactsOf(search),
    told: toldOf(search, holder),
    clocks: escalation?.clocks ?? null,
    ifNobodyDecides: escalation?.ifNobodyDecides ?? null,
    pool: poolOf(search),
    nextReviewAt: review,
  };
  const gist = gistOf(full);
  const isUnchanged = trigger.isReview && of.gist === gist;
  const body: RouteBody = isUnchanged ? { changed: false, ...common, nextReviewAt: review } : full;
  const routed: Routed = {
    issue: of.id,
    revision: of.routes,
    triggerId: trigger.id,
    body,
    facts: isUnchanged ? null : search.facts,
    policy,
  };
  of.routes++;
  of.gist = gist;
  return { routed, moves: movesOf(search, placing.before, routed) };
}

/** What the stream of the escalation has to follow, if the route left it otherwise than it found it. */
function movesOf({ case: of }: Search, before: CaseEscalation | null, { revision }: Routed): readonly EscalationMove[] {
  const after = of.escalation;
  const route = { stream: `routing-${of.id}`, revision };
  const moves: EscalationMove[] = [];
  if (before !== null && before.key !== after?.key) {
    moves.push({ move: 'follow', escalation: before.key, route, moves: before.moves, to: null });
  }
  if (after === null) return moves;
  const { key, level, holder, clocks, ifNobodyDecides } = after;
  if (before?.key !== key) {
    const { region, partner } = of.stated;
    const barred = [...new Set([of.filer, ...of.askers])];
    const data = {
      issue: of.id,
      programme: of.programme,
      region,
      partner,
      route,
      level,
      holder,
      barred,
      requests: of.requests,
      clocks,
      ifNobodyDecides,
    };
    moves.push({ move: 'open', escalation: key, data });
  } else if (after.told !== after.moves || !isSame(standingOf(before), standingOf(after))) {
    of.escalation = { ...after, told: after.moves };
    moves.push({ move: 'follow', escalation: key, route, moves: after.moves, to: standingOf(after) });
  }
  return moves;
}

function standingOf(escalation: CaseEscalation): Standing {
  const { level, clocks, ifNobodyDecides } = escalation;
  return { level, holder: answersFor(escalation), clocks, ifNobodyDecides };
}

function contactsOf({ state, case: of, now }: Search): readonly { readonly code: 'PARITY'; readonly person: string }[] {
  const counterpart = counterpartAt(state.places, of.programme, of.stated.partner, now);
  return counterpart === null ? [] : [{ code: 'PARITY', person: counterpart.person }];
}

/** The top is told of what is a matter of safety or law, unless it holds it anyway. */
function toldOf(search: Search, holder: string): readonly string[] {
  if (search.facts.exposure === 'none') return [];
  const top = candidateAt(search, search.policy.levels.length, search.case.owner);
  return top === null || top === holder ? [] : [top];
}

function poolOf({ state, case: of, facts, policy }: Search): {
  readonly delayCostPerDay: number;
  readonly assumed: boolean;
  readonly expectedMinutes: number;
} {
  const { defaults, otherwise } = policy.assumedDelayCostPercent;
  const percent = defaults.find(({ kind }) => kind === of.stated.kind)?.percent ?? otherwise;
  const assumedCost = Math.floor(((policy.limits[0]?.minor ?? 0) * percent) / 100);
  return {
    delayCostPerDay: facts.delayCostPerDay ?? assumedCost,
    assumed: facts.delayCostPerDay === null,
    expectedMinutes: expectedMinutes(state.attention, facts.action, policy),
  };
}
