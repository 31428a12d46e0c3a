import type { EventShape } from './event.js';
import type { Instant } from './instant.js';
import type { Actor } from './person/rights.js';

export { actorId, type Actor } from './person/rights.js';

/**
 * One noun's rules, pure: what a state becomes by an event, and what a command makes of a state. `decide` returns the events to
 * append or throws a `DomainError`; it never looks at a clock, an id generator or the network. Everything else that it needs to
 * know comes in the context (`X`), which the application loads from other streams.
 */
export interface Decider<Command, Event extends EventShape, State, X extends Context = Context> {
  readonly initial: State;
  evolve(state: State, event: Event): State;
  /** Throws `NotFound` for an actor who may not know of the thing. `decide` asks it first; so does who compares revisions. */
  requireSight?(command: Command, state: State, context: X): void;
  decide(command: Command, state: State, context: X): readonly Event[];
}

/** What every decision may know besides the state. */
export interface Context {
  /** The instant at which the command was accepted; becomes `recordedAt`. */
  readonly now: Instant;
  readonly actor: Actor;
}

/** Folds events into a state. */
export function fold<Event extends EventShape, State>(
  decider: { readonly initial: State; evolve(state: State, event: Event): State },
  events: Iterable<Event>,
): State {
  let state = decider.initial;
  for (const event of events) state = decider.evolve(state, event);
  return state;
}

/** The branch of a switch that cannot be reached: a new case that nobody handled does not compile. */
export function unreachable(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
