import { describe, expect, it } from '@jest/globals';
import { AlreadyExists, InvalidValue } from '#domain';
import { StoreBusy, StoreClosed } from '#event-store';
import { untilDone } from './insistence.js';
import { SimulatedTime } from './simulated-time.js';

async function insisted(...outcomes: readonly (Error | null)[]) {
  const time = new SimulatedTime('2026-11-23T09:00:00.000Z');
  const faults: string[] = [];
  let attempts = 0;
  const work = async (): Promise<void> => {
    const outcome = outcomes[attempts] ?? null;
    attempts += 1;
    if (outcome !== null) throw outcome;
  };
  const timers = {
    after: (milliseconds: number, run: () => void) => {
      time.advanceTo(new Date(Date.parse(time.now()) + milliseconds).toISOString());
      run();
      return () => undefined;
    },
  };
  await untilDone(work, (fault) => faults.push(fault.name), undefined, timers);
  return { attempts, faults, now: time.now() };
}

describe('a process manager', () => {
  it('tries again while the store is busy, after pauses that grow', async () => {
    const busy = Array.from({ length: 9 }, () => new StoreBusy());
    // 50 + 100 + 200 + 400 + 800 + 1600 + 3200 + 5000 + 5000
    expect(await insisted(...busy)).toEqual({ attempts: 10, faults: [], now: '2026-11-23T09:00:16.350Z' });
  });

  it('takes it that somebody was faster', async () => {
    expect(await insisted(new AlreadyExists('escalation', 'e1'))).toMatchObject({ attempts: 1, faults: [] });
  });

  it('tells of a refusal that should not have been, and goes on', async () => {
    expect(await insisted(new InvalidValue('hop', 'does not fit'))).toMatchObject({ attempts: 1, faults: ['InvalidValue'] });
  });

  it('leaves it when nobody insists any more', async () => {
    let attempts = 0;
    const full = async (): Promise<void> => {
      attempts += 1;
      throw new StoreBusy();
    };
    expect(await untilDone(full, () => undefined, () => attempts < 1)).toBe(false); // prettier-ignore
    expect(attempts).toBe(1);
  });

  it('stops at what will not pass', async () => {
    await expect(insisted(new StoreClosed())).rejects.toThrow(StoreClosed);
  });
});
