import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { operationsOf } from './api.js';
import { closeConnections, sendRaw } from './raw-request.js';

const CANARY = 'c4nary';
const main = fileURLToPath(new URL('../../dist/apps/server/src/main.js', import.meta.url));
const cli = fileURLToPath(new URL('../../dist/apps/cli/src/main.js', import.meta.url));

/** The server as it is built, telling everything that it has to tell. */
const folder = mkdtempSync(join(tmpdir(), 'gravitas-secrets-'));
const env = {
  ...process.env,
  NODE_OPTIONS: '',
  GRAVITAS_PORT: '0',
  GRAVITAS_LOG_LEVEL: 'trace',
  GRAVITAS_DATA: join(folder, 'data'),
  DATABASE_PASSWORD: `environment-${CANARY}`,
};
const told: string[] = [];
let server: ChildProcess;
let url: string;
let token: string;
beforeAll(async () => {
  const made = spawn(process.execPath, [cli, 'token', 'create', '--person', 'ada', '--role', 'administrator', '--json'], { env });
  token = JSON.parse(await text(made.stdout)).token;
  server = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  server.stderr?.setEncoding('utf8').on('data', (chunk: string) => told.push(chunk));
  for await (const line of createInterface({ input: server.stdout as NonNullable<ChildProcess['stdout']> })) {
    url = /ready at (http:\S+)/.exec(line)?.[1] ?? '';
    if (url !== '') break;
  }
}, 60_000);
afterAll(async () => {
  closeConnections();
  if (server.exitCode === null && server.kill('SIGKILL')) await once(server, 'exit');
  rmSync(folder, { recursive: true });
});

const stop = async (): Promise<void> => {
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  await ended;
};

it('nothing secret reaches the log of a server, whatever is sent to it and wherever', async () => {
  const { body: document } = await sendRaw(url, { method: 'GET', path: '/api/openapi.json', headers: {} });
  const well = { authorization: `Bearer ${token}` };
  const places = [
    { authorization: `Bearer gvt_ada~0199d1f0_${CANARY}${'x'.repeat(37)}` },
    { authorization: `Basic ${CANARY}` },
    { ...well, cookie: `session=${CANARY}`, 'x-api-key': CANARY, 'x-forwarded-for': CANARY },
    { ...well, 'idempotency-key': `${CANARY} with a space`, 'x-correlation-id': `<${CANARY}>`, 'if-match': CANARY },
  ];
  let sent = 0;
  for (const { method, path, id } of operationsOf(document)) {
    if (id === 'stream') continue;
    const at = path.replace(/\{\w+\}/g, `nobody-${CANARY}`);
    for (const headers of [places[(sent / 2) % 4], places[(sent / 2 + 1) % 4]]) {
      const body = { title: `Mrs ${CANARY}`, token: CANARY, password: CANARY, [`field-${CANARY}`]: CANARY };
      const sends = method === 'GET' ? {} : { body: JSON.stringify(body) };
      const type: Record<string, string> = method === 'GET' ? {} : { 'content-type': 'application/json' };
      await sendRaw(url, { method, path: `${at}?key=${CANARY}`, headers: { ...headers, ...type }, ...sends });
      await sendRaw(url, { method, path: at, headers: { ...headers, ...type }, ...(method === 'GET' ? {} : { body: `{"${CANARY}` }) });
      sent += 2;
    }
  }
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(`${CANARY} no HTTP\r\n\r\n`);
  await text(socket);
  await stop();
  const log = told.join('');
  expect(sent).toBeGreaterThan(500);
  expect(log.split('\n').length).toBeGreaterThan(sent);
  expect(log).not.toContain(CANARY);
  expect(log).not.toContain(token);
}, 120_000);

describe('a request’s line', () => {
  it('has the correlation id, the route and who it was, and only what may be told', () => {
    const lines = told.join('').trim().split('\n').map((line) => JSON.parse(line)); // prettier-ignore
    const answered = lines.filter(({ msg }) => msg === 'answered');
    expect(answered.length).toBeGreaterThan(500);
    const known = ['level', 'time', 'method', 'route', 'status', 'ms', 'correlationId', 'actor', 'traceId', 'spanId', 'msg'];
    for (const line of answered) {
      expect(Object.keys(line).filter((name) => !known.includes(name))).toEqual([]);
      expect(line.correlationId).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});
