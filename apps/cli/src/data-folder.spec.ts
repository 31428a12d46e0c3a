import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { holdsLog, openData } from './data-folder.js';

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'gravitas-data-'))));
afterEach(() => {
  delete process.env['GRAVITAS_LOG'];
  rmSync(root, { recursive: true });
});

describe('a data folder', () => {
  it('has its log where the server of the same environment has it', async () => {
    const [folder, elsewhere] = [join(root, 'data'), join(root, 'elsewhere.sqlite')];
    process.env['GRAVITAS_LOG'] = `sqlite:${elsewhere}`;
    expect(holdsLog(folder)).toBe(false);
    await (await openData(folder, true)).close();
    expect([existsSync(elsewhere), existsSync(join(folder, 'events.sqlite')), holdsLog(folder)]).toEqual([true, false, true]);
  });

  it('without a log is not made by who only looks at it', async () => {
    const folder = join(root, 'typo');
    await expect(openData(folder, false)).rejects.toMatchObject({ name: 'BadInput' });
    expect(existsSync(folder)).toBe(false);
  });
});
