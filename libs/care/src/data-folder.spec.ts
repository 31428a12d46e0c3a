import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { demoSecret } from '#connect';
import { MemoryEventStore } from '#event-store/memory/memory-event-store';
import { demoMarkIn, filesOf, secretIn, secretOf } from './data-folder.js';
import { someEvent } from './testing/some-log.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gravitas-care-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the secret of a data folder', () => {
  it('is made once, for its owner alone', () => {
    const made = secretIn(folder, true);
    expect(made).toHaveLength(32);
    expect(secretIn(folder, false)).toEqual(made);
    expect(statSync(filesOf(folder).secret).mode & 0o777).toBe(0o600);
  });

  it('is not made anew for a log that holds entries', () => {
    expect(() => secretIn(folder, false)).toThrow(expect.objectContaining({ name: 'SecretMissing', retry: false }));
  });

  it('is refused when it cannot be read, and not said', () => {
    writeFileSync(filesOf(folder).secret, 'hunter2');
    expect(() => secretIn(folder, false)).toThrow(/does not hold 64 hexadecimal digits$/);
  });

  it('of a demo follows from its seed, and nothing is written', async () => {
    const log = new MemoryEventStore();
    await log.append('programme-laptops', 'noStream', [someEvent(1, { type: 'DemoMarked', data: { seed: 7 } })]);
    expect(await demoMarkIn(log)).toEqual({ programme: 'laptops', seed: 7 });
    expect(await secretOf(folder, log)).toEqual(demoSecret(7));
    expect(() => readFileSync(filesOf(folder).secret)).toThrow('ENOENT');
  });

  it('of a real log is the one of its folder', async () => {
    expect(await secretOf(folder, new MemoryEventStore())).toEqual(secretIn(folder, false));
  });
});
