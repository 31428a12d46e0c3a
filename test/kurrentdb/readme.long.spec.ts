import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readmeWalk } from '../e2e/readme-walk.js';
import { gravitas, startRealServer, type RealServer } from '../faults/real-server.js';
import { newNamespace, realServer } from './servers.js';
import { WireServer } from './wire-server/wire-server.js';

/** The README's walk with the log on a real server, if there is one, else on the wire server. */
const folder = mkdtempSync(join(tmpdir(), 'gravitas-kurrentdb-readme-'));
const data = join(folder, 'data');
let wire: WireServer;
let server: RealServer;

beforeAll(async () => {
  wire = await WireServer.start();
  process.env['GRAVITAS_LOG'] = realServer() ?? wire.url;
  process.env['GRAVITAS_LOG_NAMESPACE'] = newNamespace();
  const made = await gravitas({}, 'demo', '--data', data, '--volume', '1');
  if (made.code !== 0) throw new Error(made.err);
  server = await startRealServer(data);
}, 300_000);
afterAll(async () => {
  await wire.stop();
  rmSync(folder, { recursive: true });
});

it('walks from a filed issue to the decision log with curl', () => readmeWalk(server, folder));

it('replays equal afterwards, by the command line, and stops in good order', async () => {
  expect(await server.stop()).toBe(0);
  const replayed = await gravitas({}, 'replay', '--data', data, '--json');
  expect(replayed).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(replayed.out)).toMatchObject({ routesDiffering: 0, routesPending: 0 });
});
