import type { Position, RecordedEvent } from '#event-store';
import type { Claim } from './claim.js';

/** Ids that follow from the command: the same again when it is repeated with its key. */
export interface CommandIds {
  /** The id part of the target stream. */
  readonly target: string;
  derived(name: string): string;
}

/** How a repetition of a command is known. */
export type Identity =
  /** The Idempotency-Key of a caller. */
  | { readonly key: string }
  /** A process manager's own: a UUIDv5 of the event that it answers. */
  | { readonly commandId: string };

export interface CommandRequest<Command> {
  /** The id part of the target stream; null: a new one, which the key fixes. */
  readonly id: string | null;
  /** A function where it needs an id that the application makes. */
  readonly command: Command | ((ids: CommandIds) => Command);
  readonly claim: Claim;
  /** null: a repetition would be another command. */
  readonly identity: Identity | null;
  /** Ties together what one request or one cause led to; the command's own id where it is left out. */
  readonly correlationId?: string;
  /** `If-Match`: the revision at which the caller saw the stream. */
  readonly expectedRevision?: number;
  /** Id of the import or demo that brings it. */
  readonly origin?: string;
  /** People whom its free text is about, besides its author: erasing one of them asks for a redacted copy first. */
  readonly mentions?: readonly string[];
}

/** A request as it is tried, perhaps several times. */
export interface Given<Command> extends Omit<CommandRequest<Command>, 'command'> {
  readonly id: string;
  readonly stream: string;
  readonly command: Command;
  readonly commandId: string;
  /** Of what the command says; undefined where a repetition is not looked for by what it says. */
  readonly hash: string | undefined;
  readonly eventId: (n: number) => string;
  /** The id was made for this very command, so that its stream cannot be there yet. */
  readonly isNew: boolean;
}

/** What an accepted command did; the same again when it is repeated with its key. */
export interface Accepted {
  /** The id part of the stream. */
  readonly id: string;
  readonly stream: string;
  /** Of the command's last event; where nothing was to be added, of the stream (−1: it does not exist). */
  readonly revision: number;
  readonly events: readonly RecordedEvent[];
  /** Of that event in the log: what a query waits for. null: nothing was added, and the stream is empty. */
  readonly position: Position | null;
  readonly index: number | null;
}
