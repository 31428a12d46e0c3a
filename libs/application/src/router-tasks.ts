import type { CallSheetCommand, EscalationCommand } from '#domain';
import type { CallSheetMove, EscalationKey, EscalationMove, Routed, Step } from '#domain/routing/routed';
import type { RouterState } from '#domain/routing/router-state';
import type { RecordedEvent } from '#event-store';
import { derivedId } from './ids.js';

/** A fact has changed: who snoozed the escalation until then wants to know. */
export interface Wake {
  readonly move: 'wake';
  readonly escalation: EscalationKey;
}

/** What is known of the event that asks for it, as long as it is not done. */
type Cause = Pick<RecordedEvent, 'id' | 'correlationId' | 'origin'>;

/** Something that the fold asks for: a route to be recorded, or a command to a stream that follows from it. */
export type Task = {
  /** Id of the event, or of the command, that does it: by this it is known in the log. */
  readonly id: string;
  /** The stream it is done in, and that stream's id part. */
  readonly stream: string;
  readonly target: string;
  /** It is the first of its stream. */
  readonly opens: boolean;
  /** Tasks of one queue are done one after another: those of an issue, or of a call sheet. */
  readonly queue: string;
  readonly cause: Cause;
} & (
  | { readonly kind: 'route'; readonly routed: Routed }
  | { readonly kind: 'escalation'; readonly move: EscalationMove | Wake }
  | { readonly kind: 'callSheet'; readonly move: CallSheetMove }
);

function routeId(triggerId: string, issue: string): string {
  return derivedId(triggerId, `route/${issue}`);
}

function escalationId({ triggerId, issue }: EscalationKey): string {
  return derivedId(routeId(triggerId, issue), 'escalation');
}

function callSheetId(putForwardId: string): string {
  return derivedId(putForwardId, 'callsheet');
}

/** What a step asks for, in the order in which it is to be done. `state` is the one after it. */
export function tasksOf(step: Step, event: RecordedEvent, state: RouterState): readonly Task[] {
  if (step.routes.length + step.escalations.length + step.callSheets.length === 0) return [];
  const { id, correlationId, origin } = event;
  const cause: Cause = { id, correlationId, ...(origin === undefined ? undefined : { origin }) };
  return [
    ...step.routes.map((routed) => routeTask(routed, cause)),
    ...step.escalations.map((move) => escalationTask(move, cause)),
    ...wakesOf(step, event, state).map((move) => escalationTask(move, cause)),
    ...step.callSheets.map((move) => callSheetTask(move, cause)),
  ];
}

/** Escalations that were there before and whose case was routed anew because of something else than time. */
function wakesOf({ routes, escalations }: Step, { type }: RecordedEvent, { cases }: RouterState): readonly Wake[] {
  if (type === 'RouteReviewDue') return [];
  return routes.flatMap(({ issue, body }) => {
    const key = cases.get(issue)?.escalation?.key;
    const isNew = escalations.some(({ move, escalation }) => move === 'open' && escalation === key);
    return key === undefined || isNew || !body.changed ? [] : [{ move: 'wake', escalation: key }];
  });
}

function routeTask(routed: Routed, cause: Cause): Task {
  const { issue, triggerId, revision } = routed;
  const at = { stream: `routing-${issue}`, target: issue, opens: revision === 0, queue: issue };
  return { kind: 'route', id: routeId(triggerId, issue), ...at, cause, routed };
}

function escalationTask(move: EscalationMove | Wake, cause: Cause): Task {
  const target = escalationId(move.escalation);
  const at = { stream: `escalation-${target}`, target, opens: move.move === 'open', queue: move.escalation.issue };
  return { kind: 'escalation', id: derivedId(cause.id, `${move.move}/${target}`), ...at, cause, move };
}

function callSheetTask(move: CallSheetMove, cause: Cause): Task {
  const target = callSheetId(move.putForwardId);
  const at = { stream: `callsheet-${target}`, target, opens: move.move === 'open', queue: target };
  return { kind: 'callSheet', id: derivedId(cause.id, `${move.move}/${target}`), ...at, cause, move };
}

/** The command that makes an escalation follow. */
export function escalationCommand(move: EscalationMove | Wake): EscalationCommand {
  switch (move.move) {
    case 'open':
      return { type: 'OpenEscalation', ...move.data };
    case 'follow':
      return { type: 'FollowRoute', route: move.route, moves: move.moves, to: move.to };
    case 'close':
      return { type: 'CloseForIssue' };
    case 'wake':
      return { type: 'EndSnooze', because: 'fact' };
  }
}

export function callSheetCommand(move: CallSheetMove): CallSheetCommand {
  return move.move === 'open' ? { type: 'OpenCallSheet', ...move.data } : { type: 'CloseCallSheet', because: move.because };
}
