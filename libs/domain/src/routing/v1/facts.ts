import { assumed, ASSUMED_WEEK, between, type WorkingTime } from '../../calendar/working-time.js';
import type { EventRef } from '../../event.js';
import type { Minute } from '../../instant.js';
import type { Policy } from '../policy-document.js';
import type { RouterState } from '../router-state.js';
import { loadOfLevel } from './attention-load.js';
import type { CaseClass } from './authority.js';
import type { CaseFacts, SourceName } from './case-facts.js';
import type { CallOnCase, Case } from './case.js';
import { othersOf } from './commitments.js';
import { delayCostOf, inIssue, unitsOf, valueAtRiskOf, type Input } from './derived-inputs.js';
import { partnerClassOf, siteClassOf } from './places.js';
import { handOverOf } from './playbooks.js';
import { phaseAt, type ProgrammeOfCases } from './programmes.js';
import { remedyMinutes } from './remedy-times.js';
import { lastSuccessAt, settledInARow, successesAt, type Successes, type SuccessWindow } from './successes.js';

/** The facts of a case, and what else follows from the log and is asked again when a holder is looked for. */
export interface Situation {
  readonly state: RouterState;
  readonly case: Case;
  readonly programme: ProgrammeOfCases;
  readonly policy: Policy;
  readonly now: Minute;
  readonly time: WorkingTime;
  readonly class: CaseClass;
  /** What is known of the pattern's successes. */
  readonly successes: Successes | undefined;
  /** What it is due by: needed-by, or the end of the workaround if that is later; null: not known. */
  readonly due: Minute | null;
  readonly facts: CaseFacts;
}

/** The case as it stands in the log so far, seen at `now` (not before the log's own time). Amounts in minor units of the policy's currency. */
export function situationOf(state: RouterState, of: Case, programme: ProgrammeOfCases, policy: Policy, now: Minute): Situation {
  const time = state.calendars.get(programme.calendar) ?? ASSUMED_WEEK;
  const theClass = classOf(state, of);
  const due = dueOf(of);
  const value = valueAtRiskOf(state, of, programme, policy);
  const delayCost = delayCostOf(state, of, programme, policy);
  const units = unitsOf(state, of);
  const { stated } = of;
  const remedy = remedyMinutes(state.remedies.get(remedyKey(of, theClass)), policy.remedy.enough);
  const successes = state.successes.get(patternKey(of, theClass));
  const handOver = handOverOf(state.playbooks, of.programme, theClass, now);
  const mine = liveCall(of.mine, now);
  const delegate = capOf(of, now);
  const success = successes === undefined ? null : lastSuccessAt(successes, successWindow(policy), now);
  const facts: CaseFacts = {
    now,
    slackMinutes: due === null ? null : between(time, now, due),
    remedyMinutes: remedy ?? defaultRemedy(policy, stated.kind),
    remedyAssumed: remedy === null,
    calendarAssumed: assumed(time, of.heldSince, Math.max(now, due ?? now)),
    delayCostPerDay: delayCost.minor,
    valueAtRisk: value.minor,
    units,
    programmeBudget: programme.budget.currency === policy.currency ? programme.budget.minor : 0,
    programmeUnits: programme.units,
    irreversible: stated.irreversible,
    critical: criticalOf(state, of, policy, now),
    earlierSuccesses: successes === undefined ? 0 : successesAt(successes, successWindow(policy), now),
    visibility: stated.visibility,
    handOffs: of.handOffs,
    heldMinutes: between(time, of.heldSince, now),
    exposure: stated.exposure,
    action: stated.ask?.action ?? null,
    ask:
      stated.ask === null ? null : { amount: stated.ask.amount, unconvertible: stated.ask.unconvertible, delayDays: stated.ask.delayDays },
    otherCommitments: othersOf(state.commitments, of.committed, stated.keys, policy.commitmentWindowDays, now),
    roadblock: of.roadblock === null ? null : { fromLevel: of.roadblock.fromLevel, cause: of.roadblock.cause, requests: of.requests },
    calledMine: mine === null ? null : { level: mine.level },
    calledDelegate: delegate === null ? null : { level: delegate.level },
    handOver:
      handOver === null
        ? null
        : { playbook: handOver.playbook, amountLimit: handOver.amountLimit.minor, valueLimit: handOver.valueLimit.minor },
    ownLevel: of.level,
    atLevelMinutes: between(time, of.levelSince, now),
    load: policy.levels.map((_, index) => loadOfLevel(state.attention, state.roster, index + 1, now)),
    phase: phaseAt(programme, now),
    derived: { valueAtRisk: value.derived, delayCostPerDay: delayCost.derived },
    sources: sourcesOf(of, { value, delayCost, due, mine, delegate, handOver, success }),
  };
  return { state, case: of, programme, policy, now, time, class: theClass, successes, due, facts };
}

