import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { gravitas, startRealServer, type RealServer } from '../faults/real-server.js';

/** docs/operations.md, held against the product: its commands run as they stand there, beside a server; only address and way to the command line differ. */
const root = fileURLToPath(new URL('../../', import.meta.url));
const guide = readFileSync(`${root}docs/operations.md`, 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'gravitas-operations-'));
let server: RealServer;

beforeAll(async () => {
  const made = await gravitas({}, 'demo', '--data', join(folder, 'data'), '--volume', '1');
  if (made.code !== 0) throw new Error(made.err);
  server = await startRealServer(join(folder, 'data'));
}, 120_000);
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

const run = promisify(execFile);

it('says what can be done, in its order', async () => {
  const blocks = [...guide.matchAll(/<!-- run -->\s*```bash\n([\s\S]*?)```/g)].map(([, block]) => block as string);
  expect(blocks.length).toBe(5);
  const script = blocks
    .join('')
    .replaceAll('http://127.0.0.1:7070', server.url)
    .replaceAll('npx gravitas', `${process.execPath} ${root}dist/apps/cli/src/main.js`);
  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder, env: { ...process.env, NODE_OPTIONS: '' } });
  expect(stdout).toContain('read again and found whole');
  expect(stdout).toMatch(/Against the folder that it replaces: the backup holds all its \d+ entries\./);
  expect(stdout).toMatch(/entries, \d+ routes recomputed, 0 differ|events, \d+ routes recomputed, 0 differ/);
  expect(stdout).toContain('both logs were read again and each entry is the same');
  expect(JSON.parse(readFileSync(join(folder, 'doctor.json'), 'utf8'))).toMatchObject({ well: true });
}, 120_000);

it('names the metrics that there are, and no other', async () => {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const there = [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name);
  const named = [...new Set([...guide.matchAll(/`(gravitas_\w+)/g)].map(([, name]) => name))];
  expect(named.sort()).toEqual(there.sort());
});
