import { DomainError } from '#domain';
import { EventStoreError } from '#event-store';
import { VaultError } from '#vault';
import { systemTimers, type Timers } from './clock.js';
import { StreamContended } from './errors.js';

const FIRST_PAUSE_MILLIS = 50;
const LONGEST_PAUSE_MILLIS = 5000;

/**
 * Does a process manager's work, again and again while it fails for a reason that passes: a full queue, a full disk. The pauses grow
 * from 50 ms to 5 s, by the machine's own time: a clock that is moved by hand stands still meanwhile. A refusal because somebody was
 * faster is a normal outcome; any other refusal is a fault of the program, but of one case alone, so it is told (`onFault`) and the work
 * goes on. What else fails is thrown. False: it is not done, and nobody insists any more (`goesOn`, asked after each failure).
 */
export async function untilDone(
  work: () => Promise<void>,
  onFault: (error: DomainError) => void,
  goesOn: () => boolean = () => true,
  timers: Timers = systemTimers,
): Promise<boolean> {
  for (let pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
    try {
      await work();
      return true;
    } catch (error) {
      if (!passes(error)) {
        if (!(error instanceof DomainError)) throw error;
        if (error.kind !== 'conflict') onFault(error);
        return true;
      }
    }
    if (!goesOn()) return false;
    await new Promise<void>((resolve) => {
      timers.after(pause, resolve);
    });
  }
}

function passes(error: unknown): boolean {
  if (error instanceof EventStoreError || error instanceof VaultError) return error.retry;
  return error instanceof StreamContended;
}
