import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandIdOf } from '#application/ids';
import { KurrentDbEventStore } from '#event-store/kurrentdb/kurrentdb-event-store';
import { filedIn, fileIssue, organisationIn, WHO } from '../faults/filings.js';
import { gravitas, startRealServer, type RealServer } from '../faults/real-server.js';
import { newNamespace } from './servers.js';
import { startWireProcess, type WireProcess } from './wire-process.js';

/** Rounds of filings, in each of which one side is killed: the service, the log's server, or both; GRAVITAS_LOG_KILLS for more. */
const ROUNDS = Number(process.env['GRAVITAS_LOG_KILLS'] ?? 9);
const VICTIMS = ['service', 'log', 'both'] as const;
const IN_FLIGHT = 32;
const FILINGS = 120;

let folder: string;
let data: string;
let wire: WireProcess;
let token: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gravitas-kurrentdb-kill-'));
  data = join(folder, 'data');
  wire = await startWireProcess(join(folder, 'wire.log'));
  process.env['GRAVITAS_LOG'] = wire.url;
  process.env['GRAVITAS_LOG_NAMESPACE'] = newNamespace();
  token = await organisationIn(folder);
}, 120_000);
afterAll(async () => {
  await wire.killHard();
  await rm(folder, { recursive: true, force: true });
});

describe('kill -9 of the service, of the log’s server, and of both', () => {
  it(`loses nothing that was acknowledged and does nothing twice, ${ROUNDS} times`, async () => {
    const acknowledged = new Map<string, string>();
    const counts = { service: 0, log: 0, both: 0, unanswered: 0, refusedForNow: 0 };
    for (let round = 0; round < ROUNDS; round += 1) {
      const victim = VICTIMS[round % VICTIMS.length]!;
      const service = await startRealServer(data);
      const open = await fileWhileKilling(service, round, victim, acknowledged, counts);
      counts[victim] += 1;
      counts.unanswered += open.length;
      if (victim === 'log') expect(await service.stop()).toBe(0);
      if (open.length === 0) continue;
      const again = await startRealServer(data);
      for (const key of open) acknowledged.set(key, (await filed(again, key)).id!);
      expect(await again.stop()).toBe(0);
    }
    console.log(JSON.stringify({ ...counts, acknowledged: acknowledged.size }));
    expect(acknowledged.size).toBe(ROUNDS * FILINGS);

    const store = await KurrentDbEventStore.open({ url: wire.url, namespace: process.env['GRAVITAS_LOG_NAMESPACE']!, folder: null });
    const inLog = await filedIn(store);
    await store.close();
    expect([...acknowledged].filter(([key, id]) => inLog.get(commandIdOf(WHO, key))?.join() !== id)).toEqual([]);
    expect([...inLog.values()].flat()).toHaveLength(acknowledged.size);

    const replayed = await gravitas({}, 'replay', '--data', data, '--json');
    expect(replayed).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(replayed.out)).toMatchObject({ routesDiffering: 0, routesPending: 0 });
  }, 1_500_000);
});

/** Files with `IN_FLIGHT` requests under way, kills after some answers, and tells which keys were not acknowledged. */
async function fileWhileKilling(
  service: RealServer,
  round: number,
  victim: (typeof VICTIMS)[number],
  acknowledged: Map<string, string>,
  counts: { refusedForNow: number },
): Promise<readonly string[]> {
  const keys = Array.from({ length: FILINGS }, (_, n) => `round-${round}-${n}`);
  const open: string[] = [];
  const waiting = [...keys];
  let answers = 0;
  let killing: Promise<void> | undefined;
  const client = async (): Promise<void> => {
    for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) {
      const answer = await filed(service, key).catch(() => null);
      if (answer?.id != null) acknowledged.set(key, answer.id);
      else open.push(key);
      if (answer?.status === 503) counts.refusedForNow += 1;
      else if (answer !== null && answer.id === null) throw new Error(`${answer.status} ${answer.body}`);
      answers += 1;
      if (answers === 20 + ((round * 7) % 60)) killing = kill(service, victim);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, client));
  await killing;
  return open;
}

async function kill(service: RealServer, victim: (typeof VICTIMS)[number]): Promise<void> {
  if (victim !== 'log') await service.killHard();
  if (victim === 'service') return;
  await wire.killHard();
  wire = await startWireProcess(join(folder, 'wire.log'), wire);
}

async function filed(service: RealServer, key: string): ReturnType<typeof fileIssue> {
  return fileIssue(service, token, { key, title: `Filing ${key}`, description: key });
}
