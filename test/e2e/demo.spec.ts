import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { DEMO_SEED, demoTokens, installDemo } from '#connect';
import { openLogAndVault } from '../../apps/server/src/adapters.js';
import { loggerOf } from '../../apps/server/src/application.js';
import { startServer, type Server } from '../../apps/server/src/server.js';
import type { Json } from './client.js';

/** A small demonstration, served from files. */
const folder = mkdtempSync(join(tmpdir(), 'gravitas-demo-'));
const [manager, executive] = demoTokens(DEMO_SEED).map((card) => card.text) as [string, string];
let server: Server;
beforeAll(async () => {
  const [workshop, into] = [await openLogAndVault({ folder: null }), await openLogAndVault({ folder })];
  await installDemo({ workshop, into, seed: DEMO_SEED, volumePercent: 1 });
  await Promise.all([workshop.close(), into.close()]);
  server = await serve();
}, 60_000);
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const serve = (): Promise<Server> => startServer({ folder }, { host: '127.0.0.1', port: 0 }, loggerOf('silent'));

async function call(path: string, token = executive, body?: object): Promise<Json> {
  const answer = await fetch(server.url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return answer.json();
}

/** The page at the root, asked for by a name. */
async function home(host: string): Promise<string> {
  const { port } = new URL(server.url);
  const asked = request({ port, host: '127.0.0.1', path: '/', headers: { host } });
  const answer = new Promise<string>((resolve) => asked.on('response', (response) => resolve(text(response))));
  asked.end();
  return answer;
}

describe('the demonstration', () => {
  it('shows its tokens to who sits here, and by no foreign name', async () => {
    for (const host of ['127.0.0.1', 'localhost:7070']) expect(await home(host)).toContain(manager);
    for (const host of ['gravitas.example', '127.0.0.1.evil.example', '10.0.0.7:7070']) expect(await home(host)).not.toContain('gvt_');
  });

  it('has its own clock, which is moved by hand, and does on the way what falls due', async () => {
    const before = await call('/api/v1/demo/clock');
    const after = await call('/api/v1/demo/clock', executive, { advance: 'PT1H' });
    expect(Date.parse(after.now) - Date.parse(before.now)).toBe(3_600_000);
    const day = await call('/api/v1/demo/clock', executive, { advance: 'P1D' });
    const log = await server.node.store.readFromIndex(Number(before.index) + 1, 100_000);
    expect(day.index).toBeGreaterThan(before.index);
    for (const { actor, recordedAt } of log) {
      expect(actor).toMatch(/^system:/);
      expect(recordedAt > before.now && recordedAt <= day.now).toBe(true);
    }
    expect(new Set(log.map(({ recordedAt }) => recordedAt)).size).toBeGreaterThan(1);
    expect(await call('/api/v1/demo/clock', executive, { advance: 'P1Y' })).toMatchObject({ status: 400, field: 'advance' });
  });

  it('goes on where it was left, when it is started again', async () => {
    const last = (await server.node.store.head())?.index ?? 0;
    const [event] = await server.node.store.readFromIndex(last, 1);
    await server.close();
    server = await serve();
    expect(await call('/api/v1/demo/clock')).toMatchObject({ seed: DEMO_SEED, now: event?.recordedAt, index: last });
  });

  const hasCurl = spawnSync('curl', ['--version']).status === 0;
  (hasCurl ? it : it.skip)('walks as its page says, line by line', async () => {
    const page = await home(new URL(server.url).host);
    const lines = [...page.matchAll(/<pre>(.*?)<\/pre>/gs)].map(([, line]) =>
      (line as string).replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))),
    );
    const script = lines.filter((line) => !line.includes('/stream')).join('\necho "--"\n');
    const shell = spawn('bash', ['-euo', 'pipefail', '-c', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const answers = (await text(shell.stdout)).split('--\n').map((answer) => answer.trim());
    expect(answers[1]).toContain('"Dana Brooks"');
    expect(JSON.parse(answers[2] as string)).toMatchObject({ route: 'escalated', holder: { name: 'Ann Lee' } });
    expect(answers[4]).toMatch(/^Goes to Ann Lee because a waiver is decided there/);
    expect(JSON.parse(answers.at(-3) as string).timeline.map(({ type }: Json) => type)).toEqual(
      expect.arrayContaining(['IssueFiled', 'EscalationDecided']),
    );
    expect(JSON.parse(answers.at(-2) as string).items).toMatchObject([{ by: { name: 'Ann Lee' }, decision: 'Approved.' }]);
    expect(JSON.parse(answers.at(-1) as string).items).toEqual([]);
  });
});
