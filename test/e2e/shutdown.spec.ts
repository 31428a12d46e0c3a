import { describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loggerOf } from '../../apps/server/src/application.js';
import { startServer } from '../../apps/server/src/server.js';
import { Client } from './client.js';
import { EventSource } from './event-source.js';
import { Scenario } from './scenario.js';
import { startWorld } from './world.js';

describe('a server that is told to stop', () => {
  it('ends its streams, and does not wait for who stays silent', async () => {
    const world = await startWorld();
    const streams = await Promise.all(
      [1, 2, 3].map(() => EventSource.open(`${world.url}/api/v1/stream`, { authorization: `Bearer ${world.tokens.aud}` })),
    );
    const { port } = new URL(world.url);
    const [silent, half] = [1, 2].map(() =>
      connect(Number(port), '127.0.0.1')
        .resume()
        .on('error', () => undefined),
    ) as [Socket, Socket];
    await Promise.all([once(silent, 'connect'), once(half, 'connect')]);
    half.write('POST /api/v1/issues HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{');
    const gone = [silent, half].map((socket) => new Promise((resolve) => void socket.on('close', resolve)));
    await world.close();
    await Promise.all([...streams.map((stream) => stream.end()), ...gone]);
    await expect(fetch(world.url)).rejects.toThrow();
  });

  it('answers what it had accepted', async () => {
    const world = await startWorld();
    const scenario = new Scenario(await Client.of(world));
    const filings = Array.from({ length: 20 }, () => scenario.try('dana', 'fileIssue'));
    await filings[0];
    const closed = world.close();
    const answers = await Promise.allSettled(filings);
    await closed;
    const answered = answers.filter((one) => one.status === 'fulfilled').map(({ value }) => value.status);
    expect(answered.length).toBeGreaterThan(0);
    expect(answered.every((status) => status === 201 || status === 503)).toBe(true);
  });
});

describe('a server that cannot start', () => {
  it('says why, and lets go of what it had opened', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gravitas-start-'));
    const first = await startServer({ folder }, { host: '127.0.0.1', port: 0 }, loggerOf('silent'));
    const port = Number(new URL(first.url).port);
    await expect(startServer({ folder }, { host: '127.0.0.1', port: 0 }, loggerOf('silent'))).rejects.toMatchObject({
      name: 'StoreLocked',
    });
    const other = mkdtempSync(join(tmpdir(), 'gravitas-start-'));
    for (let again = 0; again < 2; again++) {
      await expect(startServer({ folder: other }, { host: '127.0.0.1', port }, loggerOf('silent'))).rejects.toMatchObject({
        code: 'EADDRINUSE',
      });
    }
    await first.close();
    [folder, other].forEach((one) => rmSync(one, { recursive: true }));
  });
});

/** The built server, as `npm start` runs it. */
describe('the process', () => {
  const main = fileURLToPath(new URL('../../dist/apps/server/src/main.js', import.meta.url));
  const run = (env: Record<string, string>): ChildProcess =>
    spawn(process.execPath, [main], { env: { ...process.env, GRAVITAS_PORT: '0', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });

  async function outputOf(child: ChildProcess, stream: 'stdout' | 'stderr'): Promise<string> {
    const [text] = (await once(child[stream]!.setEncoding('utf8'), 'data')) as [string];
    return text;
  }

  it('says one line when it is ready, and ends well when it is told to', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gravitas-main-'));
    const child = run({ GRAVITAS_DATA: join(folder, 'data') });
    const ended = once(child, 'exit');
    const ready = await outputOf(child, 'stdout');
    expect(ready).toMatch(/^Gravitas is ready at http:\/\/127\.0\.0\.1:\d+\n$/);
    const url = ready.trim().split(' ').at(-1) as string;
    expect(await (await fetch(`${url}/health/ready`)).json()).toMatchObject({ status: 'ready' });
    expect(await (await fetch(url)).text()).toContain('npx gravitas token create');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(existsSync(join(folder, 'data/events.sqlite-wal'))).toBe(false);
    rmSync(folder, { recursive: true });
  });

  it('says in one line what is wrong with its configuration', async () => {
    const child = run({ GRAVITAS_PORT: '7o7o' });
    const ended = once(child, 'exit');
    expect(await outputOf(child, 'stderr')).toBe('gravitas: GRAVITAS_PORT must be a whole number from 0 to 65535\n');
    expect(await ended).toEqual([1, null]);
  });
});
