import { chmodSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { fillFolder } from '#care/testing/data-folders';
import { gravitas, startRealServer } from '../faults/real-server.js';

/** `gravitas doctor` on real folders: what is well, and each thing that can be wrong. */
const root = mkdtempSync(join(tmpdir(), 'gravitas-doctor-'));
const demo = join(root, 'demo');
const data = join(root, 'data');
beforeAll(async () => {
  const made = await gravitas({}, 'demo', '--data', demo, '--volume', '1');
  if (made.code !== 0) throw new Error(made.err);
  await fillFolder(data, 20);
}, 120_000);
afterAll(() => rmSync(root, { recursive: true }));

interface Answer {
  readonly well: boolean;
  readonly findings: readonly { check: string; status: string; says: string; todo?: string }[];
}

async function doctor(folder: string, env: Record<string, string> = {}): Promise<Answer & { readonly code: number | null }> {
  const { code, out, err } = await gravitas({ env }, 'doctor', '--data', folder, '--json');
  if (out === '') throw new Error(err);
  return { code, ...(JSON.parse(out) as Answer) };
}

const notOk = ({ findings }: Answer) =>
  findings.filter(({ status }) => status !== 'ok').map(({ check, status, says }) => `${status} ${check}: ${says}`);

const PORT = 'GRAVITAS_PORT must be a whole number from 0 to 65535';
const READABLE = 'other users of the machine can reach the folder, and read its secret';

describe('gravitas doctor', () => {
  it('finds a demo well, beside the server that has it open', async () => {
    const server = await startRealServer(demo);
    try {
      const answer = await doctor(demo);
      expect([answer.code, answer.well, notOk(answer)]).toEqual([0, true, []]);
      expect(answer.findings.map(({ check }) => check)).toEqual([
        ...['node', 'configuration', 'permissions', 'disk', 'lock', 'synchronous', 'quick_check', 'head', 'clock', 'secret', 'vault'],
        ...['view versions', 'view lag'],
      ]);
      const lock = answer.findings.find(({ check }) => check === 'lock')?.says;
      expect(lock).toMatch(/^(process \d+|another process) has the log open$/);
    } finally {
      await server.stop();
    }
    expect((await doctor(demo)).findings.find(({ check }) => check === 'lock')?.says).toBe('nobody has the log open');
  }, 60_000);

  it('says it in lines, one for each thing', async () => {
    const { code, out } = await gravitas({}, 'doctor', '--data', data);
    expect([code, out]).toEqual([0, expect.stringMatching(/^ok {4}head: 20 entries, the last issue-1@19 of 2026-11-23T09:00:00.000Z$/m)]);
    expect(out).toMatch(/^ok {4}vault: 20 texts open, of 0 the key was erased$/m);
  });

  it.each<[string, () => void, Record<string, string>, string]>([
    ['an environment with which the server does not start', () => undefined, { GRAVITAS_PORT: 'http' }, `fail configuration: ${PORT}`],
    ['a folder that others can read', openToOthers, {}, `fail permissions: ${READABLE}`],
    ['a secret that is gone', withoutSecret, {}, 'fail secret: '],
    ['a vault that is gone', withoutVault, {}, 'fail vault: there is no vault; 20 texts have no key, the first in entry 0'],
    ['a view that is none', withStrangeViews, {}, 'fail views: file is not a database'],
    ['a log with a hole', withHole, {}, 'fail quick_check: 19 events, but the last has index 19; 1 streams have gaps'],
  ])('finds %s, and ends with 1', async (_what, spoil, env, says) => {
    spoil();
    const answer = await doctor(data, env);
    const problems = notOk(answer);
    expect([answer.code, answer.well]).toEqual([1, false]);
    expect(problems.find((line) => line.startsWith(says)) ?? problems).toContain(says);
    expect(answer.findings.every(({ status, todo }) => (status === 'ok') === (todo === undefined))).toBe(true);
  });

  it('tells of no folder that is not there', async () => {
    expect(await gravitas({}, 'doctor', '--data', join(root, 'nowhere'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('is not there'),
    });
  });
});

const inData = (name: string): string => join(data, name);

/** Each mends what the one before it spoiled, and spoils something else. */
function openToOthers(): void {
  chmodSync(data, 0o755);
  chmodSync(inData('secret'), 0o644);
  chmodSync(inData('vault.sqlite'), 0o600);
}

function withoutSecret(): void {
  chmodSync(data, 0o700);
  renameSync(inData('secret'), join(root, 'secret'));
}

function withoutVault(): void {
  renameSync(join(root, 'secret'), inData('secret'));
  renameSync(inData('vault.sqlite'), join(root, 'vault'));
}

function withStrangeViews(): void {
  renameSync(join(root, 'vault'), inData('vault.sqlite'));
  writeFileSync(inData('read-models.sqlite'), 'x'.repeat(5000));
}

function withHole(): void {
  rmSync(inData('read-models.sqlite'));
  const db = new Database(inData('events.sqlite'));
  db.exec('DELETE FROM events WHERE position = 5');
  db.close();
}
