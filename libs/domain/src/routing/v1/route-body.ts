import type { FullRoute } from '../route-record.js';
import type { RouteBody } from '../routed.js';
import { expectedMinutes } from './attention-load.js';
import { answersFor } from './case-escalation.js';
import type { Search } from './fitness.js';
import { candidateAt, type Seat } from './holder.js';
import type { Ownership } from './owner.js';
import { counterpartAt } from './places.js';
import { nextReviewAt } from './review.js';
import type { Trigger } from './trigger.js';
import type { Verdict } from './route.js';

/** Whom the route found for the case: at L1, and above it if it goes there. */
export interface Placing {
  readonly ownership: Ownership;
  readonly seat: Seat | null;
}

/** What a route says of a case that stands where the route has put it. */
export function bodyOf(search: Search, verdict: Verdict, placing: Placing, trigger: Trigger): Extract<RouteBody, { changed: true }> {
  const { state, case: of, policy, facts } = search;
  const { seat, ownership } = placing;
  const { escalation } = of;
  const holder = escalation === null ? of.owner : answersFor(escalation);
  return {
    changed: true,
    issue: of.id,
    programme: of.programme,
    evaluator: policy.evaluator,
    policy: of.policy as string,
    trigger: trigger.at,
    at: state.now,
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
    phase: facts.phase,
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
    nextReviewAt: reviewOf(search, verdict, placing),
  };
}

function reviewOf(search: Search, verdict: Verdict, { ownership, seat }: Placing): FullRoute['nextReviewAt'] {
  const { owner, ownerByHand, escalation } = search.case;
  const isHeldBySeat = escalation !== null && escalation.claim === null && seat !== null && !seat.noAuthority;
  return nextReviewAt(search, verdict, {
    owner,
    ownerByHand,
    nobodyAtFirst: ownership.nobody,
    seat: isHeldBySeat ? { holder: escalation.holder, level: escalation.level, byHand: escalation.byHand } : null,
    emptyLevels: seat?.emptyLevels ?? [],
  });
}

function contactsOf({ state, case: of, now }: Search): FullRoute['contacts'] {
  const counterpart = counterpartAt(state.places, of.programme, of.stated.partner, now);
  return counterpart === null ? [] : [{ code: 'PARITY', person: counterpart.person }];
}

/** The top is told of what is a matter of safety or law, unless it holds it anyway. */
function toldOf(search: Search, holder: string): readonly string[] {
  if (search.facts.exposure === 'none') return [];
  const top = candidateAt(search, search.policy.levels.length, search.case.owner);
  return top === null || top === holder ? [] : [top];
}

function poolOf({ state, case: of, facts, policy }: Search): FullRoute['pool'] {
  const { defaults, otherwise } = policy.assumedDelayCostPercent;
  const percent = defaults.find(({ kind }) => kind === of.stated.kind)?.percent ?? otherwise;
  const assumedCost = Math.floor(((policy.limits[0]?.minor ?? 0) * percent) / 100);
  return {
    delayCostPerDay: facts.delayCostPerDay ?? assumedCost,
    assumed: facts.delayCostPerDay === null,
    expectedMinutes: expectedMinutes(state.attention, facts.action, policy),
  };
}
