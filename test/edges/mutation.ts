import fc from 'fast-check';
import type { Operation } from './api.js';
import type { RawRequest } from './raw-request.js';

/** A request that succeeds where it is given, before anything of it is changed. */
export interface Twin {
  readonly operation: Operation;
  /** Of the path, by name. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** null: none is sent, or the operation's file. */
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** The twin with one change, and how it has to be refused. */
export interface Case {
  /** What was changed, in a few words: the same words for the same change on every route. */
  readonly mutation: string;
  /** Where. */
  readonly at: string;
  readonly request: RawRequest;
  /** `field` null: the refusal names none. */
  readonly expected: { readonly status: number; readonly type: string; readonly field: string | RegExp | null };
}

export type Mutate = (twin: Twin, pick: Pick) => readonly Case[];

/** Values of an arbitrary, by a seed that moves on with each. */
export type Pick = <T>(values: fc.Arbitrary<T>, count?: number) => readonly T[];

export function pickerOf(seed: number): Pick {
  let moved = 0;
  return (values, count = 1) => fc.sample(values, { seed: seed + moved++, numRuns: count });
}

/** The twin as it goes over the wire. */
export function requestOf(twin: Twin): RawRequest {
  const { operation, body, headers } = twin;
  const bytes = body === null ? operation.file : JSON.stringify(body);
  const sent = bytes === null ? {} : { body: bytes };
  const type: Record<string, string> = bytes === null ? {} : { 'content-type': body === null ? 'text/csv' : 'application/json' };
  return { method: operation.method, path: addressOf(twin), headers: { ...type, ...headers }, ...sent };
}

export function addressOf({ operation, params, query }: Pick3): string {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? name));
  const asked = new URLSearchParams(query).toString();
  return asked === '' ? path : `${path}?${asked}`;
}
type Pick3 = { readonly operation: Operation; readonly params: Twin['params']; readonly query: Twin['query'] };

export const refused = (status: number, type: string, field: Case['expected']['field'] = null): Case['expected'] => ({
  status,
  type: `/problems/${type}`,
  field,
});

/** That field, or something inside of it. */
export const within = (field: string): RegExp => new RegExp(`^${field.replace(/[.[\]]/g, '\\$&')}([.[].*)?$`);
