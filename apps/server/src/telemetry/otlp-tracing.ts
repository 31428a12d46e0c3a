import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Attributes,
  type Context,
  type Span,
  type SpanContext,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { CommandObserver, Subscriber } from '#application';
import { DomainError } from '#domain';
import type { AppendResult, EventStore, NewEvent } from '#event-store';
import type { FastifyInstance, FastifyRequest } from '../http/fastify.js';
import { Correlations } from './correlations.js';
import { TracedStore } from './traced-store.js';
import type { Tracing } from './tracing.js';

export interface TraceTarget {
  /** Base address of a collector that takes OTLP over HTTP. */
  readonly endpoint: string;
  readonly serviceName: string;
}

/** A collector that does not answer holds up nothing: what cannot be sent in this time is dropped. */
const SEND_MILLIS = 1_000;
/** Asked all the time by machines, about nothing. */
const NOT_FOLLOWED = /^\/(?:health|metrics)\b/;

/**
 * Sends spans to a collector. They name routes, types of commands and events, and kinds of streams: nothing that anybody wrote, and no
 * person; a case is found by its correlation id.
 */
export class OtlpTracing implements Tracing {
  readonly #provider: NodeTracerProvider;
  readonly #correlations = new Correlations();
  readonly #requests = new WeakMap<FastifyRequest, Span>();

  constructor({ endpoint, serviceName }: TraceTarget) {
    const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces`, timeoutMillis: SEND_MILLIS });
    this.#provider = new NodeTracerProvider({
      resource: resourceFromAttributes({ 'service.name': serviceName }),
      spanProcessors: [new BatchSpanProcessor(exporter, { exportTimeoutMillis: SEND_MILLIS })],
    });
  }

  follow(instance: FastifyInstance): void {
    instance.addHook('onRequest', async (request: FastifyRequest) => {
      const route = request.routeOptions.url ?? 'nowhere';
      if (NOT_FOLLOWED.test(route)) return;
      const attributes = { 'http.request.method': request.method, 'http.route': route, 'gravitas.correlation_id': request.id };
      const span = this.#span(`${request.method} ${route}`, calledFrom(request.headers.traceparent), attributes, SpanKind.SERVER);
      this.#requests.set(request, span);
      this.#correlations.set(request.id, span.spanContext());
    });
    instance.addHook('onResponse', async (request: FastifyRequest, { statusCode }) => {
      const span = this.#requests.get(request);
      span?.setAttribute('http.response.status_code', statusCode);
      if (request.problem !== undefined) span?.setAttribute('gravitas.problem', request.problem);
      if (statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
      span?.end();
    });
  }

  readonly observe: CommandObserver = ({ type, correlationId }, work) =>
    this.#around(`command ${type}`, correlationId, { 'gravitas.command': type, 'gravitas.correlation_id': correlationId }, work);

  store(store: EventStore): EventStore {
    return new TracedStore(store, (stream, events, append) => this.#append(stream, events, append));
  }

  subscriber(subscriber: Subscriber): Subscriber {
    return {
      name: subscriber.name,
      version: subscriber.version,
      position: () => subscriber.position(),
      apply: async (events, through) => {
        const started = Date.now();
        await subscriber.apply(events, through);
        for (const correlationId of new Set(events.map((event) => event.correlationId))) {
          const standing = this.#correlations.get(correlationId);
          if (standing === undefined) continue; // from before this process, or long ago
          const attributes = { 'gravitas.subscriber': subscriber.name, 'gravitas.batch_events': events.length };
          this.#span(`projection ${subscriber.name}`, under(standing.span), attributes, SpanKind.CONSUMER, started).end();
        }
      },
    };
  }

  async close(): Promise<void> {
    const soon = new Promise<void>((resolve) => setTimeout(resolve, SEND_MILLIS).unref());
    await Promise.race([this.#provider.shutdown().catch(() => undefined), soon]);
  }

  #append(stream: string, events: readonly NewEvent[], append: () => Promise<AppendResult>): Promise<AppendResult> {
    const [first] = events;
    if (first === undefined) return append();
    const { type, correlationId } = first;
    const attributes = {
      'gravitas.stream_kind': stream.slice(0, stream.indexOf('-')),
      'gravitas.event': type,
      'gravitas.events': events.length,
    };
    const appending = () => this.#around('append', correlationId, attributes, append);
    if (type !== 'IssueRouted') return appending();
    // The router folds between what led to the route and its append: the span tells how long it took to come to it.
    const since = this.#correlations.get(correlationId)?.since;
    return this.#around('route', correlationId, { 'gravitas.correlation_id': correlationId }, appending, since);
  }

  /** Work as a span of its correlation, on which hangs what it leads to. */
  async #around<T>(name: string, correlationId: string, attributes: Attributes, work: () => Promise<T>, since?: number): Promise<T> {
    const parent = this.#correlations.get(correlationId);
    const span = this.#span(name, parent === undefined ? ROOT_CONTEXT : under(parent.span), attributes, SpanKind.INTERNAL, since);
    this.#correlations.set(correlationId, span.spanContext());
    try {
      return await work();
    } catch (error) {
      const code = error instanceof DomainError ? error.code : error instanceof Error ? error.name : 'unknown';
      span.setStatus({ code: SpanStatusCode.ERROR, message: code });
      throw error;
    } finally {
      span.end();
    }
  }

  #span(name: string, parent: Context, attributes: Attributes, kind: SpanKind, startTime?: number): Span {
    const tracer = this.#provider.getTracer('gravitas');
    return tracer.startSpan(name, { attributes, kind, ...(startTime === undefined ? {} : { startTime }) }, parent);
  }
}

function under(span: SpanContext): Context {
  return trace.setSpanContext(ROOT_CONTEXT, span);
}

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The span of whoever called, by the W3C header; what is not one is as if it were not there. */
function calledFrom(header: string | string[] | undefined): Context {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(String(header)) ?? [];
  if (traceId === undefined || spanId === undefined || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return ROOT_CONTEXT;
  const sampled = (Number.parseInt(flags ?? '', 16) & TraceFlags.SAMPLED) !== 0;
  return under({ traceId, spanId, isRemote: true, traceFlags: sampled ? TraceFlags.SAMPLED : TraceFlags.NONE });
}
