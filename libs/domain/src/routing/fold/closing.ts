import { ASSUMED_WEEK, between } from '../../calendar/working-time.js';
import { idOf } from '../../event.js';
import { MINUTES_PER_DAY } from '../../instant.js';
import type { EscalationMove } from '../routed.js';
import type { RouterState } from '../router-state.js';
import type { Case, Closing } from '../v1/case.js';
import { classOf, patternKey, remedyKey, rowKey } from '../v1/facts.js';
import { forget, learn, noRemedyTimes, type RemedyTimes } from '../v1/remedy-times.js';
import { addSuccess, clearSuccesses, noSuccesses, removeSuccess, type Successes } from '../v1/successes.js';
import { commitAmount, commitAsk, endEscalation, index } from '../v1/case-turns.js';
import type { Consequence } from './consequence.js';

/** Closes a case: nothing is left to decide. Calls, and what sent it down, end with it. */
export function closeCase(state: RouterState, { stream, type }: { readonly stream: string; readonly type: string }): Consequence | null {
  const of = state.cases.get(idOf('issue-', stream));
  if (of === undefined || of.status === 'closed') return null;
  const escalations: EscalationMove[] = of.escalation === null ? [] : [{ move: 'close', escalation: of.escalation.key }];
  if (of.status === 'open') index(state, of, false);
  of.status = 'closed';
  endEscalation(state, of);
  of.mine = of.delegate = of.sentDown = of.decided = of.gist = null;
  of.closing ??= { at: state.minute, remedy: null, success: null, row: null };
  // Filed by mistake, or twice: then its ask was none of its own.
  if (type !== 'IssueResolved') commitAmount(state, of, 0);
  return escalations.length === 0 ? null : { escalations };
}

/** What a resolution teaches: how long it took at L1, that L1 can do it, and how often in a row a critical detail went right. */
export function countResolution(state: RouterState, of: Case, outcome: 'fixed' | 'accepted' | 'failed', revision: number): void {
  const theClass = classOf(state, of);
  const isWell = outcome !== 'failed';
  const isByFirst = isWell && !of.wasAbove;
  const closing: Closing = {
    at: state.minute,
    remedy: isByFirst ? learnRemedy(state, of, remedyKey(of, theClass)) : null,
    success: isByFirst ? patternKey(of, theClass) : null,
    row: rowKey(of),
  };
  if (closing.success !== null) addSuccess(listAt(state.successes, closing.success), of.id, revision, state.minute);
  if (closing.row !== null) {
    const row = listAt(state.rows, closing.row);
    // A critical detail is handled above L1 by its floor: what counts here is that it went right.
    if (isWell) addSuccess(row, of.id, revision, state.minute);
    else clearSuccesses(row);
  }
  of.closing = closing;
}

/** Undoes a closing. What comes back before it has settled was no success, and breaks its detail's row. */
export function reopenCase(state: RouterState, of: Case): void {
  const { closing } = of;
  const policy = of.policy === null ? undefined : state.policies.byHash.get(of.policy);
  const settles = (policy?.successSettlesAfterDays ?? 0) * MINUTES_PER_DAY;
  if (closing !== null && state.minute < closing.at + settles) {
    if (closing.success !== null) removeSuccess(listAt(state.successes, closing.success), of.id, closing.at);
    if (closing.remedy !== null) forget(remedyAt(state, closing.remedy.key), closing.remedy.bin);
    if (closing.row !== null) clearSuccesses(listAt(state.rows, closing.row));
  }
  of.closing = null;
  of.status = 'open';
  of.heldSince = state.minute;
  index(state, of, true);
  commitAsk(state, of);
}

function learnRemedy(state: RouterState, of: Case, key: string): Closing['remedy'] {
  const calendar = state.programmes.get(of.programme)?.calendar ?? '';
  const time = state.calendars.get(calendar) ?? ASSUMED_WEEK;
  return { key, bin: learn(remedyAt(state, key), between(time, of.filedAt, state.minute)) };
}

function remedyAt({ remedies }: RouterState, key: string): RemedyTimes {
  let times = remedies.get(key);
  if (times === undefined) remedies.set(key, (times = noRemedyTimes()));
  return times;
}

function listAt(all: Map<string, Successes>, key: string): Successes {
  let list = all.get(key);
  if (list === undefined) all.set(key, (list = noSuccesses()));
  return list;
}
