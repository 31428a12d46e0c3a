import { evaluatorOf } from '../index.js';
import type { EscalationMove, RouteBody, Routed } from '../routed.js';
import type { RouterState } from '../router-state.js';
import { setEscalation, undecide } from './case-turns.js';
import type { Case } from './case.js';
import { escalationAfter, movesAfter } from './escalation-after.js';
import { situationOf } from './facts.js';
import { searchIn, type Search } from './fitness.js';
import { gistOf } from './gist.js';
import { seatAt, type Seat } from './holder.js';
import { ownerOf } from './owner.js';
import { policyInForce } from './policies.js';
import { bodyOf, type Placing } from './route-body.js';
import type { Verdict } from './route.js';
import type { Trigger } from './trigger.js';

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
    undecide(state, of);
  }
  const before = of.escalation;
  const placing = place(search, verdict, trigger);
  const routed = made(search, bodyOf(search, verdict, placing, trigger), trigger);
  return { routed, moves: movesAfter(search, before, routed.revision) };
}

/** Puts the case where the verdict says, with those who take it there. */
function place(search: Search, verdict: Verdict, trigger: Trigger): Placing {
  const { state, case: of } = search;
  const ownership = ownerOf(search, verdict.level === 1);
  of.owner = ownership.owner;
  of.ownerByHand = ownership.byHand;
  const seat = verdict.level === 1 ? null : seatAt(search, verdict.level, of.owner);
  setEscalation(state, of, escalationAfter(search, seat, trigger.id));
  of.wasAbove ||= of.escalation !== null;
  stand(search, isClaimStaying(of, seat) ? of.level : verdict.level);
  return { ownership, seat };
}

/** The facts say less, but a leader has claimed it. */
function isClaimStaying({ escalation }: Case, seat: Seat | null): boolean {
  return escalation !== null && (seat === null || escalation.level > seat.level);
}

function stand({ case: of, now }: Search, level: number): void {
  if (of.level === level) return;
  of.level = level;
  of.levelSince = now;
}

function made({ case: of, facts, policy }: Search, full: Extract<RouteBody, { changed: true }>, trigger: Trigger): Routed {
  const gist = gistOf(full);
  const isUnchanged = trigger.isReview && of.gist === gist;
  of.gist = gist;
  const { issue, programme, evaluator, policy: hash, at, nextReviewAt } = full;
  const unchanged = { changed: false, issue, programme, evaluator, policy: hash, trigger: trigger.at, at, nextReviewAt } as const;
  return {
    issue,
    revision: of.routes++,
    triggerId: trigger.id,
    body: isUnchanged ? unchanged : full,
    facts: isUnchanged ? null : facts,
    policy,
  };
}
