import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answersIn, judge, runLoad, tryAgain, type Load } from './append-load.js';
import { stepsIn, traceWrites } from './disk-trace.js';
import { diceOf, Disk, type Dice, type DiskStep } from './disk.js';
import { requireStrace } from './strace.js';

/** Power losses drawn over one run from nothing; a tenth of them over one in which the log is checkpointed while it grows. */
const LOSSES = { full: 120, normal: 20, off: 20 } as const;

interface Count {
  losses: number;
  /** Power losses after which something that was acknowledged is gone. */
  withLost: number;
  acknowledgedLost: number;
  /** Power losses after which the log is torn or damaged. */
  damaged: number;
}

let folder: string;
beforeAll(async () => {
  requireStrace();
  folder = await realpath(await mkdtemp(join(tmpdir(), 'gravitas-power-')));
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

async function traced(name: string, load: Omit<Load, 'file' | 'first'>): Promise<readonly DiskStep[]> {
  const data = join(folder, name);
  await mkdir(data);
  const trace = `${data}.trace`;
  const { acknowledged } = await runLoad({ ...load, first: 0, file: join(data, 'log.sqlite') }, traceWrites(trace));
  expect(acknowledged.size).toBe(load.appends);
  const steps: DiskStep[] = [];
  for await (const step of stepsIn(trace, data)) steps.push(step);
  await rm(trace);
  await rm(data, { recursive: true });
  return steps;
}

/** Cuts the power at moments drawn by the dice, and opens what is left. */
async function cutPower(steps: readonly DiskStep[], losses: number, dice: Dice): Promise<Count> {
  const moments = new Map<number, number>();
  for (let i = 0; i < losses; i++) {
    const at = 1 + dice(steps.length);
    moments.set(at, (moments.get(at) ?? 0) + 1);
  }
  const disk = new Disk();
  let said = '';
  const count: Count = { losses, withLost: 0, acknowledgedLost: 0, damaged: 0 };
  for (const [i, step] of steps.entries()) {
    if (step.kind === 'said') said += step.text;
    else disk.apply(step);
    for (let times = moments.get(i + 1) ?? 0; times > 0; times--) {
      const place = join(folder, 'after');
      await mkdir(place);
      for (const [path, content] of disk.afterPowerLoss(dice)) await writeFile(join(place, path), content);
      const file = join(place, 'log.sqlite');
      const { acknowledged } = answersIn(said);
      const { lost, torn, damage } = await judge(file, acknowledged);
      count.withLost += lost.length > 0 ? 1 : 0;
      count.acknowledgedLost += lost.length;
      count.damaged += torn.length + damage.length > 0 ? 1 : 0;
      if (damage.length === 0) expect(await tryAgain({ file, durability: 'full', first: 0, appends: 3, callers: 1 })).toEqual([]);
      await rm(place, { recursive: true });
    }
  }
  return count;
}

describe('a power loss at any moment', () => {
  it.each([
    ['full', 'loses nothing that was acknowledged, and damages nothing'],
    ['normal', 'loses acknowledged appends (so the script can see it), and damages nothing'],
    ['off', 'loses acknowledged appends'],
  ] as const)(
    'with synchronous=%s %s',
    async (durability, _what) => {
      const losses = LOSSES[durability];
      const fromNothing = await traced(`small-${durability}`, { durability, appends: 60, callers: 4 });
      const small = await cutPower(fromNothing, losses, diceOf(20_261_123));
      const growing = await traced(`large-${durability}`, { durability, appends: 1_500, callers: 8 });
      const large = await cutPower(growing, losses / 10, diceOf(4));
      console.log(`synchronous=${durability} ${JSON.stringify({ small, large })}`);
      if (durability === 'full') {
        const nothing = { withLost: 0, acknowledgedLost: 0, damaged: 0 };
        expect({ small, large }).toEqual({ small: { losses, ...nothing }, large: { losses: losses / 10, ...nothing } });
      } else {
        expect(small.withLost).toBeGreaterThan(losses / 10);
      }
      if (durability === 'normal') expect(small.damaged + large.damaged).toBe(0);
    },
    1_500_000,
  );
});
