import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { judge, runLoad, tryAgain, type Load } from './append-load.js';
import { CALLS, requireStrace, strace } from './strace.js';

/** Each call on the log's files fails once, in a run of its own, in each of these ways. */
const WAYS = { EIO: 'error=EIO', ENOSPC: 'error=ENOSPC', kill: 'signal=KILL' } as const;
/** As many runs at a time as there are cores to wait for. */
const AT_A_TIME = 3;
/** What an append may answer when the disk fails it. */
const HONEST = ['StoreFailed', 'StoreFull', 'StoreClosed'];

let folder: string;
beforeAll(async () => {
  requireStrace();
  folder = await mkdtemp(join(tmpdir(), 'gravitas-calls-'));
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

const loadOn = (file: string): Load => ({ file, durability: 'full', first: 0, appends: 12, callers: 4 });

/** How often each call is made on the files of the log, from its first opening to its closing. */
async function callsMade(): Promise<ReadonlyMap<string, number>> {
  const file = join(folder, 'counted.sqlite');
  const trace = `${file}.trace`;
  const { acknowledged } = await runLoad(loadOn(file), strace(trace, file, CALLS));
  expect(acknowledged.size).toBe(12);
  const made = new Map<string, number>();
  for (const line of (await readFile(trace, 'utf8')).split('\n')) {
    const call = /^\d+ +(?:<\.\.\. )?(\w+)(?:\(| resumed)/.exec(line)?.[1];
    if (call !== undefined && !line.includes('resumed')) made.set(call, (made.get(call) ?? 0) + 1);
  }
  return made;
}

describe('a disk that fails one call', () => {
  it('loses nothing that was acknowledged, tears nothing, and says so to whoever waited', async () => {
    const made = await callsMade();
    expect(made.get('pwrite64')).toBeGreaterThan(20);
    expect(made.get('fsync') ?? made.get('fdatasync')).toBeGreaterThan(3);
    const runs = [...made].flatMap(([call, times]) =>
      Object.entries(WAYS).flatMap(([way, inject]) => Array.from({ length: times }, (_, i) => ({ call, way, inject, when: i + 1 }))),
    );
    const counts: Record<string, { runs: number; met: number; refused: number; notOpened: number }> = {};
    const wrong: unknown[] = [];
    const one = async ({ call, way, inject, when }: (typeof runs)[number]): Promise<void> => {
      const file = join(folder, `${call}-${way}-${String(when)}.sqlite`);
      const load = loadOn(file);
      const answers = await runLoad(load, strace(`${file}.trace`, file, [call], `${call}:${inject}:when=${String(when)}`));
      const traced = await readFile(`${file}.trace`, 'utf8');
      const count = (counts[`${call} ${way}`] ??= { runs: 0, met: 0, refused: 0, notOpened: 0 });
      count.runs++;
      count.met += /INJECTED|killed by SIGKILL/.test(traced) ? 1 : 0;
      count.refused += answers.refused.size;
      count.notOpened += answers.closed === null ? 0 : 1;
      const verdict = await judge(file, answers.acknowledged);
      const dishonest = [...answers.refused.values(), answers.closed].filter((error) => error !== null && !HONEST.includes(error));
      const notAgain = verdict.damage.length > 0 ? [] : await tryAgain(load);
      if ([verdict.lost, verdict.torn, verdict.damage, dishonest, notAgain].some(({ length }) => length > 0))
        wrong.push({ call, way, when, ...verdict, dishonest, notAgain });
      await Promise.all(['', '-wal', '-shm', '.lock', '.trace'].map((end) => rm(`${file}${end}`, { force: true })));
    };
    const queue = [...runs];
    const worker = async (): Promise<void> => {
      for (let run = queue.shift(); run !== undefined; run = queue.shift()) await one(run);
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, worker));
    console.log(`calls that failed, one in each run\n${JSON.stringify(counts, null, 1)}`);
    expect(wrong).toEqual([]);
    // A fault that was never met proves nothing: all but what depends on how appends fell into batches.
    const met = Object.values(counts).reduce((sum, count) => sum + count.met, 0);
    expect(met).toBeGreaterThan(runs.length * 0.8);
  }, 1_200_000);
});
