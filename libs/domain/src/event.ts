import type { Instant } from './instant.js';

/** Where an event stands: the address by which others cite it. */
export interface EventRef {
  readonly stream: string;
  readonly revision: number;
}

/** What every event type of the domain is made of. */
export interface EventShape {
  readonly type: string;
  readonly data: object;
}

/** An event with the part of its envelope that a fold may use. Personal fields are sealed; no fold reads them. */
export type Recorded<E extends EventShape> = E & {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly recordedAt: Instant;
  readonly actor: string;
};

/** The id part of a stream name: `idOf('issue-', 'issue-42')` is `42`. */
export function idOf(prefix: string, stream: string): string {
  return stream.slice(prefix.length);
}
