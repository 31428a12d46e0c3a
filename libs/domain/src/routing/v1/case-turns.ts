import type { EscalationKey, EscalationMove } from '../routed.js';
import type { RouterState } from '../router-state.js';
import { expect, spend } from './attention-load.js';
import { answersFor, type CaseEscalation } from './case-escalation.js';
import type { Case } from './case.js';
import { commit } from './commitments.js';
import { committedByAsk, delayCostOf } from './derived-inputs.js';
import { moveHoldings } from './holdings.js';
import { policyInForce } from './policies.js';

/** Moves what is expected of leaders' attention from one view of an escalation to the next. */
function account({ attention }: RouterState, before: CaseEscalation | null, after: CaseEscalation | null): void {
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

/** Enters an undecided case in the indexes by which events find it, or takes it out. */
export function index(state: RouterState, { id, stated: { keys } }: Case, isIn: boolean): void {
  enter(state.byKind, keys.kind, id, isIn);
  if (keys.partner !== null) enter(state.byPartner, keys.partner, id, isIn);
}

function enter(all: Map<string, Set<string>>, key: string, id: string, isIn: boolean): void {
  let ids = all.get(key);
  if (ids === undefined) all.set(key, (ids = new Set()));
  if (isIn) ids.add(id);
  else ids.delete(id);
}

/** What the case asks for counts among commitments from now on. */
export function commitAsk(state: RouterState, of: Case): void {
  of.policy ??= policyInForce(state.policies, of.programme, state.now);
  const programme = state.programmes.get(of.programme);
  const policy = of.policy === null ? undefined : state.policies.byHash.get(of.policy);
  const delayCost = programme && policy ? delayCostOf(state, of, programme, policy).minor : of.stated.delayCostPerDay;
  commitAmount(state, of, committedByAsk(of, delayCost));
}

export function commitAmount(state: RouterState, of: Case, amount: number): void {
  of.committed = commit(state.commitments, of.committed, amount, of.stated.keys, state.minute);
}

/** Puts another view of the escalation in the place of the one there is. */
export function setEscalation(state: RouterState, of: Case, escalation: CaseEscalation | null): void {
  account(state, of.escalation, escalation);
  of.escalation = escalation;
  holdAnew(state, of);
}

/** Ends the escalation for good, and with it what somebody said to hold it up. */
export function endEscalation(state: RouterState, of: Case): void {
  setEscalation(state, of, null);
  of.roadblock = null;
  standAtFirst(state, of);
}

/** The case stands at L1 again. */
function standAtFirst(state: RouterState, of: Case): void {
  if (of.level === 1) return;
  of.level = 1;
  of.levelSince = state.minute;
}

/** Records what an escalation took of a leader's attention; gives the minutes. Without a claim it is what was expected. */
export function spendAttention(state: RouterState, of: Case, escalation: CaseEscalation, by: string): number {
  const policy = of.policy === null ? undefined : state.policies.byHash.get(of.policy);
  const { claim, expectedMinutes, level } = escalation;
  const most = policy?.attention.mostMinutesEach ?? 0;
  const minutes = claim === null ? expectedMinutes : Math.min(most, state.minute - claim.at);
  spend(state.attention, level, by, minutes, state.minute);
  return minutes;
}

/** It is decided, on `own` escalation or on the issue: nobody has to decide it, and what was committed counts, not what was asked. */
export function decide(
  state: RouterState,
  of: Case,
  own: { readonly key: EscalationKey; readonly level: number; readonly escalation: CaseEscalation | null } | null,
  commitment: number,
): readonly EscalationMove[] {
  const { level, levelSince, heldSince, roadblock, escalation } = of;
  const before = { level, levelSince, heldSince, roadblock, escalation: own?.escalation ?? null };
  of.decided = { level: own?.level ?? 1, on: own?.key ?? null, commitments: [commitment], before };
  if (of.status === 'open') index(state, of, false);
  of.status = 'decided';
  of.heldSince = state.minute;
  // A withdrawal of the decision brings it back, even when somebody has asked anew by then.
  of.lapsed = before.escalation ?? of.lapsed;
  endEscalation(state, of);
  commitAmount(state, of, commitment);
  return escalation === null || escalation.key === own?.key ? [] : [{ move: 'close', escalation: escalation.key }];
}

/** What was decided stands no longer: somebody has to decide. */
export function undecide(state: RouterState, of: Case): void {
  of.status = 'open';
  of.decided = null;
  index(state, of, true);
  commitAsk(state, of);
  holdAnew(state, of);
}
