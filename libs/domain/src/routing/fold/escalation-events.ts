import type { EscalationEvent } from '../../escalation/escalation.js';
import { idOf, type Recorded } from '../../event.js';
import { toMinute } from '../../instant.js';
import type { EscalationMove } from '../routed.js';
import type { RouterState } from '../router-state.js';
import { learnMinutes } from '../v1/attention-load.js';
import { answersFor, type CaseEscalation } from '../v1/case-escalation.js';
import type { Case } from '../v1/case.js';
import { commitAmount, decide, endEscalation, setEscalation, spendAttention, undecide } from './case-turns.js';
import { ignored, routed, type Consequence, type Handlers } from './consequence.js';
import { handOff } from './issue-events.js';

type Of<T extends EscalationEvent['type']> = Recorded<Extract<EscalationEvent, { readonly type: T }>>;

/** What people and clocks do to an escalation. What the router did was folded at its trigger, wherever it stands in the log. */
export const ESCALATION_EVENTS: Handlers<EscalationEvent> = {
  EscalationOpened(state, { stream, data }) {
    state.escalations.set(idOf('escalation-', stream), { issue: data.issue, route: data.route.revision });
    return null;
  },
  EscalationAcknowledged: ignored,
  EscalationClaimed: (state, event) =>
    onLive(state, event, (of, escalation, moves) => {
      setEscalation(state, of, { ...escalation, claim: { by: event.data.by, at: state.minute } });
      return moves.length === 0 ? null : { escalations: moves };
    }),
  TimeBoxRenewed: ignored,
  EscalationReleased: (state, event) =>
    onLive(state, event, (of, escalation) => {
      if (escalation.claim !== null) spendAttention(state, of, escalation, escalation.claim.by);
      setEscalation(state, of, { ...escalation, claim: null });
      return null;
    }),
  EscalationReassigned: (state, event) =>
    event.data.route !== null
      ? null
      : onLive(state, event, (of, escalation, moves) => {
          moveTo(state, of, escalation, { holder: event.data.to, byHand: true });
          handOff(state, of, answersFor(escalation), event);
          return { ...routed(of), escalations: moves };
        }),
  EscalationSnoozed: ignored,
  SnoozeEnded: ignored,
  QuestionAsked: ignored,
  QuestionAnswered: ignored,
  EscalationDecided: decideCase,
  DecisionReported: ignored,
  DecisionConfirmed: decideCase,
  ReportDenied: ignored,
  DecisionTookEffect(state, event) {
    const of = caseOf(state, event);
    if (of?.decided != null) of.decided = { ...of.decided, commitments: of.decided.commitments.slice(-1) };
    return null;
  },
  DecisionWithdrawn: withdrawDecision,
  DecisionSuperseded(state, event) {
    const of = caseOf(state, event);
    if (of?.decided == null) return null;
    of.decided = { ...of.decided, commitments: [...of.decided.commitments, event.data.commitmentMinor] };
    commitAmount(state, of, event.data.commitmentMinor);
    return null;
  },
  OutcomeReviewed: ignored,
  EscalationReturned: (state, event) => sendDown(state, event, event.data.to, event.data.until),
  EscalationHandedOver: (state, event) => sendDown(state, event, event.data.to, null),
  EscalationSteppedUp: (state, event) =>
    event.data.because === 'route'
      ? null
      : onLive(state, event, (of, escalation, moves) => {
          const { by, level, holder, clocks, ifNobodyDecides } = event.data;
          raise(of, event, 'stepped_up');
          if (by !== null && !of.askers.includes(by)) of.askers = [...of.askers, by];
          moveTo(state, of, escalation, { level, holder, clocks, ifNobodyDecides, tried: [] });
          return { ...routed(of), escalations: moves };
        }),
  ClocksMoved: ignored,
  ClockWarned: ignored,
  ClockExpired: (state, event) =>
    onLive(state, event, (of, escalation, moves) => {
      const { from, to, hop, level, clocks, ifNobodyDecides } = event.data;
      const tried = hop === 'substitute' ? [...escalation.tried, from] : [];
      if (hop === 'level') raise(of, event, 'clock');
      moveTo(state, of, escalation, { level, holder: to, clocks, ifNobodyDecides, tried });
      handOff(state, of, from, event);
      return { ...routed(of), escalations: moves };
    }),
  StandingOrderApplied(state, event) {
    const found = find(state, event);
    if (found === null || found.of.status !== 'open') return null;
    const { of, escalation } = found;
    return { escalations: decide(state, of, escalation?.level ?? of.level, event.data.commitmentMinor, escalation) };
  },
  EscalationWithdrawn(state, event) {
    const found = event.data.because === 'hand' ? find(state, event) : null;
    if (found === null || found.of.status !== 'open') return null;
    endEscalation(state, found.of);
    return routed(found.of);
  },
};

interface Found {
  readonly of: Case;
  /** Null: it is over in this view, and was so before the last that is remembered. */
  readonly escalation: CaseEscalation | null;
}

