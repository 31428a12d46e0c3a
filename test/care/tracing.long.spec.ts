import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gravitas, startRealServer } from '../faults/real-server.js';

/** A span as a collector is sent it (OTLP/HTTP, JSON). */
interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: unknown }[];
}

/** A collector on this machine, which keeps what it is sent. */
class Collector {
  readonly spans: Span[] = [];
  readonly services = new Set<unknown>();
  readonly paths = new Set<string>();
  text = '';
  readonly #server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      this.paths.add(`${request.method ?? ''} ${request.url ?? ''}`);
      this.#take(Buffer.concat(chunks).toString());
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.close();
  }

  #take(body: string): void {
    this.text += body;
    const { resourceSpans } = JSON.parse(body) as {
      resourceSpans: { resource: { attributes: Span['attributes'] }; scopeSpans: { spans: Span[] }[] }[];
    };
    for (const { resource, scopeSpans } of resourceSpans) {
      this.services.add((resource.attributes.find(({ key }) => key === 'service.name')?.value as { stringValue: string }).stringValue);
      for (const { spans } of scopeSpans) this.spans.push(...spans);
    }
  }
}

const folder = mkdtempSync(join(tmpdir(), 'gravitas-tracing-'));
const collector = new Collector();
let endpoint: string;
let token: string;

beforeAll(async () => {
  endpoint = await collector.start();
  const made = await gravitas({}, 'demo', '--data', join(folder, 'data'), '--volume', '1');
  if (made.code !== 0) throw new Error(made.err);
  const { out } = await gravitas({}, 'demo', '--tokens', '--json');
  token = (JSON.parse(out) as { card: string; token: string }[]).find(({ card }) => card === 'regional_manager')?.token as string;
}, 120_000);
afterAll(() => {
  collector.stop();
  rmSync(folder, { recursive: true });
});

const CALLER = { trace: '4bf92f3577b34da6a3ce929d0e0e4736', span: '00f067aa0ba902b7' };

const ISSUE = {
  programme: 'devices',
  kind: 'late',
  title: 'Truck 255 held at the state line: 1,792 laptops short',
  site: 'moss-ridge',
  partner: 'northline',
  units: 1792,
  neededBy: '2026-10-02T16:00:00.000Z',
  visibility: 1,
  ask: {
    action: 'spend',
    spend: { minor: 68_633_600, currency: 'USD' },
    recommendation: 'Buy 1,792 laptops from stock in the next state',
    alternative: 'Wait for the truck until Monday',
  },
};

/** Files an issue on a real server, waits for its route and for the views, and stops the server. */
async function fileOn(environment: readonly string[]): Promise<void> {
  const server = await startRealServer(join(folder, 'data'), ['env', ...environment]);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const traceparent = `00-${CALLER.trace}-${CALLER.span}-01`;
  const filed = await fetch(`${server.url}/api/v1/issues`, {
    method: 'POST',
    headers: { ...headers, prefer: 'wait=10', traceparent, 'x-correlation-id': 'traced-0001' },
    body: JSON.stringify(ISSUE),
  });
  expect([filed.status, await filed.text()]).toEqual([201, expect.stringContaining('"routed"')]);
  await fetch(`${server.url}/health/live`);
  await server.stop();
}

describe('a request that comes with a trace', () => {
  it('can be followed from the request to the views, as one trace', async () => {
    await fileOn([`OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint}`]);
    expect([...collector.paths]).toEqual(['POST /v1/traces']);
    expect([...collector.services]).toEqual(['gravitas']);
    const trace = collector.spans.filter(({ traceId }) => traceId === CALLER.trace);
    const [request] = trace.filter(({ name }) => name === 'POST /api/v1/issues');
    expect(request?.parentSpanId).toBe(CALLER.span);
    /** Names from the span up to the request. */
    const lineOf = (span: Span | undefined): string[] =>
      span === undefined ? [] : [span.name, ...lineOf(trace.find(({ spanId }) => spanId === span.parentSpanId))];
    const line = (name: string) => lineOf(trace.find((span) => span.name === name));
    expect(line('command FileIssue')).toEqual(['command FileIssue', 'POST /api/v1/issues']);
    expect(line('route')).toEqual(['route', 'append', 'command FileIssue', 'POST /api/v1/issues']);
    expect(line('projection read-models').at(-1)).toBe('POST /api/v1/issues');
    expect(line('command OpenEscalation')).toContain('route');
    for (const { startTimeUnixNano, endTimeUnixNano } of trace) expect(BigInt(endTimeUnixNano) >= BigInt(startTimeUnixNano)).toBe(true);
    expect(collector.spans.some(({ name }) => name.includes('health'))).toBe(false);
  }, 60_000);

  it('tells the collector of nobody, and nothing that anybody wrote', () => {
    expect(collector.text).toContain('traced-0001');
    for (const hidden of ['Truck', 'laptops', 'dana', 'gvt_', 'moss-ridge', folder]) expect(collector.text).not.toContain(hidden);
  });

  it('is followed by nobody where no collector is named', async () => {
    const before = collector.spans.length;
    await fileOn(['OTEL_SERVICE_NAME=gravitas']);
    expect(collector.spans.length).toBe(before);
  }, 60_000);

  it('is answered, and the server stops, when the collector does not answer', async () => {
    await fileOn(['OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:9']);
  }, 60_000);
});
