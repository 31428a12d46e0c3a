import type { FastifyRequest } from './fastify.js';
import { HttpProblem } from './problem.js';

/** One value of a header, if it is there. @throws HttpProblem it does not look as it must */
export function headerOf({ headers }: FastifyRequest, name: string, shape: RegExp, rule: string): string | undefined {
  const value = headers[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || !shape.test(value)) throw new HttpProblem('invalid-header', `${name} ${rule}`, { field: name });
  return value;
}

/** What makes a repetition of a command known. */
export function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  return headerOf(request, 'idempotency-key', /^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 visible characters');
}

/** The revision at which the caller saw what they act on; `*` says any. */
export function expectedRevisionOf(request: FastifyRequest): number | undefined {
  const etag = headerOf(request, 'if-match', /^(\*|"\d{1,15}")$/, 'must be one ETag, such as "3", or *');
  return etag === undefined || etag === '*' ? undefined : Number(etag.slice(1, -1));
}

/** Seconds that the caller is ready to wait for what follows (RFC 7240). What is not understood is ignored, as the RFC asks. */
export function secondsToWait({ headers }: FastifyRequest): number | undefined {
  const seconds = /(?:^|[,\s])wait=(\d{1,4})(?=$|[,;\s])/i.exec(String(headers['prefer'] ?? ''))?.[1];
  return seconds === undefined ? undefined : Math.min(Number(seconds), MOST_SECONDS);
}

/** Longer than this no request is held. */
const MOST_SECONDS = 30;
