import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gravitas } from '../faults/real-server.js';
import { change, typesIn } from './changed-log.js';
import { letMachinesReport, MACHINES } from './machines.js';

const folder = mkdtempSync(join(tmpdir(), 'gravitas-replay-'));
const original = join(folder, 'original');
let hash: string;

beforeAll(async () => {
  const made = await gravitas({}, 'demo', '--data', original, '--volume', '1', '--json');
  if (made.code !== 0) throw new Error(made.err);
  await letMachinesReport(original);
  hash = (JSON.parse((await gravitas({}, 'replay', '--data', original, '--json')).out) as { stateHash: string }).stateHash;
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe('what was changed in a copy', () => {
  it('changes the state, or stops it being read: any one event of each type', async () => {
    const types = typesIn(original);
    const unnoticed: string[] = [];
    for (const type of types) {
      const data = join(folder, type);
      cpSync(original, data, { recursive: true });
      change(data, type, (event) => {
        event.type = event.type === 'NoteAdded' ? 'WorkAccepted' : 'NoteAdded';
        return true;
      });
      const { code, out } = await gravitas({}, 'replay', '--data', data, '--json');
      const answer = out === '' ? null : (JSON.parse(out) as { stateHash: string });
      if (code === 0 && answer?.stateHash === hash) unnoticed.push(type);
      rmSync(data, { recursive: true });
    }
    expect(types.length).toBeGreaterThan(58);
    expect(types).toEqual(expect.arrayContaining(MACHINES));
    expect(unnoticed).toEqual([]);
  }, 900_000);
});
