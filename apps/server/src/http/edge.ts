import type { Rate } from './rate-limit.js';

/** What stands between the server and the world. */
export interface Edge {
  /** null: plain HTTP, for this machine and for a proxy that speaks TLS. */
  readonly tls: TlsFiles | null;
  /** Addresses and networks of proxies, whose word about where a request comes from is taken; others' is not. */
  readonly proxies: readonly string[];
  readonly limits: Limits;
}

/** Paths of PEM files. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

export interface Limits {
  /** null: none. */
  readonly perToken: Rate | null;
  readonly perAddress: Rate | null;
  readonly connections: number;
  /** Until all headers have come, and until the whole request has. */
  readonly headersMs: number;
  readonly requestMs: number;
  /** How often connections are held against these two. */
  readonly checkMs: number;
}

/** Bytes of a request's line and headers together. */
export const MAX_HEADER_BYTES = 16 * 1024;
/** Characters of a path with its query. */
export const MAX_URL = 4096;

export const LIMITS: Limits = {
  perToken: null,
  perAddress: null,
  connections: 4096,
  headersMs: 10_000,
  requestMs: 30_000,
  checkMs: 2_000,
};

/** On this machine, without limits of rate. */
export const LOCAL_EDGE: Edge = { tls: null, proxies: [], limits: LIMITS };

/** True for an address, or a name, that only this machine reaches. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(host);
}
