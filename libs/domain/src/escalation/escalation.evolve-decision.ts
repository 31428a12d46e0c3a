import { unreachable } from '../decider.js';
import { BrokenHistory } from '../errors.js';
import type {
  DecidedEscalation,
  Decision,
  EscalationCase,
  EscalationEvent,
  InHand,
  Live,
  OpenedEscalation,
  StandingDecision,
} from './escalation.js';

type OfDecision = Extract<
  EscalationEvent,
  {
    readonly type:
      | 'EscalationDecided'
      | 'DecisionConfirmed'
      | 'StandingOrderApplied'
      | 'DecisionReported'
      | 'ReportDenied'
      | 'DecisionTookEffect'
      | 'DecisionWithdrawn'
      | 'DecisionSuperseded'
      | 'OutcomeReviewed';
  }
>;

/** Folds an event about a decision. */
export function evolveDecision(state: OpenedEscalation, event: OfDecision): OpenedEscalation {
  switch (event.type) {
    case 'EscalationDecided':
    case 'DecisionConfirmed':
      return decided(state, standing(state, event.data));
    case 'StandingOrderApplied':
      return decided(state, { ...standing(state, { ...event.data, by: null, takesEffectAt: null }), inEffect: true });
    case 'DecisionReported': {
      const { reportId, decider, option, commitmentMinor, spend } = event.data;
      return { ...state, report: { reportId, decider, option, commitmentMinor, spend } };
    }
    case 'ReportDenied':
      return { ...state, report: null };
    case 'OutcomeReviewed':
      return state;
    case 'DecisionTookEffect': {
      const now = requireDecided(state, event);
      return { ...now, decision: { ...now.decision, inEffect: true }, superseded: [] };
    }
    case 'DecisionSuperseded': {
      const now = requireDecided(state, event);
      return { ...now, decision: standing(state, event.data), superseded: [...now.superseded, now.decision] };
    }
    case 'DecisionWithdrawn':
      return event.data.beforeEffect ? takenBack(requireDecided(state, event)) : regretted(requireDecided(state, event));
    default:
      return unreachable(event);
  }
}

function decided(state: OpenedEscalation, decision: StandingDecision): DecidedEscalation {
  const underneath: Live = state.status === 'snoozed' ? snoozeOf(state) : inHandOf(state);
  return { ...caseOf(state), report: null, status: 'decided', decision, superseded: [], underneath };
}

type Stands = Pick<Decision, 'option'> & { readonly by: string | null; readonly takesEffectAt: StandingDecision['takesEffectAt'] };

function standing({ revision }: OpenedEscalation, { by, option, takesEffectAt }: Stands): StandingDecision {
  return { revision: revision + 1, by, option, takesEffectAt, inEffect: false, withdrawn: false };
}

// Before its effect a decision can be undone: what it superseded stands again, or the escalation is as it was.
function takenBack(state: DecidedEscalation): OpenedEscalation {
  const former = state.superseded.at(-1);
  if (former === undefined) return { ...caseOf(state), ...state.underneath };
  return { ...state, decision: former, superseded: state.superseded.slice(0, -1) };
}

function regretted(state: DecidedEscalation): DecidedEscalation {
  return { ...state, decision: { ...state.decision, withdrawn: true } };
}

function requireDecided(state: OpenedEscalation, { type }: EscalationEvent): DecidedEscalation {
  if (state.status !== 'decided') throw new BrokenHistory(type, state.status);
  return state;
}

/** How it is in hand, awake. */
export function inHandOf(state: OpenedEscalation): InHand {
  switch (state.status) {
    case 'open':
      return { status: 'open' };
    case 'acknowledged':
      return { status: 'acknowledged', by: state.by };
    case 'claimed':
      return { status: 'claimed', by: state.by, timeBoxUntil: state.timeBoxUntil };
    case 'snoozed':
      return state.underneath;
    case 'decided':
      return state.underneath.status === 'snoozed' ? state.underneath.underneath : state.underneath;
    case 'returned':
    case 'handed_over':
    case 'withdrawn':
      return { status: 'open' };
  }
}

function snoozeOf({ underneath, until, untilFactChanges }: Extract<OpenedEscalation, { status: 'snoozed' }>): Live {
  return { status: 'snoozed', underneath, until, untilFactChanges };
}

/** What does not depend on the state that it is in. */
export function caseOf(state: OpenedEscalation): EscalationCase {
  const { issue, programme, region, partner, level, holder, barred, requests } = state;
  const { clocks, ifNobodyDecides, warned, moves, question, report, revision } = state;
  return {
    issue,
    programme,
    region,
    partner,
    level,
    holder,
    barred,
    requests,
    clocks,
    ifNobodyDecides,
    warned,
    moves,
    question,
    report,
    revision,
  };
}
