import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandIdOf } from '#application/ids';
import { fileIssue, filedInLog, organisationIn, WHO } from './filings.js';
import { gravitas, startRealServer } from './real-server.js';

/** Room for the server, and what keeps some of it back until the disk has to have room again. */
const DISK_MIB = 24;
const BALLAST_MIB = 8;
const LONG_TEXT = 'x'.repeat(3_000);

let mount: string;
let folder: string;

beforeAll(async () => {
  mount = await mkdtemp(join(tmpdir(), 'gravitas-full-'));
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MIB}m`, 'tmpfs', mount], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`a small disk for this suite cannot be mounted; it needs the rights of root: ${stderr}`);
  folder = join(mount, 'data');
  await mkdir(folder);
});

afterAll(async () => {
  spawnSync('umount', ['-l', mount]);
  await rm(mount, { recursive: true, force: true });
});

describe('a disk that is full', () => {
  it('refuses what it cannot keep, keeps what it acknowledged, and goes on when there is room', async () => {
    const token = await organisationIn(mount);
    const ballast = join(mount, 'ballast');
    await writeFile(ballast, Buffer.alloc(BALLAST_MIB * 1024 * 1024));
    const server = await startRealServer(folder);
    const acknowledged = new Map<string, string>();
    const answers: Record<string, number> = {};
    const file = async (key: string): Promise<number> => {
      const { status, id } = await fileIssue(server, token, { key, title: key, description: `${key} ${LONG_TEXT}` });
      answers[status] = (answers[status] ?? 0) + 1;
      if (id !== null) acknowledged.set(key, id);
      return status;
    };
    let refusals = 0;
    for (let round = 0; refusals < 60 && round < 2_000; round++) {
      const statuses = await Promise.all(Array.from({ length: 8 }, (_, i) => file(`full-${round}-${i}`)));
      refusals += statuses.filter((status) => status !== 201).length;
    }
    const whenFull = { ...answers };
    expect(refusals).toBeGreaterThanOrEqual(60);
    // It is said as what it is: no room now, try again later. Not as a fault of the server's own, nor of the client's.
    expect(Object.keys(whenFull).sort()).toEqual(['201', '503']);

    await rm(ballast);
    await expect(untilAccepted(file)).resolves.toBe(201);
    expect(await server.stop()).toBe(0);

    console.log(`a full disk: ${JSON.stringify({ whenFull, inAll: answers, acknowledged: acknowledged.size })}`);
    const inLog = await filedInLog(folder);
    const lost = [...acknowledged].filter(([key, id]) => inLog.get(commandIdOf(WHO, key))?.join() !== id);
    expect(lost).toEqual([]);
    const again = await startRealServer(folder);
    expect(await again.stop()).toBe(0);
    const replayed = await gravitas({}, 'replay', '--data', folder, '--json');
    expect(JSON.parse(replayed.out)).toMatchObject({ routesDiffering: 0, routesPending: 0 });
  }, 300_000);
});

/** Tries once more every now and then, as `Retry-After` asks for: the status of the last try. */
async function untilAccepted(file: (key: string) => Promise<number>): Promise<number> {
  for (let attempt = 0; ; attempt++) {
    const status = await file(`room-${attempt}`);
    if (status === 201 || attempt === 100) return status;
  }
}
