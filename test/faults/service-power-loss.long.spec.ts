import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stepsIn, traceWrites } from './disk-trace.js';
import { diceOf, Disk, type DiskStep } from './disk.js';
import { fileIssue, organisationIn, type Filing } from './filings.js';
import { gravitas, startRealServer, type RealServer } from './real-server.js';
import { requireStrace } from './strace.js';

const LOSSES = Number(process.env['GRAVITAS_SERVICE_POWER_LOSSES'] ?? 24);
const FILINGS = 160;
const IN_FLIGHT = 16;

let folder: string;
beforeAll(async () => {
  requireStrace();
  folder = await realpath(await mkdtemp(join(tmpdir(), 'gravitas-service-power-')));
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

describe('a power loss under the running service', () => {
  it('leaves every acknowledged issue in the log with its words, and all that is derived follows', async () => {
    const token = await organisationIn(folder);
    const auditor = await tokenOf('ada', 'auditor');
    const data = join(folder, 'data');
    const before = await contentsOf(data);
    const trace = join(folder, 'trace');
    const filed = await fileAll(data, token, trace);
    const steps: DiskStep[] = [];
    for await (const step of stepsIn(trace, data)) steps.push(step);

    const dice = diceOf(11);
    // From the first answer on: before it nothing was promised.
    const first = steps.findIndex((step) => step.kind === 'said' && step.text.includes('HTTP/1.1 201'));
    const moments = Array.from({ length: LOSSES }, () => first + 1 + dice(steps.length - first)).sort((a, b) => a - b);
    const disk = new Disk(before);
    const acknowledged: string[] = [];
    const counts = { losses: 0, acknowledged: 0, found: 0 };
    for (const [i, step] of steps.entries()) {
      if (step.kind === 'said')
        acknowledged.push(...[...step.text.matchAll(/HTTP\/1\.1 201[^]*?"id":"([^"]+)"/g)].map(([, id]) => id as string));
      else disk.apply(step);
      for (; moments[0] === i + 1; moments.shift()) {
        const place = join(folder, 'after');
        await mkdir(place);
        for (const [path, content] of disk.afterPowerLoss(dice)) {
          await mkdir(dirname(join(place, path)), { recursive: true });
          await writeFile(join(place, path), content);
        }
        counts.losses++;
        counts.acknowledged += acknowledged.length;
        counts.found += await found(place, acknowledged, filed, { token, auditor });
        await rm(place, { recursive: true });
      }
    }
    console.log(`power losses under the service: ${JSON.stringify(counts)}`);
    expect(acknowledged).toHaveLength(FILINGS);
    expect(counts).toMatchObject({ losses: LOSSES, found: counts.acknowledged });
  }, 1_200_000);
});

async function tokenOf(person: string, role: string): Promise<string> {
  const made = await gravitas(
    {},
    'token',
    'create',
    '--data',
    join(folder, 'data'),
    '--person',
    person,
    '--name',
    person,
    '--role',
    role,
    '--json',
  );
  if (made.code !== 0) throw new Error(made.err);
  return (JSON.parse(made.out) as { token: string }).token;
}

async function contentsOf(data: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(data, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(await Promise.all(paths.map(async (path) => [relative(data, path), await readFile(path)] as const)));
}

/** Files all under a trace: what was filed, by the id that was acknowledged. */
async function fileAll(data: string, token: string, trace: string): Promise<ReadonlyMap<string, Filing>> {
  const server = await startRealServer(data, traceWrites(trace));
  const filed = new Map<string, Filing>();
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < FILINGS) {
      const n = next++;
      const filing = { key: `filing-${n}`, title: `Filing ${n}`, description: `What happened to filing ${n}` };
      const { id, status, body } = await fileIssue(server, token, filing);
      if (id === null) throw new Error(`${status} ${body}`);
      filed.set(id, filing);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, client));
  expect(await server.stop()).toBe(0);
  return filed;
}

interface Tokens {
  readonly token: string;
  readonly auditor: string;
}

/** Starts the service on what is left, and counts the acknowledged issues that it shows in the words in which they were filed. */
async function found(
  place: string,
  acknowledged: readonly string[],
  filed: ReadonlyMap<string, Filing>,
  { token, auditor }: Tokens,
): Promise<number> {
  const server = await startRealServer(place);
  let count = 0;
  for (const id of acknowledged) {
    const page = (await read(server, `/api/v1/issues/${id}`, token)) as { readonly title?: string; readonly description?: string };
    const { title, description } = filed.get(id) as Filing;
    if (page.title === title && page.description === description) count++;
  }
  const { stateHash } = (await read(server, '/api/v1/log/state', auditor)) as { readonly stateHash: string };
  expect(await server.stop()).toBe(0);
  const replayed = await gravitas({}, 'replay', '--data', place, '--json');
  expect(JSON.parse(replayed.out)).toMatchObject({ routesDiffering: 0, stateHash });
  return count;
}

async function read({ url }: RealServer, path: string, token: string): Promise<unknown> {
  return (await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } })).json();
}
