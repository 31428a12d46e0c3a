import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RefusalLog, type Refused } from './refusal-log.js';

const clock = () => {
  let now = Date.parse('2026-11-23T09:10:00.000Z');
  return { now: () => new Date(now), pass: (hours: number) => void (now += hours * 3_600_000) };
};
const refused = (changes: Partial<Refused> = {}): Refused => ({
  person: 'dana',
  address: '192.0.2.7',
  route: '/api/v1/log',
  problem: 'not-allowed',
  correlationId: 'request-0001',
  ...changes,
});

describe('refusals', () => {
  it('are counted by hour, person, address, route and problem, the newest first', () => {
    const time = clock();
    const log = new RefusalLog(time.now);
    log.record(refused());
    log.record(refused({ correlationId: 'request-0002' }));
    time.pass(1);
    log.record(refused());
    expect(log.counts(10)).toMatchObject([
      { hour: '2026-11-23T10:00:00.000Z', count: 1 },
      { hour: '2026-11-23T09:00:00.000Z', count: 2, person: 'dana', lastCorrelationId: 'request-0002' },
    ]);
    expect(log.counts(1)).toHaveLength(1);
  });

  it('of a flood are few, and none is lost from the count', () => {
    const log = new RefusalLog(clock().now);
    for (let n = 0; n < 20_000; n++)
      log.record(refused({ person: null, address: `192.0.${n >> 8}.${n & 255}`, problem: 'not-authenticated' }));
    log.record(refused());
    const counts = log.counts(100_000);
    expect(counts.length).toBeLessThanOrEqual(502);
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(20_001);
  });

  it('are kept for a month, and never more than so many', () => {
    const time = clock();
    const log = new RefusalLog(time.now);
    log.record(refused());
    for (let hour = 0; hour < 100; hour++) {
      time.pass(1);
      for (let n = 0; n < 200; n++) log.record(refused({ address: `10.0.0.${n}` }));
    }
    expect(log.counts(100_000).length).toBeLessThanOrEqual(10_000);
    time.pass(31 * 24 + 1);
    log.record(refused());
    expect(log.counts(100_000)).toHaveLength(1);
  });

  it('are there again after a restart; a broken file does not stop one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gravitas-refusals-'));
    const file = join(folder, 'refusals.json');
    const [before, after] = [new RefusalLog(clock().now), new RefusalLog(clock().now)];
    before.record(refused());
    before.save(file);
    after.read(file);
    expect(after.counts(10)).toEqual(before.counts(10));
    writeFileSync(file, '[{');
    after.read(file);
    expect(after.counts(10)).toEqual([]);
    after.save(file); // nothing new
    expect(readFileSync(file, 'utf8')).toBe('[{');
    rmSync(folder, { recursive: true });
  });
});
