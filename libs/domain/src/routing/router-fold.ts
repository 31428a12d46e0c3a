import type { DomainEvent } from '../catalogue.js';
import type { Recorded } from '../event.js';
import type { Step } from './routed.js';

/** All that the router keeps of the log: plain data (maps, lists, numbers, strings), no personal field. */
export interface RouterState {
  /** Log time: the latest `recordedAt` so far. */
  now: string;
}

/** The state before the first event. */
export function initialRouterState(): RouterState {
  return { now: '' };
}

const NOTHING: Step = { routes: [], escalations: [], callSheets: [], met: null };

/**
 * Folds one event of the log into the state (in place: there is one fold, in log order) and says what follows from it. The same
 * events give the same steps, whatever was appended between them by the router itself.
 */
export function step(state: RouterState, event: Recorded<DomainEvent>): Step {
  if (event.recordedAt > state.now) state.now = event.recordedAt;
  return NOTHING;
}
