import type { DomainEvent } from '../../catalogue.js';
import type { EventShape, Recorded } from '../../event.js';
import type { CallSheetMove, EscalationMove, MetRoute } from '../routed.js';
import type { RouterState } from '../router-state.js';
import type { Case } from '../v1/case.js';

/** What an event leads to, before its cases are routed. */
export interface Consequence {
  /** Cases to route. `isReview`: a route that says the same as before records only that. */
  readonly cases?: readonly Case[];
  readonly isReview?: boolean;
  readonly escalations?: readonly EscalationMove[];
  readonly callSheets?: readonly CallSheetMove[];
  readonly met?: MetRoute;
}

/** Folds one event into the state; null: nothing follows. */
export type Handler<E extends EventShape> = (state: RouterState, event: Recorded<E>) => Consequence | null;

/** One handler for each of the types. */
export type Handlers<E extends DomainEvent> = { readonly [T in E['type']]: Handler<Extract<E, { readonly type: T }>> };

/** For events that routing does not look at. */
export const ignored = (): null => null;

/** The case is to be routed anew. */
export function routed(of: Case): Consequence {
  return { cases: [of] };
}

/** The cases are to be looked at again. */
export function reviewed(cases: readonly Case[]): Consequence | null {
  return cases.length === 0 ? null : { cases, isReview: true };
}

/** The undecided cases of those ids. */
export function undecided(state: RouterState, ids: Iterable<string>): Case[] {
  const cases: Case[] = [];
  for (const id of ids) {
    const of = state.cases.get(id);
    if (of?.status === 'open') cases.push(of);
  }
  return cases;
}
