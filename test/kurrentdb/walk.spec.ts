import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { walk } from '../e2e/walk.js';
import { newNamespace, realServer } from './servers.js';
import { WireServer } from './wire-server/wire-server.js';

/** The whole service on KurrentDB: log over gRPC, vault and read models in files. */
const folders: string[] = [];
let wire: WireServer;
beforeAll(async () => {
  wire = await WireServer.start();
});
afterAll(async () => {
  await wire.stop();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

walk('an issue on its way, over the wire', groundOn(() => wire.url)); // prettier-ignore
const real = realServer();
if (real !== null) walk('an issue on its way, on a real server', groundOn(() => real)); // prettier-ignore

function groundOn(url: () => string): Parameters<typeof walk>[1] {
  const folder = mkdtempSync(join(tmpdir(), 'gravitas-walk-'));
  folders.push(folder);
  const namespace = newNamespace();
  return () => ({ folder, log: { kind: 'kurrentdb', url: url(), namespace } });
}
