import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from './fastify.js';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Server as TlsServer } from 'node:tls';
import type { Logger } from 'pino';
import { v7 } from 'uuid';
import { bearerTokenOf, Doorkeeper } from './access.js';
import { addressOf, Admission } from './admission.js';
import { MAX_HEADER_BYTES, type Edge } from './edge.js';
import { followTls, readTls } from './tls.js';
import { MAX_BODY_BYTES, parseJson } from './json-body.js';
import { knownPaths } from './known-paths.js';
import { isForMachines, takeOtherBodies } from './other-bodies.js';
import { answerProblem } from './problem.filter.js';
import { HttpProblem, refusalOf } from './problem.js';
import { refusalLog, type Refused } from './refusal-log.js';

/** When it stops, what is still under way after so long is cut off. */
const LAST_WORDS_MS = 1_500;
const CORRELATION = /^[A-Za-z0-9._-]{8,64}$/;
/** What a path may hold in place of a parameter. */
const PARAMETER = /^[A-Za-z0-9][A-Za-z0-9_.@-]{0,160}$/;

/** Said with every answer. Nothing here is for other sites, for frames, or to be kept; no other site is let in (no CORS header at all). */
const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
};
/** A browser that came by TLS once does not come otherwise for two years. */
const OVER_TLS = { 'strict-transport-security': 'max-age=63072000' };

/** The HTTP server under Nest: limits, bodies, ids, headers and the log of requests. */
export function httpAdapter(logger: Logger, { tls, proxies, limits }: Edge): FastifyAdapter {
  const connections = {
    headersTimeout: limits.headersMs,
    connectionsCheckingInterval: limits.checkMs,
    maxHeaderSize: MAX_HEADER_BYTES,
  };
  return new FastifyAdapter({
    ...(tls === null ? { http: connections } : { https: { ...connections, ...readTls(tls) } }),
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: limits.requestMs,
    trustProxy: proxies.length === 0 ? false : [...proxies],
    // What is idle is closed at once, what is under way may end.
    forceCloseConnections: 'idle',
    requestIdHeader: false,
    genReqId: ({ headers }: IncomingMessage) => correlationOf(headers['x-correlation-id']) ?? v7(),
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => answerProblem(error, request, reply, logger),
    routerOptions: { ignoreTrailingSlash: true },
  });
}

/** Makes the application ours: to be called before it is initialised. */
export function prepare(app: NestFastifyApplication, logger: Logger, edge: Edge): void {
  const instance: FastifyInstance = app.getHttpAdapter().getInstance();
  const admission = new Admission(edge);
  const always = edge.tls === null ? SECURITY_HEADERS : { ...SECURITY_HEADERS, ...OVER_TLS };
  instance.server.maxConnections = edge.limits.connections;
  knownPaths(instance).listenTo(instance);
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) =>
    isForMachines(request) ? body : body.length === 0 ? undefined : parseJson(body),
  );
  instance.addHook('onRequest', async (request, reply) => {
    void reply.headers({ ...always, 'x-correlation-id': request.id });
    admission.admit(request, reply);
    requirePlainJson(request);
  });
  // After admission, which counts whoever guesses tokens, and whose headers every answer carries.
  const doorkeeper = app.get(Doorkeeper, { strict: false });
  takeOtherBodies(instance, (request) => doorkeeper.authenticate(bearerTokenOf(request)));
  instance.addHook('preValidation', async (request) => {
    for (const [name, value] of Object.entries((request.params ?? {}) as Record<string, string>)) {
      if (name !== '*' && !PARAMETER.test(value)) throw new HttpProblem('invalid-parameter', `${name} is not an id`, { field: name });
    }
  });
  if (edge.tls !== null) {
    const onTrouble = (err: unknown): void => logger.error({ err }, 'the certificate could not be renewed; the old one goes on');
    const stop = followTls(edge.tls, instance.server as unknown as TlsServer, onTrouble);
    instance.addHook('onClose', async () => stop());
  }
  instance.addHook('preClose', async () => {
    setTimeout(() => instance.server.closeAllConnections(), LAST_WORDS_MS).unref();
  });
  const refusals = refusalLog(instance);
  instance.addHook('onResponse', async (request, reply) => {
    logAnswer(request, reply, logger);
    if (AUDITED.has(reply.statusCode)) refusals.record(refusedIn(request, reply));
  });
}

/** No access, no right, not there (which is what a stranger is told), too often. */
const AUDITED = new Set([401, 403, 404, 429]);

function refusedIn({ caller, ip, routeOptions, problem, id }: FastifyRequest, { statusCode }: FastifyReply): Refused {
  return {
    person: caller?.claim.id ?? null,
    address: addressOf(ip),
    route: routeOptions.url ?? null,
    problem: problem ?? String(statusCode),
    correlationId: id,
  };
}

/** What would be read as something else than it is: packed, or in other characters. */
function requirePlainJson({ headers }: FastifyRequest): void {
  const encoding = headers['content-encoding'];
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(headers['content-type'] ?? '')?.[1];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new HttpProblem('unsupported-media-type', 'the body must not be compressed', { headers: { 'accept-encoding': 'identity' } });
  }
  if (charset !== undefined && charset.toLowerCase() !== 'utf-8') {
    throw new HttpProblem('unsupported-media-type', 'the body must be UTF-8');
  }
}

function correlationOf(header: unknown): string | undefined {
  return typeof header === 'string' && CORRELATION.test(header) ? header : undefined;
}

/** One line for each request: its pattern, never its address, which holds what people wrote. */
function logAnswer(request: FastifyRequest, reply: FastifyReply, logger: Logger): void {
  const { statusCode } = reply;
  const level = statusCode >= 500 ? 'error' : statusCode >= 400 ? 'info' : 'debug';
  const line = {
    method: request.method,
    route: request.routeOptions.url,
    status: statusCode,
    ms: Math.round(reply.elapsedTime),
    correlationId: request.id,
    actor: request.caller?.claim.id,
  };
  logger[level](line, 'answered');
}

/** What is not HTTP has no request to answer, only a connection. */
function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const code =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? 'headers-too-large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? 'request-timeout'
        : 'malformed-request';
  const { problem } = refusalOf(new HttpProblem(code, 'the request is not well-formed'));
  const body = JSON.stringify(problem);
  const head = `HTTP/1.1 ${problem.status} ${problem.title}\r\ncontent-type: application/problem+json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close`;
  socket.end(`${head}\r\n\r\n${body}`);
}
