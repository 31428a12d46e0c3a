import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { RecordedEvent } from '#event-store';
import { MemoryEventStore } from '#event-store/memory/memory-event-store';
import { DemoClock } from './demo-clock.js';

const START = '2026-11-23T09:00:00.000Z';

/** An engine in which these instants fall due; it says at what time each was done. */
function engineWith(clock: DemoClock, dues: string[]) {
  const done: string[] = [];
  clock.drive({
    nextDue: () => dues[0] ?? null,
    async rest() {
      while (dues[0] !== undefined && dues[0] <= clock.now()) {
        dues.shift();
        done.push(clock.now());
      }
    },
  });
  return done;
}

describe('the clock of a demonstration', () => {
  it('stands still until it is moved', () => {
    expect(new DemoClock(1, START, new MemoryEventStore()).now()).toBe(START);
  });

  it('stops at everything that falls due on the way, and goes no further than it was told', async () => {
    const clock = new DemoClock(1, START, new MemoryEventStore());
    const dues = ['2026-11-23T08:00:00.000Z', '2026-11-23T09:15:00.000Z', '2026-11-23T10:00:00.000Z', '2026-11-23T10:00:00.001Z'];
    const done = engineWith(clock, [...dues]);
    await clock.advance(3_600_000);
    expect(done).toEqual([START, '2026-11-23T09:15:00.000Z', '2026-11-23T10:00:00.000Z']);
    expect(clock.now()).toBe('2026-11-23T10:00:00.000Z');
  });

  it('is not held up by what falls due and cannot be done', async () => {
    const clock = new DemoClock(1, START, new MemoryEventStore());
    clock.drive({ nextDue: () => '2026-11-23T09:30:00.000Z', rest: async () => undefined });
    await clock.advance(3_600_000);
    expect(clock.now()).toBe('2026-11-23T10:00:00.000Z');
  });

  describe('when somebody has done something', () => {
    afterEach(() => void jest.useRealTimers());

    it('goes on for some seconds, so that a decision takes effect, and stands still again', async () => {
      jest.useFakeTimers();
      const clock = new DemoClock(1, START, new MemoryEventStore());
      const done = engineWith(clock, ['2026-11-23T09:00:10.000Z']);
      await clock.apply([{ actor: 'dana' } as RecordedEvent]);
      await jest.advanceTimersByTimeAsync(60_000);
      expect(done).toEqual(['2026-11-23T09:00:10.000Z']);
      expect(clock.now() < '2026-11-23T09:00:20.000Z').toBe(true);
      const stood = clock.now();
      await clock.apply([{ actor: 'system:router' } as RecordedEvent]);
      await jest.advanceTimersByTimeAsync(60_000);
      expect(clock.now()).toBe(stood);
    });
  });

  it('makes one move after another, however many ask for it', async () => {
    const clock = new DemoClock(1, START, new MemoryEventStore());
    engineWith(clock, []);
    await Promise.all([clock.advance(1000), clock.advance(1000), clock.advance(1000)]);
    expect(clock.now()).toBe('2026-11-23T09:00:03.000Z');
  });
});