/** The pattern that a case belongs to, by the classes that its site and partner have now. */
export function classOf({ places }: RouterState, { programme, stated }: Case): CaseClass {
  return {
    kind: stated.kind,
    partnerClass: partnerClassOf(places, programme, stated.partner),
    siteClass: siteClassOf(places, programme, stated.site),
  };
}

/** Kinds are a programme's own words, so its cases are like each other, and not like another programme's. */
export function patternKey({ programme }: Case, { kind, partnerClass, siteClass }: CaseClass): string {
  return `${programme}.${kind}.${partnerClass}.${siteClass}`;
}

export function remedyKey({ programme }: Case, { kind, siteClass }: CaseClass): string {
  return `${programme}.${kind}.${siteClass}`;
}

/** Under which a critical detail's row of successes is kept; null: the case breaks none. */
export function rowKey({ programme, stated }: Case): string | null {
  return stated.criticalDetail === null ? null : `${programme}.${stated.criticalDetail}`;
}

/** When successes count under a policy. */
export function successWindow({ noveltyWindowDays, successSettlesAfterDays }: Policy): SuccessWindow {
  return { windowDays: noveltyWindowDays, settlesAfterDays: successSettlesAfterDays };
}

/** The call, while it lasts. */
export function liveCall(call: CallOnCase | null, now: Minute): CallOnCase | null {
  return call !== null && (call.until === null || now < call.until) ? call : null;
}

/** What caps the score at a level: a leader's "delegate", a return or a hand-over. The lower of two counts. */
export function capOf(of: Case, now: Minute): { readonly level: number; readonly source: EventRef } | null {
  const delegate = liveCall(of.delegate, now);
  const sent = of.sentDown !== null && (of.sentDown.until === null || now < of.sentDown.until) ? of.sentDown : null;
  return sent !== null && (delegate === null || sent.level <= delegate.level) ? sent : delegate;
}

function dueOf({ stated: { neededBy, workaroundUntil } }: Case): Minute | null {
  return neededBy === null ? workaroundUntil : Math.max(neededBy, workaroundUntil ?? neededBy);
}

function defaultRemedy({ remedy }: Policy, kind: string): number {
  return remedy.defaults.find((entry) => entry.kind === kind)?.minutes ?? remedy.otherwise;
}

function criticalOf(state: RouterState, of: Case, policy: Policy, now: Minute): CaseFacts['critical'] {
  const detail = of.stated.criticalDetail;
  if (detail === null) return null;
  const row = state.rows.get(rowKey(of) ?? '');
  return { detail, successesInARow: row === undefined ? 0 : settledInARow(row, policy.successSettlesAfterDays, now) };
}

interface Sourced {
  readonly value: Input;
  readonly delayCost: Input;
  readonly due: Minute | null;
  readonly mine: CallOnCase | null;
  readonly delegate: { readonly source: EventRef } | null;
  readonly handOver: { readonly source: EventRef } | null;
  readonly success: { readonly issue: string; readonly revision: number } | null;
}

function sourcesOf(of: Case, from: Sourced): CaseFacts['sources'] {
  const { statedIn, ask, criticalDetail, exposure, visibility } = of.stated;
  const own = (revision: number): EventRef => inIssue(of, revision);
  const sources: Partial<Record<SourceName, EventRef>> = {
    stakes: from.value.source ?? own(statedIn.stakes),
    stall: of.handedOffIn ?? own(0),
  };
  if (from.success !== null) sources.novelty = { stream: `issue-${from.success.issue}`, revision: from.success.revision };
  if (from.due !== null) sources.slack = own(statedIn.time);
  if (from.delayCost.source !== null) sources.delayCost = from.delayCost.source;
  if (visibility !== null) sources.visibility = own(statedIn.visibility);
  if (exposure !== 'none') sources.exposure = own(statedIn.exposure);
  if (criticalDetail !== null) sources.critical = own(statedIn.critical);
  if (ask !== null) sources.amount = sources.action = own(statedIn.ask);
  if (of.roadblock !== null) sources.roadblock = of.roadblock.source;
  if (from.mine !== null) sources.calledMine = from.mine.source;
  if (from.delegate !== null) sources.calledDelegate = from.delegate.source;
  if (from.handOver !== null) sources.handOver = from.handOver.source;
  return sources;
}
