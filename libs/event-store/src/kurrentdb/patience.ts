import { setTimeout as pause } from 'node:timers/promises';

/** The server did not answer, for as long as one was ready to wait. */
class NoAnswer extends Error {
  override readonly name = 'NoAnswer';

  constructor() {
    super('no answer in time');
  }
}

const FIRST_PAUSE_MILLIS = 50;
const LONGEST_PAUSE_MILLIS = 2_000;

/** Pauses that grow from 50 ms to 2 s, somewhat random so that many processes do not come back as one. */
export function pauseMillis(failures: number): number {
  return Math.min(FIRST_PAUSE_MILLIS * 2 ** failures, LONGEST_PAUSE_MILLIS) * (0.5 + Math.random() / 2);
}

/** Tries again while `passes` says that the fault may pass and there is time left. Throws the last fault. */
export async function persist<T>(millis: number, passes: (error: unknown) => boolean, attempt: (left: number) => Promise<T>): Promise<T> {
  const until = performance.now() + millis;
  for (let failures = 0; ; failures += 1) {
    try {
      return await attempt(Math.max(1, Math.ceil(until - performance.now())));
    } catch (error) {
      const wait = pauseMillis(failures);
      if (!passes(error) || performance.now() + wait >= until) throw error;
      await pause(wait);
    }
  }
}

/** @throws NoAnswer after `millis`; what comes later is dropped */
export async function inTime<T>(work: Promise<T>, millis: number): Promise<T> {
  return whileProgressing(work, () => 0, millis);
}

/** Waits as long as `progress` changes within each `millis`. @throws NoAnswer once it does not */
export async function whileProgressing<T>(work: Promise<T>, progress: () => number, millis: number): Promise<T> {
  const stalled = Promise.withResolvers<never>();
  let before = progress();
  const watch = setInterval(() => {
    const now = progress();
    if (now === before) stalled.reject(new NoAnswer());
    before = now;
  }, millis);
  work.catch(() => undefined); // it may fail after nobody waits for it any more
  try {
    return await Promise.race([work, stalled.promise]);
  } finally {
    clearInterval(watch);
  }
}

/** What comes of the work, or undefined as soon as the signal is aborted. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
  if (signal === undefined) return work;
  work.catch(() => undefined); // it may fail after nobody waits for it any more
  const aborted = Promise.withResolvers<undefined>();
  const onAbort = (): void => aborted.resolve(undefined);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
