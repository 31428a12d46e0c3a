import type { EscalationMove } from '../routed.js';
import type { RouterState } from '../router-state.js';
import { spend } from '../v1/attention-load.js';
import { answersFor, type CaseEscalation } from '../v1/case-escalation.js';
import type { Case } from '../v1/case.js';
import { commit } from '../v1/commitments.js';
import { committedByAsk, delayCostOf } from '../v1/derived-inputs.js';
import { commitmentKeys } from '../v1/facts.js';
import { policyInForce } from '../v1/policies.js';
import { account, holdAnew } from '../v1/route-case.js';

/** Enters an undecided case in the indexes by which events find it, or takes it out. */
export function index(state: RouterState, { id, programme, stated }: Case, isIn: boolean): void {
  const at = (all: Map<string, Set<string>>, code: string | null): void => {
    if (code === null) return;
    const key = `${programme}.${code}`;
    let ids = all.get(key);
    if (ids === undefined) all.set(key, (ids = new Set()));
    if (isIn) ids.add(id);
    else ids.delete(id);
  };
  at(state.byPartner, stated.partner);
  at(state.byKind, stated.kind);
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
  of.committed = commit(state.commitments, of.committed, amount, commitmentKeys(of), state.minute);
}

/** Puts another view of the escalation in the place of the one there is. */
export function setEscalation(state: RouterState, of: Case, escalation: CaseEscalation | null): void {
  account(state, of.escalation, escalation);
  of.escalation = escalation;
  holdAnew(state, of);
}

/** Ends the escalation for a reason of its own stream, which therefore needs no move. */
export function endEscalation(state: RouterState, of: Case): void {
  setEscalation(state, of, null);
  of.lapsed = null;
  of.roadblock = null;
  standAtFirst(state, of);
}

/** The case stands at L1 again. */
export function standAtFirst(state: RouterState, of: Case): void {
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

/** It is decided: nobody has to decide it, and what was committed counts instead of what was asked. Closes what was still open for others. */
export function decide(
  state: RouterState,
  of: Case,
  level: number,
  commitment: number,
  own: CaseEscalation | null,
): readonly EscalationMove[] {
  const { levelSince, heldSince, roadblock, escalation } = of;
  const moves: EscalationMove[] = escalation !== null && escalation.key !== own?.key ? [{ move: 'close', escalation: escalation.key }] : [];
  of.decided = { level, commitments: [commitment], before: { level: of.level, levelSince, heldSince, roadblock, escalation: own } };
  of.status = 'decided';
  of.heldSince = state.minute;
  endEscalation(state, of);
  index(state, of, false);
  commitAmount(state, of, commitment);
  return moves;
}

/** What was decided stands no longer: somebody has to decide. */
export function undecide(state: RouterState, of: Case): void {
  of.status = 'open';
  of.decided = null;
  index(state, of, true);
  commitAsk(state, of);
  holdAnew(state, of);
}

/** Who has it now: the claimer or holder of its escalation, else its owner. */
export function holderOf({ escalation, owner }: Case): string {
  return escalation === null ? owner : answersFor(escalation);
}
