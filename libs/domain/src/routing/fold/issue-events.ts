import { idOf, type Recorded } from '../../event.js';
import { toMinute } from '../../instant.js';
import type { IssueEvent } from '../../issue/issue.js';
import type { RouterState } from '../router-state.js';
import { newCase, type Case } from '../v1/case.js';
import { restated } from '../v1/stated.js';
import { absenceAt } from '../v1/presence.js';
import { commitAsk, decide, holdAnew, index, undecide } from '../v1/case-turns.js';
import { closeCase, countResolution, reopenCase } from './closing.js';
import { ignored, routed, type Consequence, type Handlers } from './consequence.js';

type Of<T extends IssueEvent['type']> = Recorded<Extract<IssueEvent, { readonly type: T }>>;

export const ISSUE_EVENTS: Handlers<IssueEvent> = {
  IssueFiled: fileCase,
  IssueAmended: amendCase,
  IssueLinkedAsDuplicate: closeCase,
  NoteAdded: ignored,
  WorkAccepted: (state, event) => giveTo(state, event, event.data.by),
  IssueReassigned: (state, event) => giveTo(state, event, event.data.to),
  GoingUpRequested: askToGoUp,
  IssueCalled(state, event) {
    const of = caseOf(state, event);
    const { call, level, by, until } = event.data;
    return setCall(of, call, { level, by, until: until === null ? null : toMinute(until), source: sourceOf(event) });
  },
  CallEnded: (state, event) => setCall(caseOf(state, event), event.data.call, null),
  IssueDecided(state, event) {
    const of = caseOf(state, event);
    if (of === null || of.status === 'closed') return null;
    return { escalations: decide(state, of, null, event.data.commitmentMinor) };
  },
  IssueResolved(state, event) {
    const of = caseOf(state, event);
    if (of !== null && of.status !== 'closed') countResolution(state, of, event.data.outcome, event.revision);
    return closeCase(state, event);
  },
  IssueReopened(state, event) {
    const of = caseOf(state, event);
    if (of?.status !== 'closed') return null;
    reopenCase(state, of);
    return routed(of);
  },
  IssueWithdrawn: closeCase,
};

function caseOf(state: RouterState, { stream }: { readonly stream: string }): Case | null {
  return state.cases.get(idOf('issue-', stream)) ?? null;
}

function sourceOf({ stream, revision }: { readonly stream: string; readonly revision: number }): { stream: string; revision: number } {
  return { stream, revision };
}

function fileCase(state: RouterState, event: Of<'IssueFiled'>): Consequence {
  const id = idOf('issue-', event.stream);
  const of = newCase(id, event.actor, event.data, state.minute);
  state.cases.set(id, of);
  index(state, of, true);
  commitAsk(state, of);
  return routed(of);
}

function amendCase(state: RouterState, event: Of<'IssueAmended'>): Consequence | null {
  const of = caseOf(state, event);
  if (of === null || of.status === 'closed') return null;
  const { changes, region } = event.data;
  const isOpen = of.status === 'open';
  if (isOpen) index(state, of, false);
  of.stated = restated(of.stated, changes, region, event.revision);
  if (isOpen) index(state, of, true);
  // What was decided answered the former ask.
  if (!isOpen && changes.ask !== undefined) undecide(state, of);
  if (of.status === 'open') commitAsk(state, of);
  return routed(of);
}

function giveTo(state: RouterState, event: Of<'WorkAccepted' | 'IssueReassigned'>, person: string): Consequence | null {
  const of = caseOf(state, event);
  if (of === null || of.status === 'closed') return null;
  const former = of.owner;
  of.owner = person;
  of.ownerByHand = true;
  holdAnew(state, of);
  if (former === person) return null;
  handOff(state, of, former, event);
  return of.status === 'open' ? routed(of) : null;
}

/** A change of holder without a decision; not counted when the former one was away. */
export function handOff(
  { roster, minute }: RouterState,
  of: Case,
  former: string,
  event: { readonly stream: string; readonly revision: number },
): void {
  const person = roster.people.get(former);
  if (person !== undefined && absenceAt(person, minute) !== null) return;
  of.handOffs++;
  of.handedOffIn = sourceOf(event);
}

function askToGoUp(state: RouterState, event: Of<'GoingUpRequested'>): Consequence | null {
  const of = caseOf(state, event);
  if (of === null || of.status === 'closed') return null;
  if (of.status === 'decided') undecide(state, of);
  of.requests++;
  if (!of.askers.includes(event.actor)) of.askers = [...of.askers, event.actor];
  const { byLevel } = event.data;
  if (byLevel >= (of.roadblock?.fromLevel ?? 0)) of.roadblock = { fromLevel: byLevel, cause: 'asked', source: sourceOf(event) };
  return routed(of);
}

function setCall(of: Case | null, call: 'mine' | 'delegate', to: Case['mine']): Consequence | null {
  if (of === null || of.status === 'closed') return null;
  of[call] = to;
  return of.status === 'open' ? routed(of) : null;
}
