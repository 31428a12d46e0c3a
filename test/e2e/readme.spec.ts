import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, it } from '@jest/globals';
import { gravitas, startRealServer, type RealServer } from '../faults/real-server.js';
import { readmeWalk } from './readme-walk.js';

const folder = mkdtempSync(join(tmpdir(), 'gravitas-readme-'));
let server: RealServer;

beforeAll(async () => {
  const made = await gravitas({}, 'demo', '--data', join(folder, 'data'), '--volume', '1');
  if (made.code !== 0) throw new Error(made.err);
  server = await startRealServer(join(folder, 'data'));
}, 300_000);
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

it('walks from a filed issue to the decision log with curl', () => readmeWalk(server, folder), 60_000);
