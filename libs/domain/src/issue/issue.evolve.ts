import { unreachable } from '../decider.js';
import { BrokenHistory } from '../errors.js';
import type { Ask, FiledIssue, IssueCase, IssueEvent, IssueState, KnownAsk, KnownFacts } from './issue.js';

/** Folds one event of an issue. */
export function evolveIssue(state: IssueState, event: IssueEvent): IssueState {
  if (event.type === 'IssueFiled') return filed(event.data);
  if (state.status === 'none') throw new BrokenHistory(event.type, state.status);
  const next = changed(state, event);
  return { ...next, revision: state.revision + 1 };
}

type Filed = Extract<IssueEvent, { type: 'IssueFiled' }>;

function filed({
  programme,
  region,
  title: _title,
  description: _description,
  externalReference: _reference,
  lines: _lines,
  ...facts
}: Filed['data']): FiledIssue {
  const known = { ...facts, ask: knownAsk(facts.ask) };
  return { status: 'open', programme, region, facts: known, owner: null, calls: { mine: null, delegate: null }, revision: 0 };
}

/** The ask without its words: no rule may read them. */
export function knownAsk(ask: Ask | null): KnownAsk | null {
  if (ask === null) return null;
  const { recommendation: _recommendation, alternative, ...known } = ask;
  return { ...known, hasAlternative: alternative !== null };
}

function changed(state: FiledIssue, event: Exclude<IssueEvent, Filed>): FiledIssue {
  switch (event.type) {
    case 'IssueAmended':
      return amended(state, event.data);
    case 'NoteAdded':
      return state;
    case 'WorkAccepted':
      return { ...state, owner: { person: event.data.by, revision: state.revision + 1 } };
    case 'IssueReassigned':
      return { ...state, owner: { person: event.data.to, revision: state.revision + 1 } };
    case 'GoingUpRequested':
    case 'IssueReopened':
      return { ...caseOf(state), status: 'open' };
    case 'IssueCalled': {
      const { call, level, by, byLevel, until } = event.data;
      return { ...state, calls: { ...state.calls, [call]: { level, by, byLevel, until } } };
    }
    case 'CallEnded':
      return { ...state, calls: { ...state.calls, [event.data.call]: null } };
    case 'IssueDecided':
      return { ...caseOf(state), status: 'decided' };
    case 'IssueResolved':
      return { ...closed(state), status: 'resolved' };
    case 'IssueWithdrawn':
      return { ...closed(state), status: 'withdrawn' };
    case 'IssueLinkedAsDuplicate':
      return { ...closed(state), status: 'duplicate', of: event.data.of };
    default:
      return unreachable(event);
  }
}

function amended(state: FiledIssue, { changes, region }: Extract<IssueEvent, { type: 'IssueAmended' }>['data']): FiledIssue {
  const { ask, ...others } = changes;
  const facts: KnownFacts = { ...state.facts, ...others, ...(ask === undefined ? {} : { ask: knownAsk(ask) }) };
  const next = { ...state, facts, region: region === undefined ? state.region : region };
  // What was decided answered the former ask.
  return ask !== undefined && next.status === 'decided' ? { ...next, status: 'open' } : next;
}

function caseOf({ programme, region, facts, owner, calls, revision }: FiledIssue): IssueCase {
  return { programme, region, facts, owner, calls, revision };
}

// A call without an end lasts until the issue is closed.
function closed(state: FiledIssue): IssueCase {
  return { ...caseOf(state), calls: { mine: null, delegate: null } };
}