function caseOf(state: RouterState, { stream }: { readonly stream: string }): Case | null {
  const known = state.escalations.get(idOf('escalation-', stream));
  return known === undefined ? null : (state.cases.get(known.issue) ?? null);
}

function find(state: RouterState, { stream }: { readonly stream: string }): Found | null {
  const known = state.escalations.get(idOf('escalation-', stream));
  const of = known === undefined ? undefined : state.cases.get(known.issue);
  if (known === undefined || of === undefined) return null;
  const escalation = [of.escalation, of.lapsed].find((each) => each?.key.route.revision === known.route);
  return { of, escalation: escalation ?? null };
}

/**
 * For an event on an escalation of an undecided case. A withdrawal that the view knows may not have been written when somebody claimed or
 * moved the escalation; then it is refused, and what people did stands: the escalation is there again, and one opened meanwhile is closed.
 */
function onLive(
  state: RouterState,
  event: { readonly stream: string },
  fold: (of: Case, escalation: CaseEscalation, moves: readonly EscalationMove[]) => Consequence | null,
): Consequence | null {
  const found = find(state, event);
  if (found === null || found.escalation === null || found.of.status !== 'open') return null;
  const { of, escalation } = found;
  if (of.escalation === escalation) return fold(of, escalation, []);
  const moves: EscalationMove[] = of.escalation === null ? [] : [{ move: 'close', escalation: of.escalation.key }];
  of.lapsed = null;
  setEscalation(state, of, escalation);
  if (of.level < escalation.level) {
    of.level = escalation.level;
    of.levelSince = state.minute;
  }
  return fold(of, escalation, moves);
}

/** By a person or an expired clock: what was claimed is so no longer. */
function moveTo(state: RouterState, of: Case, escalation: CaseEscalation, to: Partial<CaseEscalation>): void {
  if (escalation.claim !== null) spendAttention(state, of, escalation, escalation.claim.by);
  setEscalation(state, of, { ...escalation, byHand: false, ...to, claim: null, moves: escalation.moves + 1 });
}

/** It goes to `level`, past levels that were empty: the floor must ask for that one. */
function raise(of: Case, event: Of<'EscalationSteppedUp' | 'ClockExpired'>, cause: 'stepped_up' | 'clock'): void {
  const fromLevel = event.data.level - 1;
  if (fromLevel < (of.roadblock?.fromLevel ?? 0)) return;
  of.roadblock = { fromLevel, cause, source: { stream: event.stream, revision: event.revision } };
}

function decideCase(state: RouterState, event: Of<'EscalationDecided' | 'DecisionConfirmed'>): Consequence | null {
  const found = find(state, event);
  if (found === null || found.of.status === 'closed') return null;
  const { of, escalation } = found;
  if (escalation !== null) {
    const minutes = spendAttention(state, of, escalation, escalation.claim?.by ?? event.data.by);
    if (escalation.claim !== null) learnMinutes(state.attention, of.stated.ask?.action ?? null, minutes);
  }
  const escalations = decide(state, of, escalation?.level ?? of.level, event.data.commitmentMinor, escalation);
  return escalations.length === 0 ? null : { escalations };
}

/** Before its effect, what it superseded stands again, or nobody has decided. After it only the effects wait to be superseded. */
function withdrawDecision(state: RouterState, event: Of<'DecisionWithdrawn'>): Consequence | null {
  const of = caseOf(state, event);
  if (of?.decided == null || of.status !== 'decided' || !event.data.beforeEffect) return null;
  const { commitments, before } = of.decided;
  const former = commitments.at(-2);
  if (former !== undefined) {
    of.decided = { ...of.decided, commitments: commitments.slice(0, -1) };
    commitAmount(state, of, former);
    return null;
  }
  undecide(state, of);
  const { escalation, ...rest } = before;
  Object.assign(of, rest);
  const claim = escalation?.claim == null ? null : { ...escalation.claim, at: state.minute };
  setEscalation(state, of, escalation === null ? null : { ...escalation, claim });
  return routed(of);
}

/** Back to L1, by a return or a hand-over: the score cannot lift it again until then (null: until the issue is closed). */
function sendDown(
  state: RouterState,
  event: Of<'EscalationReturned' | 'EscalationHandedOver'>,
  to: string,
  until: string | null,
): Consequence | null {
  const found = find(state, event);
  if (found === null || found.of.status !== 'open') return null;
  const { of, escalation } = found;
  if (escalation !== null) spendAttention(state, of, escalation, answersFor(escalation));
  const moves: EscalationMove[] =
    of.escalation !== null && of.escalation !== escalation ? [{ move: 'close', escalation: of.escalation.key }] : [];
  of.sentDown = { level: 1, until: until === null ? null : toMinute(until), source: { stream: event.stream, revision: event.revision } };
  of.mine = null;
  of.owner = to;
  of.ownerByHand = true;
  endEscalation(state, of);
  return { ...routed(of), escalations: moves };
}
