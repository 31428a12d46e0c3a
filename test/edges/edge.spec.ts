import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { StoreBusy } from '#event-store';
import { applicationOf, loggerOf } from '../../apps/server/src/application.js';
import { LIMITS, LOCAL_EDGE, type Edge } from '../../apps/server/src/http/edge.js';
import { followTls, readTls, takeOver } from '../../apps/server/src/http/tls.js';
import { Client, type Json } from '../e2e/client.js';
import { EventSource } from '../e2e/event-source.js';
import { Scenario } from '../e2e/scenario.js';
import { startWorld, type World } from '../e2e/world.js';

let world: World;
let client: Client;
let scenario: Scenario;
beforeAll(async () => {
  world = await startWorld();
  client = await Client.of(world);
  scenario = new Scenario(client);
});
afterAll(() => world.close());

const head = async (): Promise<number> => (await world.node.store.head())?.index ?? -1;

/** Another door to the same node. */
async function behind<T>(edge: Partial<Edge>, use: (port: number) => Promise<T>): Promise<T> {
  const app = await applicationOf(world.node, loggerOf('silent'), { ...LOCAL_EDGE, ...edge });
  try {
    await app.listen(0, '127.0.0.1');
    return await use((app.getHttpServer().address() as { port: number }).port);
  } finally {
    await app.getHttpAdapter().close();
  }
}

interface Asked {
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly from?: string;
  readonly tls?: { readonly ca: Buffer };
}
type Answer = { readonly status: number; readonly headers: Json; readonly body: Json };

function ask(port: number, { path = '/api/v1/me', headers = {}, from, tls }: Asked = {}): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const options = { host: '127.0.0.1', port, path, headers, agent: false, ...(from === undefined ? {} : { localAddress: from }) };
  const outgoing = tls === undefined ? plainRequest(options) : tlsRequest({ ...options, ...tls, servername: 'localhost' });
  outgoing.on('response', (incoming) => {
    text(incoming).then((body) => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: JSON.parse(body) }), reject);
  });
  outgoing.on('error', reject);
  outgoing.end();
  return promise;
}

const as = (who: 'dana' | 'lee') => ({ authorization: `Bearer ${world.tokens[who]}` });
const limits = (changes: Partial<typeof LIMITS>): Pick<Edge, 'limits'> => ({ limits: { ...LIMITS, ...changes } });

describe('too many requests', () => {
  it('by a token are refused with 429, with what is left and when to come again, and others are not', async () => {
    await behind(limits({ perToken: { perMinute: 1, burst: 2 } }), async (port) => {
      const [first, second, third] = [
        await ask(port, { headers: as('dana') }),
        await ask(port, { headers: as('dana') }),
        await ask(port, { headers: as('dana') }),
      ];
      expect([first, second].map(({ status, headers }) => [status, headers.ratelimit])).toEqual([
        [200, '"token";r=1;t=60'],
        [200, '"token";r=0;t=120'],
      ]);
      expect(third).toMatchObject({ status: 429, body: { type: '/problems/too-many-requests', status: 429 } });
      expect(third.headers).toMatchObject({
        'retry-after': '60',
        'ratelimit-policy': '"token";q=2;w=120',
        'content-type': 'application/problem+json; charset=utf-8',
      });
      expect((await ask(port, { headers: as('lee') })).status).toBe(200);
    });
  });

  it('by an address are refused before anything is looked up, whatever tokens they try', async () => {
    await behind(limits({ perAddress: { perMinute: 1, burst: 2 } }), async (port) => {
      const tries = [1, 2, 3].map((n) => ask(port, { headers: { authorization: `Bearer guess-${n}` } }));
      expect((await Promise.all(tries)).map(({ status }) => status).sort()).toEqual([401, 401, 429]);
      expect((await ask(port, { headers: as('dana'), from: '127.0.0.2' })).status).toBe(200);
    });
  });
});

