import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RateLimit } from './rate-limit.js';

const clock = () => {
  let ms = 1_000_000;
  return { now: () => ms, pass: (more: number) => void (ms += more) };
};

describe('a rate limit', () => {
  it('lets a burst through, then the rate, and says when to come again', () => {
    const time = clock();
    const limit = new RateLimit({ perMinute: 60, burst: 3 }, time.now);
    expect([1, 2, 3].map(() => limit.take('ann').remaining)).toEqual([2, 1, 0]);
    expect(limit.take('ann')).toEqual({ allowed: false, remaining: 0, resetSeconds: 3, retryAfterSeconds: 1 });
    time.pass(999);
    expect(limit.take('ann').allowed).toBe(false);
    time.pass(1);
    expect(limit.take('ann').allowed).toBe(true);
    expect(limit.take('ann').allowed).toBe(false);
  });

  it('holds each caller to their own', () => {
    const limit = new RateLimit({ perMinute: 1, burst: 1 }, clock().now);
    expect(limit.take('ann').allowed).toBe(true);
    expect(limit.take('bob').allowed).toBe(true);
    expect(limit.take('ann')).toMatchObject({ allowed: false, retryAfterSeconds: 60 });
  });

  it('allows whoever comes when they were told to', () => {
    const time = clock();
    const limit = new RateLimit({ perMinute: 7, burst: 2 }, time.now);
    for (let n = 0; n < 50; n++) {
      const { allowed, retryAfterSeconds } = limit.take('ann');
      if (allowed) continue;
      time.pass(retryAfterSeconds * 1000);
      expect(limit.take('ann').allowed).toBe(true);
    }
  });

  it('never lets more through in any span than the burst and what the span allows', () => {
    fc.assert(
      fc.property(
        fc.record({ perMinute: fc.integer({ min: 1, max: 600 }), burst: fc.integer({ min: 1, max: 50 }) }),
        fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 200 }),
        (rate, pauses) => {
          const time = clock();
          const limit = new RateLimit(rate, time.now);
          const accepted: number[] = [];
          for (const pause of pauses) {
            time.pass(pause);
            if (limit.take('ann').allowed) accepted.push(time.now());
          }
          accepted.forEach((from, i) =>
            accepted.slice(i).forEach((to, j) => {
              expect(j + 1).toBeLessThanOrEqual(rate.burst + ((to - from) * rate.perMinute) / 60_000 + 1e-4);
            }),
          );
        },
      ),
    );
  });

  it('lets the whole burst through at any fraction of a millisecond', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 1000 }),
        (now, burst, perMinute) => {
          const limit = new RateLimit({ perMinute, burst }, () => now);
          for (let n = 1; n <= burst; n++) expect(limit.take('ann')).toMatchObject({ allowed: true, remaining: burst - n });
          expect(limit.take('ann').allowed).toBe(false);
        },
      ),
    );
  });

  it('keeps no more callers than it can', () => {
    const limit = new RateLimit({ perMinute: 1, burst: 1 }, clock().now);
    limit.take('ann');
    for (let n = 0; n < 50_000; n++) limit.take(`caller-${n}`);
    expect(limit.take('ann').allowed).toBe(true);
    expect(limit.take('caller-49999').allowed).toBe(false);
  });
});
