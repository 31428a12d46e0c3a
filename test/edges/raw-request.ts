import { Agent, request as send } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Json } from '../e2e/client.js';

/** A request as it goes over the wire: nothing of it is tidied up on the way. */
export interface RawRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Uint8Array;
  /** Sent in pieces, without saying how long it is. */
  readonly chunked?: true;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed where it is JSON. */
  readonly body: Json;
}

const agent = new Agent({ keepAlive: true, maxSockets: 4 });

export async function sendRaw(base: string, { method, path, headers, body, chunked }: RawRequest): Promise<RawAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  const { hostname, port } = new URL(base);
  const length = body === undefined || chunked === true ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const outgoing = send({ hostname, port, method, path, headers: { ...length, ...headers }, agent, insecureHTTPParser: false });
  outgoing.on('response', (incoming) => {
    buffer(incoming).then((bytes) => {
      const text = bytes.toString();
      const isJson = (incoming.headers['content-type'] ?? '').includes('json') && text !== '';
      resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: isJson ? JSON.parse(text) : text });
    }, reject);
  });
  outgoing.on('error', reject);
  outgoing.end(body);
  return promise;
}

/** Lets go of the connections that were kept. */
export function closeConnections(): void {
  agent.destroy();
}
