import { unreachable } from '../decider.js';
import { BrokenHistory } from '../errors.js';
import type { Personal } from '../personal.js';
import type { IntakeMapping } from './intake-mapping.js';

/** A machine that reports: what it is called, in whose name it files, how often it may, and how its messages are read. */
export interface Source {
  readonly name: string;
  /** The person with the role service in whose name its issues are filed. */
  readonly feed: string;
  /** Messages that are taken in a minute. */
  readonly perMinute: number;
  readonly mapping: IntakeMapping;
}

/**
 * What a source proves itself with. A `token` is sent, so that a hash of it is enough (SHA-256, hex). A `signature` is made with a secret that
 * both know: it is kept as a ciphertext that only the organisation's own secret opens.
 */
export interface SourceKey {
  readonly keyId: string;
  readonly use: 'token' | 'signature';
  readonly proof: string;
  readonly label: string;
}

/** Stream `source-<code>`. */
export type SourceEvent =
  | { readonly type: 'SourceRegistered'; readonly data: Source }
  | { readonly type: 'SourceChanged'; readonly data: Source }
  | { readonly type: 'SourceKeyIssued'; readonly data: SourceKey }
  | { readonly type: 'SourceKeyRevoked'; readonly data: { readonly keyId: string } }
  | { readonly type: 'SourceClosed'; readonly data: { readonly reason: Personal } };

/** `keys`: those that open. A source that is closed has none, and its code is never used again. */
export type SourceState =
  | { readonly status: 'none' }
  | (Source & { readonly status: 'open' | 'closed'; readonly keys: readonly SourceKey[]; readonly revokedKeys: readonly string[] });

export type OpenSource = Extract<SourceState, Source>;

export function evolveSource(state: SourceState, event: SourceEvent): SourceState {
  if (event.type === 'SourceRegistered') return { status: 'open', ...event.data, keys: [], revokedKeys: [] };
  if (state.status === 'none') throw new BrokenHistory(event.type, state.status);
  switch (event.type) {
    case 'SourceChanged':
      return { ...state, ...event.data };
    case 'SourceKeyIssued':
      return { ...state, keys: [...state.keys, event.data] };
    case 'SourceKeyRevoked': {
      const { keyId } = event.data;
      return { ...state, keys: state.keys.filter((key) => key.keyId !== keyId), revokedKeys: [...state.revokedKeys, keyId] };
    }
    case 'SourceClosed':
      return { ...state, status: 'closed', keys: [], revokedKeys: [...state.revokedKeys, ...state.keys.map(({ keyId }) => keyId)] };
    default:
      return unreachable(event);
  }
}
