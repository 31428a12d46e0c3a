import { BrokenHistory } from '../errors.js';
import type { EscalationCase, EscalationEvent, EscalationState, InHand, LiveEscalation, OpenedEscalation } from './escalation.js';
import { caseOf, evolveDecision, inHandOf } from './escalation.evolve-decision.js';

type Data<T extends EscalationEvent['type']> = Extract<EscalationEvent, { readonly type: T }>['data'];
type Later = Exclude<EscalationEvent, { readonly type: 'EscalationOpened' }>;

/** Folds one event of an escalation. */
export function evolveEscalation(state: EscalationState, event: EscalationEvent): EscalationState {
  if (event.type === 'EscalationOpened') return opened(event.data);
  if (state.status === 'none') throw new BrokenHistory(event.type, state.status);
  const moves = state.moves + (isMove(event) ? 1 : 0);
  return { ...changed(state, event), moves, revision: state.revision + 1 };
}

/** True for what moves an escalation to another holder without the router: by a person, or by an expired clock. */
export function isMove(event: EscalationEvent): boolean {
  switch (event.type) {
    case 'ClockExpired':
      return true;
    case 'EscalationReassigned':
      return event.data.route === null;
    case 'EscalationSteppedUp':
      return event.data.because === 'leader';
    default:
      return false;
  }
}

function opened({ route: _route, ...data }: Data<'EscalationOpened'>): LiveEscalation {
  return { ...data, status: 'open', warned: false, moves: 0, question: null, report: null, revision: 0 };
}

function changed(state: OpenedEscalation, event: Later): OpenedEscalation {
  switch (event.type) {
    case 'EscalationAcknowledged':
      return { ...caseOf(state), status: 'acknowledged', by: event.data.by };
    case 'EscalationClaimed':
      return { ...caseOf(state), status: 'claimed', ...event.data };
    case 'TimeBoxRenewed':
      return renewed(state, event.data.until);
    case 'EscalationReleased':
      return { ...caseOf(state), ...seen(inHandOf(state)) };
    case 'EscalationReassigned':
      return { ...caseOf(state), ...seen(inHandOf(state)), holder: event.data.to };
    case 'EscalationSnoozed':
      return { ...caseOf(state), status: 'snoozed', underneath: inHandOf(state), ...event.data };
    case 'SnoozeEnded':
      return { ...caseOf(state), ...inHandOf(state) };
    case 'QuestionAsked':
      return { ...state, question: { questionId: event.data.questionId, of: event.data.of } };
    case 'QuestionAnswered':
      return { ...state, question: null };
    case 'EscalationSteppedUp':
      return steppedUp(state, event.data);
    case 'ClockExpired':
      return moved(state, { ...event.data, holder: event.data.to });
    case 'ClocksMoved':
      return { ...state, clocks: event.data.clocks, ifNobodyDecides: event.data.ifNobodyDecides, warned: false };
    case 'ClockWarned':
      return { ...state, warned: true };
    case 'EscalationReturned':
      return { ...caseOf(state), status: 'returned' };
    case 'EscalationHandedOver':
      return { ...caseOf(state), status: 'handed_over' };
    case 'EscalationWithdrawn':
      return { ...caseOf(state), status: 'withdrawn' };
    default:
      return evolveDecision(state, event);
  }
}

// Who asked for it to go up, never decides it there.
function steppedUp(state: OpenedEscalation, data: Data<'EscalationSteppedUp'>): LiveEscalation {
  const barred = data.by === null || state.barred.includes(data.by) ? state.barred : [...state.barred, data.by];
  return { ...moved(state, data), barred };
}

function moved(
  state: OpenedEscalation,
  { level, holder, clocks, ifNobodyDecides }: Pick<EscalationCase, 'level' | 'holder' | 'clocks' | 'ifNobodyDecides'>,
): LiveEscalation {
  return { ...caseOf(state), level, holder, clocks, ifNobodyDecides, warned: false, status: 'open' };
}

function renewed(state: OpenedEscalation, until: string): OpenedEscalation {
  const renewal = (inHand: InHand): InHand => (inHand.status === 'claimed' ? { ...inHand, timeBoxUntil: until } : inHand);
  if (state.status === 'snoozed') return { ...state, underneath: renewal(state.underneath) };
  return { ...caseOf(state), ...renewal(inHandOf(state)) };
}

// Somebody has seen it, so the acknowledge clock does not run again for the next.
function seen(inHand: InHand): InHand {
  return inHand.status === 'open' ? inHand : { status: 'acknowledged', by: inHand.by };
}
