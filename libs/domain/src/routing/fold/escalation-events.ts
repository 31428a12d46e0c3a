import type { EscalationEvent } from '../../escalation/escalation.js';
import { idOf, type Recorded } from '../../event.js';
import { toMinute } from '../../instant.js';
import type { EscalationKey, EscalationMove } from '../routed.js';
import type { RouterState } from '../router-state.js';
import { learnMinutes } from '../v1/attention-load.js';
import { answersFor, movedTo, type CaseEscalation } from '../v1/case-escalation.js';
import type { Case, Decided } from '../v1/case.js';
import { standInFor } from '../v1/presence.js';
import { commitAmount, decide, endEscalation, setEscalation, spendAttention, undecide } from '../v1/case-turns.js';
import { ignored, reviewed, routed, type Consequence, type Handlers } from './consequence.js';
import { handOff } from './issue-events.js';

type Of<T extends EscalationEvent['type']> = Recorded<Extract<EscalationEvent, { readonly type: T }>>;

/** What people and clocks do to an escalation. What the router did was folded at its trigger, wherever it stands in the log. */
export const ESCALATION_EVENTS: Handlers<EscalationEvent> = {
  EscalationOpened(state, { stream, data }) {
    state.escalations.set(idOf('escalation-', stream), { issue: data.issue, route: data.route.revision });
    return null;
  },
  EscalationAcknowledged: ignored,
  EscalationClaimed(state, event) {
    const { by } = event.data;
    const there = find(state, event)?.escalation ?? null;
    if (there !== null && !mayHold(state, by, there)) return null;
    return onLive(state, event, (of, escalation, moves) => {
      setEscalation(state, of, { ...escalation, claim: { by, at: state.minute } });
      return moves.length === 0 ? null : { escalations: moves };
    });
  },
  TimeBoxRenewed: ignored,
  EscalationReleased: (state, event) =>
    onLive(state, event, (of, escalation) => {
      if (escalation.claim !== null) spendAttention(state, of, escalation, escalation.claim.by);
      setEscalation(state, of, { ...escalation, claim: null, told: null });
      if (!escalation.cameBack) return reviewed([of]);
      // Its end may be on its way still: if somebody has to decide, it is on a new one.
      setEscalation(state, of, null);
      return { ...routed(of), escalations: [{ move: 'close', escalation: escalation.key }] };
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
    const of = decidedThere(state, event);
    if (of !== null) of.decided = { ...of.decided, commitments: of.decided.commitments.slice(-1) };
    return null;
  },
  DecisionWithdrawn: withdrawDecision,
  DecisionSuperseded(state, event) {
    const of = decidedThere(state, event);
    if (of === null) return null;
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
    if (found === null || found.of.status === 'closed') return null;
    return { escalations: decide(state, found.of, found, event.data.commitmentMinor) };
  },
  EscalationWithdrawn(state, event) {
    const found = event.data.because === 'hand' ? find(state, event) : null;
    if (found?.escalation == null || found.of.escalation !== found.escalation) return null;
    endEscalation(state, found.of);
    return routed(found.of);
  },
};

/** What the stream of an event is about. */
interface Found {
  readonly of: Case;
  readonly key: EscalationKey;
  /** Null: it is over in this view, and was so before the last that is remembered. */
  readonly escalation: CaseEscalation | null;
  readonly level: number;
}

function find(state: RouterState, { stream }: { readonly stream: string }): Found | null {
  const known = state.escalations.get(idOf('escalation-', stream));
  const of = known === undefined ? undefined : state.cases.get(known.issue);
  const key = of?.opened.find(({ route }) => route.revision === known?.route);
  if (of === undefined || key === undefined) return null;
  const escalation = [of.escalation, of.lapsed].find((each) => each?.key === key) ?? null;
  return { of, key, escalation, level: escalation?.level ?? of.level };
}

/** The case that was decided there, if that is the decision that stands. */
function decidedThere(state: RouterState, event: { readonly stream: string }): (Case & { decided: Decided }) | null {
  const found = find(state, event);
  const isThere = found !== null && found.of.decided !== null && found.of.decided.on === found.key;
  return isThere ? (found.of as Case & { decided: Decided }) : null;
}

/**
 * For what people and clocks do to an escalation. That it was over in this view may not have been written when they did; then its end is
 * refused, and what they did stands: it is there again, and one opened meanwhile is closed. Unless there is nothing to decide any more.
 */
function onLive(
  state: RouterState,
  event: { readonly stream: string },
  fold: (of: Case, escalation: CaseEscalation, moves: readonly EscalationMove[]) => Consequence | null,
): Consequence | null {
  const found = find(state, event);
  if (found === null) return null;
  const { of, escalation, key } = found;
  if (escalation === null || of.status !== 'open') {
    if (of.lapsed === escalation) of.lapsed = null;
    return { escalations: [{ move: 'close', escalation: key }] };
  }
  if (of.escalation === escalation) return fold(of, escalation, []);
  const moves: EscalationMove[] = of.escalation === null ? [] : [{ move: 'close', escalation: of.escalation.key }];
  return fold(of, comesBack(state, of, escalation), moves);
}

/**
 * One of its holders at this level, who stands in for the last, or a leader of its level or above. Anybody else claimed it before its
 * rise was written: what is claimed goes up all the same.
 */
function mayHold({ roster, minute }: RouterState, by: string, { holder, holders, level }: CaseEscalation): boolean {
  if (holders.includes(by) || (roster.people.get(by)?.level ?? 0) >= level) return true;
  const person = roster.people.get(holder);
  return person !== undefined && standInFor(roster, person, minute)?.id === by;
}

function comesBack(state: RouterState, of: Case, over: CaseEscalation): CaseEscalation {
  const escalation = { ...over, told: null, cameBack: true };
  of.lapsed = null;
  setEscalation(state, of, escalation);
  if (of.level < escalation.level) {
    of.level = escalation.level;
    of.levelSince = state.minute;
  }
  return escalation;
}

/** By a person or an expired clock: what was claimed is so no longer. */
function moveTo(
  state: RouterState,
  of: Case,
  escalation: CaseEscalation,
  to: Partial<CaseEscalation> & Pick<CaseEscalation, 'holder'>,
): void {
  if (escalation.claim !== null) spendAttention(state, of, escalation, escalation.claim.by);
  const moves = escalation.moves + 1;
  setEscalation(state, of, movedTo(escalation, { level: escalation.level, ...to, moves }));
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
  const escalations = decide(state, of, found, event.data.commitmentMinor);
  return escalations.length === 0 ? null : { escalations };
}

/** Before its effect, what it superseded stands again, or nobody has decided. After it only the effects wait to be superseded. */
function withdrawDecision(state: RouterState, event: Of<'DecisionWithdrawn'>): Consequence | null {
  if (!event.data.beforeEffect) return null;
  const of = decidedThere(state, event);
  // Somebody asked anew since, and so it was undecided already: but now there is an escalation again.
  if (of === null) return onLive(state, event, (each, _escalation, moves) => ({ ...routed(each), escalations: moves }));
  const { commitments, before, on } = of.decided;
  const former = commitments.at(-2);
  if (former !== undefined) {
    of.decided = { ...of.decided, commitments: commitments.slice(0, -1) };
    commitAmount(state, of, former);
    return null;
  }
  undecide(state, of);
  const { escalation, ...rest } = before;
  Object.assign(of, rest);
  if (escalation === null) return { ...routed(of), escalations: on === null ? [] : [{ move: 'close', escalation: on }] };
  const claim = escalation.claim === null ? null : { ...escalation.claim, at: state.minute };
  setEscalation(state, of, { ...escalation, claim, told: null });
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
  if (found?.of.status !== 'open') return null;
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
