import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { commandIdOf } from '#application/ids';
import type { RecordedEvent } from '#event-store';
import { KurrentDbEventStore } from '#event-store/kurrentdb/kurrentdb-event-store';
import { openNode } from '../../apps/server/src/adapters.js';
import { EventSource } from '../e2e/event-source.js';
import { populate, type Name } from '../e2e/world.js';
import { gravitas } from '../faults/real-server.js';
import { newNamespace } from '../kurrentdb/servers.js';
import { startWireProcess, type WireProcess } from '../kurrentdb/wire-process.js';
import { Databases } from './databases.js';
import { describePostgres } from './describe-postgres.js';
import { Load } from './load.js';
import { ServerProcess } from './processes.js';

const LEASE_SECONDS = 3;
/** Filings in each part of the load; GRAVITAS_FILINGS for more. */
const FILINGS = Number(process.env['GRAVITAS_FILINGS'] ?? 40);

describePostgres('two processes that take commands and two that work', () => {
  const databases = new Databases();
  const namespace = newNamespace();
  const started: ServerProcess[] = [];
  let folder: string;
  let wire: WireProcess;
  let database: string;
  let tokens: Record<Name, string>;

  beforeAll(async () => {
    await databases.start();
    database = await databases.make();
    folder = await mkdtemp(join(tmpdir(), 'gravitas-cluster-'));
    wire = await startWireProcess(join(folder, 'wire.log'));
    const place = { kind: 'postgres', url: database } as const;
    const node = await openNode({
      folder: join(folder, 'first'),
      log: { kind: 'kurrentdb', url: wire.url, namespace },
      readModels: place,
      vault: place,
    });
    tokens = await populate(node.engine);
    await node.close();
  }, 120_000);
  afterAll(async () => {
    for (const one of started) await one.stop('SIGKILL');
    await wire.killHard();
    await databases.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(role: 'api' | 'worker', name: string): Promise<ServerProcess> {
    const one = await ServerProcess.start({
      GRAVITAS_DATA: join(folder, name),
      GRAVITAS_LOG: wire.url,
      GRAVITAS_LOG_NAMESPACE: namespace,
      GRAVITAS_READ_MODELS: database,
      GRAVITAS_VAULT: database,
      GRAVITAS_ROLE: role,
      GRAVITAS_LEASE_SECONDS: String(LEASE_SECONDS),
    });
    started.push(one);
    return one;
  }

  it('do each command and each route once, while one worker is paused and woken and the other is killed', async () => {
    const apis = [await start('api', 'api-1'), await start('api', 'api-2')] as const;
    const urls = apis.map(({ url }) => url);
    const first = await start('worker', 'worker-1');
    const load = await Load.on(urls, tokens);
    await load.routed(); // the first worker has the lease
    const second = await start('worker', 'worker-2');
    const auditor = { authorization: `Bearer ${tokens.aud}`, 'last-event-id': '-1' };
    const follower = await EventSource.open(`${urls[1] as string}/api/v1/stream`, auditor);

    const env = { GRAVITAS_LOG: wire.url, GRAVITAS_LOG_NAMESPACE: namespace, GRAVITAS_VAULT: database };
    const made = await gravitas({ env }, 'token', 'create', '--data', join(folder, 'operator'), '--person', 'dana', '--json');
    expect(await statusFor((JSON.parse(made.out) as { token: string }).token, urls[0] as string)).toBe(200);

    const running = load.run();
    await load.more(FILINGS);
    first.signal('SIGSTOP');
    await load.routed(); // by the second, once the lease has run out
    await load.more(FILINGS);
    const before = first.said.length;
    first.signal('SIGCONT');
    await first.saying(/another process does the work now/, before);
    await first.saying(/ready at/, before);
    await load.more(FILINGS);
    await second.stop('SIGKILL');
    await load.routed(); // by the first again
    const third = await start('worker', 'worker-2');
    await load.more(FILINGS);
    load.stop();
    await running;

    const log = await settled(load.decided.length);
    await follower.until(log.length - 1);
    expect(onceEach(log, load)).toEqual({ filed: load.filed.size, decided: load.decided.length });
    expect(follower.events.map(({ id }) => Number(id))).toEqual(log.map(({ index }) => index));

    const states = await Promise.all(urls.map((url) => stateAt(url, tokens.aud)));
    const replayed = await gravitas({ env }, 'replay', '--data', join(folder, 'replayed'), '--json');
    expect(replayed).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(replayed.out)).toMatchObject({ routesDiffering: 0, routesPending: 0, stateHash: states[0]?.stateHash });
    expect(states[1]).toEqual(states[0]);

    console.log(JSON.stringify({ filed: load.filed.size, decided: load.decided.length, ...load.counts, entries: log.length }));
    await follower.close();
    for (const one of [...apis, first, third]) expect(await one.stop()).toBe(0);
    for (const one of started) expect(one.said.join('\n')).not.toContain(new URL(database).password);
  }, 900_000);

  /** The whole log, once every decision in it has taken effect. */
  async function settled(decided: number): Promise<readonly RecordedEvent[]> {
    const store = await KurrentDbEventStore.open({ url: wire.url, namespace, folder: null });
    const log: RecordedEvent[] = [];
    let effects = 0;
    for await (const message of store.subscribe(null)) {
      if (message.kind === 'event') log.push(message.event);
      if (message.kind === 'event' && message.event.type === 'DecisionTookEffect') effects++;
      if (message.kind === 'caughtUp' && effects >= decided) break;
    }
    await store.close();
    return log;
  }
});

/** How many filings and decisions stand in the log, each once, with all that follows of it, once. */
function onceEach(log: readonly RecordedEvent[], { filed, decided }: Load): object {
  const of = (type: string): readonly RecordedEvent[] => log.filter((event) => event.type === type);
  const filings = of('IssueFiled');
  const byCommand = new Map(filings.map((event) => [event.causationId, event.stream]));
  for (const [key, id] of filed) expect(byCommand.get(commandIdOf('dana', key))).toBe(`issue-${id}`);
  expect(byCommand.size).toBe(filings.length);

  const routed = of('IssueRouted').map(({ stream, data }) => `${stream} ${JSON.stringify(data['trigger'])}`);
  expect(new Set(routed).size).toBe(routed.length);
  for (const { stream } of filings) {
    const trigger = JSON.stringify({ revision: 0, stream });
    expect(routed).toContain(`routing-${stream.slice('issue-'.length)} ${trigger}`);
  }
  const opened = of('EscalationOpened').map(({ data }) => data['issue']);
  expect(new Set(opened).size).toBe(opened.length);
  for (const type of ['EscalationDecided', 'DecisionTookEffect'])
    expect(of(type).map(({ stream }) => stream).sort()).toEqual(decided.map((id) => `escalation-${id}`).sort()); // prettier-ignore
  expect(new Set(log.map(({ id, stream }) => `${stream} ${id}`)).size).toBe(log.length);
  return { filed: filings.length, decided: of('EscalationDecided').length };
}

/** Of a question asked with a token. */
async function statusFor(token: string, url: string): Promise<number> {
  return (await fetch(`${url}/api/v1/issues`, { headers: { authorization: `Bearer ${token}` } })).status;
}

/** The state hash at a process, when the log has stood still for long enough. */
async function stateAt(url: string, token: string): Promise<{ readonly index: number; readonly stateHash: string }> {
  for (;;) {
    const answer = await fetch(`${url}/api/v1/log/state`, { headers: { authorization: `Bearer ${token}` } });
    if (answer.status === 200) return (await answer.json()) as { readonly index: number; readonly stateHash: string };
    if (answer.status !== 503) throw new Error(`${answer.status} ${await answer.text()}`);
  }
}
