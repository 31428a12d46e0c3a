import type { Context, Decider, EventShape } from '#domain';
import type { Directory } from './directory.js';
import type { Reservation } from './reservations.js';
import type { Standings } from './standings.js';
import type { Streams, View } from './streams.js';

/** What a context loader may look at. */
export interface Asked<Command, State> {
  readonly command: Command;
  /** The id part of the target stream. */
  readonly id: string;
  readonly state: State;
  /** Actor of the target stream's first event; null: there is none. */
  readonly startedBy: string | null;
  readonly base: Context;
  readonly streams: Streams;
  readonly directory: Directory;
  readonly standings: Standings;
}

/** A decider, where its streams are, and what it needs to know beside their states. */
export interface Noun<Command extends { readonly type: string }, Event extends EventShape, State, X extends Context> {
  readonly name: string;
  readonly rules: View<Event, State> & Decider<Command, Event, State, X>;
  /** The id that a command itself names. Where it names none, the request does. */
  idOf?(command: Command): string;
  context(asked: Asked<Command, State>): Promise<Omit<X, keyof Context>>;
  /** What an event claims, to be reserved before it is appended. */
  reserves?(event: Event): Pick<Reservation, 'what' | 'value'> | null;
  /** Events whose personal fields are attributes of the one whose stream it is, and nobody else's words. */
  readonly identity?: readonly Event['type'][];
}

export type AnyCommand = { readonly type: string };
/** A noun whose types were forgotten: what it is given comes from where they were known. */
export type AnyNoun = Noun<AnyCommand, EventShape, unknown, Context>;
/** One of the nouns, as its own type. */
export type SomeNoun = { readonly name: string; readonly rules: { decide(...of: never[]): readonly EventShape[] } };
export type CommandOf<N extends SomeNoun> = N['rules'] extends { decide(command: infer Command, ...rest: never[]): unknown }
  ? Command
  : never;

/** Lets the parts of a noun be inferred from its decider. */
export function noun<Command extends AnyCommand, Event extends EventShape, State, X extends Context>(
  parts: Noun<Command, Event, State, X>,
): Noun<Command, Event, State, X> {
  return parts;
}
