import type { DomainEvent } from '../catalogue.js';
import type { Recorded } from '../event.js';
import { toMinute } from '../instant.js';
import type { Consequence, Handler, Handlers } from './fold/consequence.js';
import { ESCALATION_EVENTS } from './fold/escalation-events.js';
import { ISSUE_EVENTS } from './fold/issue-events.js';
import { CALL_SHEET_EVENTS, PARTNER_EVENTS } from './fold/partner-events.js';
import { PEOPLE_EVENTS } from './fold/people-events.js';
import { REFERENCE_EVENTS } from './fold/reference-events.js';
import { ROUTING_EVENTS } from './fold/routing-events.js';
import type { EscalationMove, Routed, Step } from './routed.js';
import type { RouterState } from './router-state.js';
import { routeCase } from './v1/route-case.js';
import type { Trigger } from './v1/trigger.js';

const EVENTS: Handlers<DomainEvent> = {
  ...REFERENCE_EVENTS,
  ...PEOPLE_EVENTS,
  ...PARTNER_EVENTS,
  ...CALL_SHEET_EVENTS,
  ...ISSUE_EVENTS,
  ...ESCALATION_EVENTS,
  ...ROUTING_EVENTS,
};
// Each handler stands under the type that it is written for.
const HANDLERS = new Map(Object.entries(EVENTS)) as unknown as ReadonlyMap<string, Handler<DomainEvent>>;

/** Every type of event that the log may hold. */
export const EVENT_TYPES: ReadonlySet<string> = new Set(HANDLERS.keys());

export { initialRouterState, type RouterState } from './router-state.js';

const ROUTER = 'system:router';
const NOTHING: Step = { routes: [], escalations: [], callSheets: [], met: null };

/**
 * Folds one event of the log into the state (in place: there is one fold, in log order) and says what follows from it. The same
 * events give the same steps, whatever was appended between them by the router itself. Throws `UnknownEvent` for a type it does not know.
 */
export function step(state: RouterState, event: Recorded<DomainEvent>): Step {
  const handler = HANDLERS.get(event.type);
  if (handler === undefined) throw new UnknownEvent(event.type);
  // The router's own events come when it gets to them: if they moved the time, its lag would be a fact.
  if (event.actor !== ROUTER && event.recordedAt > state.now) {
    state.now = event.recordedAt;
    state.minute = toMinute(event.recordedAt);
  }
  if (event.type !== 'IssueRouted') state.folded.set(event.type, (state.folded.get(event.type) ?? 0) + 1);
  const consequence = handler(state, event);
  return consequence === null ? NOTHING : stepOf(state, event, consequence);
}

function stepOf(state: RouterState, event: Recorded<DomainEvent>, consequence: Consequence): Step {
  const { cases = [], isReview = false, escalations = [], callSheets = [], met = null } = consequence;
  if (cases.length === 0) return { routes: [], escalations, callSheets, met };
  const trigger: Trigger = { id: event.id, at: { stream: event.stream, revision: event.revision }, isReview };
  const routes: Routed[] = [];
  const moves: EscalationMove[] = [...escalations];
  for (const of of cases) {
    const outcome = routeCase(state, of, trigger);
    if (outcome === null) continue;
    routes.push(outcome.routed);
    moves.push(...outcome.moves);
    const unmet = state.unmet.get(of.id);
    if (unmet === undefined) state.unmet.set(of.id, [outcome.routed]);
    else unmet.push(outcome.routed);
  }
  return { routes, escalations: moves, callSheets, met };
}

/** The log holds a type of event that this version does not know: another version wrote it. */
export class UnknownEvent extends Error {
  constructor(type: string) {
    super(`the router does not know the event ${type}`);
    this.name = 'UnknownEvent';
  }
}
