import { HttpException } from '@nestjs/common';
import { DomainError, PolicyRefused } from '#domain';
import { AppendTooLarge, EventStoreError, EventTooLarge } from '#event-store';
import { NotCanonical } from '#ledger';
import { ReadModelsAway } from '#read-models';
import { VaultError } from '#vault';
import { HttpProblem, refusal, refusalOf, type ProblemCode, type Refusal } from './problem.js';

const STATUS_OF_KIND: Readonly<Record<DomainError['kind'], number>> = { invalid: 422, forbidden: 403, conflict: 409, missing: 404 };

/** Errors whose kind says less than HTTP has a word for. */
const STATUS_OF_ERROR: Readonly<Record<string, number>> = {
  'not-authenticated': 401,
  'revision-mismatch': 412,
  'invalid-cursor': 400,
  'not-caught-up': 503,
};

const AGAIN_SOON = { 'retry-after': '1' };
const HEADERS_OF_ERROR: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'not-authenticated': { 'www-authenticate': 'Bearer realm="gravitas"' },
  'not-caught-up': AGAIN_SOON,
  'stream-contended': AGAIN_SOON,
};

/** What is answered to an error, whoever threw it. An error that nobody foresaw says nothing of itself. */
export function refusalTo(error: unknown): Refusal {
  if (error instanceof HttpProblem) return refusalOf(error);
  if (error instanceof PolicyRefused) return ofPolicy(error);
  if (error instanceof DomainError) return ofDomain(error);
  if (error instanceof EventStoreError || error instanceof VaultError) return ofStore(error);
  if (error instanceof ReadModelsAway) return refusal('not-caught-up', 503, error.message, { headers: AGAIN_SOON });
  if (error instanceof NotCanonical) {
    const field = error.path.replace(/^data\.?/, '');
    return refusalOf(new HttpProblem('invalid-body', `${field === '' ? 'the body' : field}: ${error.reason}`, { field }));
  }
  return ofFramework(error) ?? refusalOf(new HttpProblem('internal-error', 'something went wrong on our side'));
}

function ofDomain({ code, kind, message, field }: DomainError): Refusal {
  const headers = HEADERS_OF_ERROR[code] ?? {};
  return refusal(code, STATUS_OF_ERROR[code] ?? STATUS_OF_KIND[kind], message, { headers, ...(field === undefined ? {} : { field }) });
}

/** Every rule that a policy breaks, by the path in the body. */
function ofPolicy({ code, kind, faults }: PolicyRefused): Refusal {
  const errors = faults.map(({ path, rule }) => ({ field: path === '' ? 'policy' : `policy.${path}`, rule }));
  const [first] = errors;
  return refusal(code, STATUS_OF_KIND[kind], `${first?.field ?? 'policy'} ${first?.rule ?? 'is refused'}`, {
    field: first?.field ?? 'policy',
    errors,
  });
}

function ofStore(error: EventStoreError | VaultError): Refusal {
  const code = kebab(error.name);
  if (error instanceof EventTooLarge || error instanceof AppendTooLarge) return refusal(code, 413, error.message);
  if (error.retry) return refusal(code, 503, error.message, { headers: AGAIN_SOON });
  const unavailable = ['store-closed', 'store-corrupt', 'vault-closed'].includes(code);
  return unavailable
    ? refusal(code, 503, 'the log takes no entries now')
    : refusalOf(new HttpProblem('internal-error', 'something went wrong on our side'));
}

const kebab = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();

/** What Fastify and Nest throw, by their status: their own words may hold parts of the request. */
const FRAMEWORK: Readonly<Record<number, readonly [ProblemCode, string]>> = {
  400: ['malformed-request', 'the request is not well-formed'],
  404: ['not-found', 'there is nothing at this address'],
  405: ['method-not-allowed', 'this address does not know this method'],
  408: ['request-timeout', 'the request took too long to arrive'],
  413: ['body-too-large', 'the body must have at most 262144 bytes'],
  414: ['address-too-long', 'the address is too long'],
  429: ['too-many-requests', 'too many requests'],
  415: ['unsupported-media-type', 'the body must be application/json'],
  431: ['headers-too-large', 'the headers are too large'],
  503: ['shutting-down', 'the server is stopping'],
};

function ofFramework(error: unknown): Refusal | undefined {
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown } | null)?.statusCode;
  const known = typeof status === 'number' ? FRAMEWORK[status] : undefined;
  return known && refusalOf(new HttpProblem(known[0], known[1]));
}
