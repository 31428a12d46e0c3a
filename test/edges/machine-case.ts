import type { Json } from '../e2e/client.js';
import type { RawRequest } from './raw-request.js';

/** A message of a machine, before it is put on the wire. */
export interface Said {
  readonly method: string;
  readonly path: string;
  readonly says: Json;
  /** In place of `says`, as bytes: signed like it, where messages are signed. */
  readonly bytes?: string | Uint8Array;
  /** In place of all that was signed. */
  readonly instead?: string | Uint8Array;
  /** Beside and in place of what the sender itself adds; null: left out. */
  readonly headers: Readonly<Record<string, string | null>>;
  readonly chunked?: true;
}

type Change = (said: Said) => Partial<Said>;

/** How a message is refused: problem details, or the body by which the protocol itself refuses. */
export interface Refused {
  readonly status: number;
  readonly type: 'application/problem+json' | 'application/json';
  /** Each of these stands in the body as it stands here; `undefined`: it is not there. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One change to a message that is taken as it is. */
export interface MachineCase {
  readonly at: string;
  readonly change: Change;
  readonly refused: Refused;
  /** Makes another message of the sender's usual one first, which is taken too. */
  readonly of?: Change;
}

export interface Sender {
  readonly route: string;
  readonly cases: readonly MachineCase[];
  /** A message that files an issue of its own. */
  readonly said: (number: number) => Said;
  /** What the sender adds to the bytes of that message. */
  readonly sends: (bytes: string | Uint8Array, number: number) => Readonly<Record<string, string>>;
}

export const problem = (status: number, code: string, field?: string, more: Partial<Refused['body']> = {}): Refused => ({
  status,
  type: 'application/problem+json',
  body: { type: `/problems/${code}`, status, field, ...more },
});

export function wireOf({ method, path, says, bytes, instead, headers, chunked }: Said, number: number, sends: Sender['sends']): RawRequest {
  const signed = bytes ?? JSON.stringify(says);
  const all = Object.entries({ ...sends(signed, number), ...headers }).filter((one): one is [string, string] => one[1] !== null);
  return { method, path, headers: Object.fromEntries(all), body: instead ?? signed, ...(chunked === undefined ? {} : { chunked }) };
}

/** Other values for parts of an object that is said. */
export const saying =
  (parts: object): Change =>
  ({ says }) => ({ says: { ...says, ...parts } });

export const withHeaders =
  (headers: Said['headers']): Change =>
  ({ headers: before }) => ({ headers: { ...before, ...headers } });

/** Objects within each other. */
export const nested = (depth: number): object => (depth === 0 ? {} : { in: nested(depth - 1) });
