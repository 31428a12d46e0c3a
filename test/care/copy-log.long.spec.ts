import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countOf, filesOf } from '#care';
import { sqliteFiles } from '#care/testing/data-folders';
import { gravitas, startRealServer } from '../faults/real-server.js';
import { WireServer } from '../kurrentdb/wire-server/wire-server.js';

/** `gravitas copy-log` between files and a KurrentDB server. */
const root = mkdtempSync(join(tmpdir(), 'gravitas-copy-'));
const cli = fileURLToPath(new URL('../../dist/apps/cli/src/main.js', import.meta.url));
const demo = join(root, 'demo');
const from = `sqlite:${filesOf(demo).log}`;
let wire: WireServer;
beforeAll(async () => {
  const made = await gravitas({}, 'demo', '--data', demo, '--volume', '10');
  if (made.code !== 0) throw new Error(made.err);
  wire = await WireServer.start();
}, 120_000);
afterAll(async () => {
  await wire.stop();
  rmSync(root, { recursive: true });
});

interface Answer {
  readonly before: number;
  readonly copied: number;
  readonly log: { readonly events: number; readonly hash: string };
  readonly sourceInUse: boolean;
}

async function copy(source: string, target: string): Promise<Answer> {
  const { code, out, err } = await gravitas({}, 'copy-log', source, target, '--json');
  if (code !== 0) throw new Error(err);
  return JSON.parse(out) as Answer;
}

/** Entries in a file, beside whoever writes it; 0 while there is none. */
async function entriesIn(file: string): Promise<number> {
  try {
    const log = sqliteFiles.open(file);
    return await countOf(log).finally(() => log.close());
  } catch {
    return 0;
  }
}

describe('gravitas copy-log', () => {
  it('moves a log to a server and back: the same leaves on all three', async () => {
    const there = await copy(from, wire.url);
    const back = await copy(wire.url, `sqlite:${join(root, 'back.sqlite')}`);
    expect(there).toMatchObject({ before: 0, sourceInUse: false });
    expect(there.copied).toBeGreaterThan(500);
    expect(back).toMatchObject({ copied: there.copied, log: there.log, sourceInUse: true });
    expect(await copy(from, `sqlite:${join(root, 'back.sqlite')}`)).toMatchObject({ before: there.copied, copied: 0, log: there.log });
  }, 120_000);

  it('goes on where it was killed', async () => {
    const file = join(root, 'killed.sqlite');
    const child = spawn(process.execPath, [cli, 'copy-log', wire.url, `sqlite:${file}`], { env: { ...process.env, NODE_OPTIONS: '' } });
    const exited = once(child, 'exit');
    while (child.exitCode === null && (await entriesIn(file)) === 0) await new Promise(setImmediate);
    child.kill('SIGKILL');
    await exited;
    const all = await countOf(sqliteFiles.open(filesOf(demo).log));
    const before = await entriesIn(file);
    expect(before).toBeGreaterThan(0);
    const { log } = await copy(from, 'sqlite:' + join(root, 'whole.sqlite'));
    expect(await copy(from, `sqlite:${file}`)).toMatchObject({ before, copied: all - before, log });
  }, 120_000);

  it('is what a backup of a log on a server is made with', async () => {
    const env = { GRAVITAS_LOG: wire.url };
    const { code, err } = await gravitas({ env }, 'backup', join(root, 'backup'), '--data', join(root, 'elsewhere'));
    expect([code, err]).toEqual([0, '']);
    expect(readdirSync(join(root, 'backup')).sort()).toEqual(['events.sqlite', 'manifest.json']);
    const { out } = await gravitas({}, 'restore', join(root, 'backup'), '--data', join(root, 'restored'), '--json');
    expect(JSON.parse(out)).toMatchObject({ log: (await copy(wire.url, `sqlite:${join(root, 'back.sqlite')}`)).log });
  }, 120_000);

  it('copies a log that its server has open, and says that it may grow', async () => {
    const server = await startRealServer(demo);
    const { code, out } = await gravitas({}, 'copy-log', from, `sqlite:${join(root, 'in-use.sqlite')}`);
    await server.stop();
    expect([code, out]).toEqual([0, expect.stringContaining('Others may write to the source: stop them and copy once more')]);
  }, 60_000);

  it.each([
    ['memory:', 'sqlite:x', 'the address of a log is sqlite:FILE or kurrentdb://…'],
    ['sqlite:nowhere.sqlite', 'sqlite:x', 'is not there'],
    ['kurrentdb://admin:changeit@[', 'sqlite:x', 'the address of the log'],
  ])('refuses %s', async (source, target, says) => {
    const { code, err } = await gravitas({}, 'copy-log', source, target);
    expect([code, err]).toEqual([2, expect.stringContaining(says)]);
    expect(err).not.toContain('changeit');
  });

  it('refuses a target that holds another log', async () => {
    const other = join(root, 'other');
    await gravitas({}, 'demo', '--data', other, '--volume', '1');
    const { code, err } = await gravitas({}, 'copy-log', from, `sqlite:${filesOf(other).log}`);
    expect([code, err]).toEqual([2, expect.stringContaining('is no copy of the log')]);
  }, 60_000);
});
