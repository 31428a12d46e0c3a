import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BulkReport } from '#connect';
import { gravitas } from '../faults/real-server.js';

const folder = mkdtempSync(join(tmpdir(), 'gravitas-bulk-'));
const data = join(folder, 'data');
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const ROWS = 10_000;
const people = (title: (n: number) => string): string => {
  const row = (n: number): string =>
    `p${n},"Person, ${n}",${title(n)},p${n}@example.org,${n === 0 ? 3 : n < 100 ? 2 : 1},${n === 0 ? '' : `p${Math.floor(n / 100)}`},"manager (programme=devices, region=R${n % 7})"`;
  // From the bottom up, so that all wait for somebody.
  return ['person,name,title,email,level,reportsTo,roles', ...Array.from({ length: ROWS }, (_, n) => row(ROWS - 1 - n)), ''].join('\n');
};

const bring = async (...args: readonly string[]): Promise<BulkReport> => {
  const { code, out, err } = await gravitas({}, 'import', ...args, '--data', data, '--json');
  if (code !== 0) throw new Error(err);
  return JSON.parse(out) as BulkReport;
};

beforeAll(async () => {
  const { code, err } = await gravitas({}, 'demo', '--data', data, '--volume', '1', '--json');
  if (code !== 0) throw new Error(err);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe('gravitas import people|sites|partners|orders, and export', () => {
  it(`bring ${ROWS} people, bottom up, and then nothing, and then what changed`, async () => {
    const path = file(
      'people.csv',
      people(() => 'Clerk'),
    );
    const tried = await bring('people', path, '--dry-run');
    expect(tried).toMatchObject({ rowsRead: ROWS, added: ROWS, rowsRejected: 0, eventsAppended: 2 * ROWS });
    expect(await bring('people', path)).toEqual({ ...tried, dryRun: false });
    expect(await bring('people', path)).toMatchObject({ unchanged: ROWS, eventsAppended: 0 });
    const changed = file(
      'changed.csv',
      people((n) => (n % 100 === 7 ? 'Chief' : 'Clerk')),
    );
    expect(await bring('people', changed)).toMatchObject({ changed: ROWS / 100, eventsAppended: ROWS / 100 });
  }, 300_000);

  it('write what stands, so that it comes back in unchanged, in bounded memory', async () => {
    for (const kind of ['people', 'sites', 'partners', 'orders']) {
      const programme = kind === 'people' ? [] : ['--programme', 'devices'];
      const out = join(folder, `${kind}.out.csv`);
      expect((await gravitas({}, 'export', kind, ...programme, '--data', data, '--out', out)).code).toBe(0);
      const lines = readFileSync(out, 'utf8').split('\r\n').length - 2;
      const report = await bring(kind, out, ...programme, '--strict');
      expect([kind, report]).toMatchObject([kind, { rowsRead: lines, rowsRejected: 0, unchanged: lines, eventsAppended: 0 }]);
      expect((await gravitas({}, 'export', kind, ...programme, '--data', data, '--out', out)).err).toContain('EEXIST');
    }
    expect(readFileSync(join(folder, 'people.out.csv'), 'utf8')).toContain('p42,"Person, 42",Clerk,p42@example.org,2,p0');
  }, 300_000);

  it('stay within a small heap', async () => {
    const main = fileURLToPath(new URL('../../dist/apps/cli/src/main.js', import.meta.url));
    const args = ['--max-old-space-size=96', main, 'import', 'people', join(folder, 'people.csv'), '--data', data, '--json', '--dry-run'];
    const child = spawn(process.execPath, args, { stdio: 'ignore', env: { ...process.env, NODE_OPTIONS: '' } });
    await once(child, 'close');
    expect(child.exitCode).toBe(0);
  }, 120_000);

  it('report what is wrong, and refuse a strict file and what is none', async () => {
    const wrong = file('wrong.csv', 'code,name,siteClass\nw1,Well,large\nw2,,large\n');
    const at = ['--data', data, '--programme', 'devices'];
    const told = await gravitas({}, 'import', 'sites', wrong, ...at);
    expect([told.code, told.out]).toEqual([
      0,
      'row 2, name: is empty\n2 rows, 1 rejected; 1 added, 0 changed, 0 as they were; 1 events written.\n',
    ]);
    const strict = await gravitas({}, 'import', 'sites', wrong, ...at, '--strict');
    expect([strict.code, strict.out, strict.err]).toEqual([2, 'row 2, name: is empty\n', expect.stringContaining('--strict was given')]);
    expect((await gravitas({}, 'import', 'sites', file('odd.csv', 'code,colour\n'), ...at)).err).toContain('unknown column "colour"');
    expect((await gravitas({}, 'import', 'sites', wrong, '--data', data)).code).toBe(2);
    expect((await gravitas({}, 'import', 'people', 'nowhere.csv', '--data', data)).err).toContain('cannot be read: ENOENT');
    const empty = join(folder, 'empty');
    expect((await gravitas({}, 'import', 'people', join(folder, 'people.csv'), '--data', empty)).err).toContain('holds no event log');
    expect(existsSync(empty)).toBe(false);
  }, 60_000);
});