describe('a proxy', () => {
  const forwarded = { 'x-forwarded-for': '203.0.113.9' };
  const one = limits({ perAddress: { perMinute: 1, burst: 1 } });

  it('that is declared is believed about where a request comes from', async () => {
    await behind({ ...one, proxies: ['127.0.0.1'] }, async (port) => {
      expect((await ask(port, { headers: { ...as('dana'), ...forwarded } })).status).toBe(200);
      expect((await ask(port, { headers: { ...as('dana'), 'x-forwarded-for': '203.0.113.10' } })).status).toBe(200);
      expect((await ask(port, { headers: { ...as('dana'), ...forwarded } })).status).toBe(429);
    });
  });

  it('that is not declared is not', async () => {
    await behind(one, async (port) => {
      expect((await ask(port, { headers: { ...as('dana'), ...forwarded } })).status).toBe(200);
      expect((await ask(port, { headers: { ...as('dana'), 'x-forwarded-for': '203.0.113.10' } })).status).toBe(429);
    });
  });
});

describe('a request that does not end', () => {
  it('is cut off with 408, be it in its headers or in its body', async () => {
    await behind(limits({ headersMs: 60, requestMs: 120, checkMs: 20 }), async (port) => {
      const slow = (bytes: string): Promise<string> => {
        const socket = connect(port, '127.0.0.1');
        socket.write(bytes);
        return text(socket);
      };
      const answers = await Promise.all([
        slow('GET /api/v1/me HTTP/1.1\r\nHost: x\r\nX-Drip: 1'),
        slow(
          `POST /api/v1/issues HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${world.tokens.dana}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
        ),
      ]);
      for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    });
  });

  it('beyond the connections that are served is turned away', async () => {
    await behind(limits({ connections: 2 }), async (port) => {
      const open = await Promise.all([1, 2].map(() => new Promise<ReturnType<typeof connect>>((resolve) => { const socket = connect(port, '127.0.0.1', () => resolve(socket)); }))); // prettier-ignore
      const third = connect(port, '127.0.0.1').on('error', () => undefined);
      await new Promise((resolve) => third.on('close', resolve));
      open.forEach((socket) => socket.destroy());
    });
  });
});

describe('a file', () => {
  /** The answer to a request of which no byte of the body ever comes. */
  const answerTo = async (port: number, headers: string): Promise<string> => {
    const socket = connect(port, '127.0.0.1');
    socket.write(`POST /api/v1/people/import HTTP/1.1\r\nHost: x\r\n${headers}Content-Length: 8000000\r\n\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    return answer.toString();
  };

  it('is refused before any of it has come where nobody is known, or it is none', async () => {
    await behind({}, async (port) => {
      expect(await answerTo(port, 'Content-Type: text/csv\r\n')).toMatch(/^HTTP\/1\.1 401 [^]*\/problems\/not-authenticated/);
      expect(await answerTo(port, 'Content-Type: text/csv\r\nAuthorization: Bearer gvt_ada~x_y\r\n')).toMatch(/^HTTP\/1\.1 401 /);
      expect(await answerTo(port, 'Content-Type: text/plain\r\n')).toMatch(/^HTTP\/1\.1 415 /);
    });
  });

  it('is refused with the headers of every answer, and counts to the rate of its address', async () => {
    await behind(limits({ perAddress: { perMinute: 1, burst: 1 } }), async (port) => {
      const refused = await answerTo(port, 'Content-Type: text/plain\r\n');
      for (const header of ['x-correlation-id', 'x-content-type-options', 'ratelimit']) expect(refused).toContain(`\r\n${header}: `);
      expect(await answerTo(port, 'Content-Type: text/csv\r\n')).toMatch(/^HTTP\/1\.1 429 /);
    });
  });
});

describe('a log that takes no more', () => {
  it('answers 503 and when to come again; nothing is written', async () => {
    const before = await head();
    const append = jest.spyOn(world.node.store, 'append').mockRejectedValue(new StoreBusy());
    const { status, headers, body } = await scenario.try('dana', 'fileIssue');
    append.mockRestore();
    expect([status, headers.get('retry-after'), body.type]).toEqual([503, '1', '/problems/store-busy']);
    expect(await head()).toBe(before);
    expect((await scenario.try('dana', 'fileIssue')).status).toBe(201);
  });
});

describe('TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gravitas-tls-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** A certificate of its own for localhost. */
  function certificate(name: string): { readonly cert: string; readonly key: string } {
    const files = { cert: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
    const how = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
    ];
    execFileSync('openssl', [...how, '-addext', 'subjectAltName=DNS:localhost', '-out', files.cert, '-keyout', files.key], {
      stdio: 'ignore',
    });
    return files;
  }

  it('is spoken with the given certificate, and says that it is to be spoken from now on', async () => {
    const tls = certificate('one');
    const { cert: ca } = readTls(tls) as { cert: Buffer };
    await behind({ tls }, async (port) => {
      const { status, headers } = await ask(port, { headers: as('dana'), tls: { ca } });
      expect([status, headers['strict-transport-security']]).toEqual([200, 'max-age=63072000']);
      await expect(ask(port, { headers: as('dana') })).rejects.toThrow();
    });
  });

  it('takes over a renewed certificate; a pair that does not fit is told of, and the old one goes on', () => {
    const [one, two] = [certificate('first'), certificate('second')];
    const contexts: unknown[] = [];
    const troubles: unknown[] = [];
    const server = { setSecureContext: (options: unknown) => void contexts.push(options) };
    takeOver(one, server, (error) => troubles.push(error));
    takeOver({ cert: one.cert, key: two.key }, server, (error) => troubles.push(error));
    takeOver({ cert: join(folder, 'gone.pem'), key: two.key }, server, (error) => troubles.push(error));
    takeOver(two, server, (error) => troubles.push(error));
    expect(contexts).toEqual([readTls(one), readTls(two)]);
    expect(troubles.map((error) => (error as Error).name)).toEqual(['TlsFilesInvalid', 'TlsFilesInvalid']);
    followTls(one, server, () => undefined)();
  });
});

describe('every answer', () => {
  it.each(['//', '//api/docs', '//nothing', '/me', '/issues'])(
    '%s forbids what no page of ours needs, and lets in no other site',
    async (path) => {
      const { headers } = await client.get('dana', path, { origin: 'https://evil.example' });
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()'),
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      });
      for (const name of ['access-control-allow-origin', 'server', 'x-powered-by', 'strict-transport-security'])
        expect(headers.get(name)).toBe(null);
    },
  );
});

describe('refusals', () => {
  it('are counted for auditors: who, from where, at which route, how often', async () => {
    const before = await head();
    for (let n = 0; n < 3; n++) await client.get('dana', '/log', { 'x-correlation-id': `refused-${n}-of-3` });
    await client.get(null, '/me', { authorization: 'Bearer guess' });
    await client.get('omar', '/issues/nothing');
    expect(await head()).toBe(before);
    const { body } = await client.get('aud', '/log/refusals?limit=1000');
    const of = (person: string | null, problem: string): Json =>
      body.items.find((one: Json) => one.person === person && one.problem === problem);
    expect(of('dana', 'not-allowed')).toMatchObject({
      route: '/api/v1/log',
      count: 3,
      address: '127.0.0.1',
      lastCorrelationId: 'refused-2-of-3',
    });
    expect(of(null, 'not-authenticated')).toMatchObject({ route: '/api/v1/me' });
    expect(of('omar', 'not-found')).toMatchObject({ route: '/api/v1/issues/:issue', count: 1 });
    expect((await client.get('dana', '/log/refusals')).status).toBe(403);
  });
});

describe('an open stream', () => {
  const follow = (token: string, query = ''): Promise<EventSource> =>
    EventSource.open(`${world.url}/api/v1/stream${query}`, { authorization: `Bearer ${token}` });

  it('ends when its token is revoked', async () => {
    const { token, tokenId } = await scenario.give('ada', 'issueToken', { person: 'mia' });
    const stream = await follow(token);
    await scenario.give('ada', 'revokeToken', { person: 'mia' }, { tokenId });
    await stream.end();
    expect(stream.events.at(-1)?.data).toEqual({ reason: 'access-ended' });
  });

  it('of an entry that the log does not have is refused: it was another log', async () => {
    const { status, body } = await client.get('dana', '/stream', { 'last-event-id': '999999' });
    expect([status, body.type, body.field]).toEqual([400, '/problems/invalid-header', 'last-event-id']);
  });

  it('is one of so many for each token', async () => {
    const streams = await Promise.all(Array.from({ length: 32 }, () => follow(world.tokens.lou)));
    const { status, headers, body } = await client.get('lou', '/stream');
    expect([status, headers.get('retry-after'), body.type]).toEqual([429, '5', '/problems/too-many-requests']);
    await Promise.all(streams.map((stream) => stream.close()));
  });
});
