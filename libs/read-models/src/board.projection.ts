import { evolveEscalation, evolveIssue, type EscalationEvent, type EscalationState, type FullRoute, type IssueEvent } from '#domain';
import { boardRow, summaryOf, type BoardedIssue } from './board.row.js';
import { boardTable } from './board.table.js';
import { asksAnew, isLive } from './escalated.js';
import { idOf, type Entry, type EntryOf, type Projection } from './store/projection.js';
import { refsOf } from './store/sealed.js';
import { States, stateTable } from './store/states.js';
import type { TemporalRows } from './store/temporal-rows.js';

const boardState = stateTable('board_state');

type BoardStates = States<{ readonly 'issue-': BoardedIssue; readonly 'escalation-': EscalationState }>;

/** Follows every issue through its own events, its routes and its newest escalation. */
export const boardProjection: Projection = {
  name: 'board',
  version: 1,
  tables: [boardTable, boardState],
  async apply(entries, workingSet) {
    const own = entries.filter(({ stream }) => /^(issue|routing|escalation)-/.test(stream));
    const states: BoardStates = new States(workingSet.keyed(boardState));
    const rows = workingSet.temporal(boardTable);
    await load(own, states, rows);
    for (const entry of own) {
      const issue = apply(entry, states);
      if (issue === null) continue;
      const boarded = states.get('issue-', issue) as BoardedIssue;
      const escalation = boarded.escalation === null ? null : states.get('escalation-', boarded.escalation);
      rows.set(boardRow(issue, boarded, escalation), entry.index);
    }
    states.save();
  },
};

async function load(entries: readonly Entry[], states: BoardStates, rows: TemporalRows<typeof boardTable>): Promise<void> {
  const escalations = entries.filter(({ stream }) => stream.startsWith('escalation-')).map(({ stream }) => idOf(stream));
  await states.load(escalations.map((id) => `escalation-${id}`));
  const issues = new Set(entries.filter(({ stream }) => !stream.startsWith('escalation-')).map(({ stream }) => idOf(stream)));
  for (const entry of entries) if (entry.type === 'EscalationOpened') issues.add(entry.data.issue);
  for (const id of escalations) {
    const escalation = states.get('escalation-', id);
    if (escalation !== null && escalation.status !== 'none') issues.add(escalation.issue);
  }
  await states.load([...issues].map((id) => `issue-${id}`));
  const newest = [...issues].map((id) => states.get('issue-', id)?.escalation ?? null).filter((id) => id !== null);
  await states.load(newest.map((id) => `escalation-${id}`));
  await rows.load(issues);
}

/** Folds one entry; the issue whose row it may have changed. */
function apply(entry: Entry, states: BoardStates): string | null {
  if (entry.type === 'IssueRouted') return entry.data.changed ? routed(entry.data, states) : null;
  if (entry.stream.startsWith('issue-')) return changed(entry as Entry<IssueEvent>, states);
  return escalated(entry as Entry<EscalationEvent>, states);
}

function changed(entry: Entry<IssueEvent>, states: BoardStates): string {
  const id = idOf(entry.stream);
  const before = states.get('issue-', id);
  const next = before === null ? filed(entry as EntryOf<'IssueFiled'>) : { ...before, issue: evolveIssue(before.issue, entry) };
  const escalation = next.escalation === null ? null : states.get('escalation-', next.escalation);
  states.set('issue-', id, { ...next, ...marks(entry, next), escalation: asksAnew(entry) && !isLive(escalation) ? null : next.escalation });
  return id;
}

function filed(entry: EntryOf<'IssueFiled'>): BoardedIssue {
  const filing = { by: entry.actor, at: entry.recordedAt, index: entry.index };
  return {
    issue: evolveIssue({ status: 'none' }, entry),
    filed: filing,
    closed: null,
    title: refsOf(entry)('title'),
    route: null,
    escalation: null,
  };
}

/** What the deciders' state does not keep. */
function marks(entry: Entry<IssueEvent>, { title }: BoardedIssue): Partial<BoardedIssue> {
  switch (entry.type) {
    case 'IssueAmended':
      return { title: refsOf(entry)('title') ?? title };
    case 'IssueReopened':
      return { closed: null };
    case 'IssueResolved':
    case 'IssueWithdrawn':
    case 'IssueLinkedAsDuplicate':
      return { closed: { at: entry.recordedAt, index: entry.index } };
    default:
      return {};
  }
}

function routed(route: FullRoute, states: BoardStates): string {
  const boarded = states.get('issue-', route.issue) as BoardedIssue;
  states.set('issue-', route.issue, { ...boarded, route: summaryOf(route) });
  return route.issue;
}

function escalated(entry: Entry<EscalationEvent>, states: BoardStates): string | null {
  const id = idOf(entry.stream);
  const state = evolveEscalation(states.get('escalation-', id) ?? { status: 'none' }, entry);
  states.set('escalation-', id, state);
  if (state.status === 'none') return null;
  const boarded = states.get('issue-', state.issue) as BoardedIssue;
  if (entry.type === 'EscalationOpened') states.set('issue-', state.issue, { ...boarded, escalation: id });
  else if (boarded.escalation !== id) return null;
  return state.issue;
}
