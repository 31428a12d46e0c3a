import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { newEvent, newEvents, idsOf, refusal, wholeLog } from '#event-store/contract/events';
import { KurrentDbEventStore } from '#event-store/kurrentdb/kurrentdb-event-store';
import type { EventStore, RecordedEvent, SubscriptionMessage } from '#event-store';
import { newNamespace } from './servers.js';
import { WireServer, type WireServerOptions } from './wire-server/wire-server.js';
import { WireLog } from './wire-server/wire-log.js';

/** What a server and a network can do to a log, on the wire server. */
const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function serve(options: WireServerOptions = {}): Promise<WireServer> {
  const server = await WireServer.start(options);
  opened.push(() => server.stop());
  return server;
}

async function open(
  { url }: { readonly url: string },
  { namespace = newNamespace(), deadline = 10_000, folder = null as string | null } = {},
): Promise<KurrentDbEventStore> {
  const store = await KurrentDbEventStore.open({ url: `${url}&defaultDeadline=${String(deadline)}`, namespace, folder });
  opened.push(() => store.close());
  return store;
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gravitas-kurrentdb-'));
  opened.push(async () => rmSync(folder, { recursive: true }));
  return folder;
}

/** Reads a subscription until it has brought so many events. */
async function events(messages: AsyncIterable<SubscriptionMessage>, count: number): Promise<RecordedEvent[]> {
  const read: RecordedEvent[] = [];
  for await (const message of messages) {
    if (message.kind === 'event') read.push(message.event);
    if (read.length >= count) return read;
  }
  throw new Error(`the subscription ended after ${String(read.length)} events`);
}

/** Appends single events to as many streams. */
async function appendMany(store: EventStore, count: number, prefix = 'issue'): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, i) => store.append(`${prefix}-${String(i)}`, 'noStream', newEvents(1))));
}

describe('a server that goes away and comes back', () => {
  it('is waited for by appends, reads and subscriptions', async () => {
    const server = await serve();
    const store = await open(server);
    await appendMany(store, 5, 'before');
    const followed = events(store.subscribe(null), 12);
    await server.stop();
    const meanwhile = [appendMany(store, 5, 'meanwhile'), store.readStream('before-0'), store.readAll(null, 3)] as const;
    await server.start();
    const [, stream, page] = await Promise.all(meanwhile);
    expect([stream.length, page.length]).toEqual([1, 3]);
    await appendMany(store, 2, 'after');
    expect(idsOf(await followed)).toEqual(idsOf(await wholeLog(store)));
  });

  it('is given up after the deadline: what was never sent is not in doubt', async () => {
    const server = await serve();
    const store = await open(server, { deadline: 700 });
    await appendMany(store, 1);
    await server.stop();
    const calls = [() => store.readStream('issue-0'), () => store.head(), () => store.append('issue-9', 'noStream', newEvents(1))];
    for (const call of calls) expect(await refusal(call())).toMatchObject({ name: 'StoreUnavailable', retry: true });
    await server.start();
    expect(await store.append('issue-9', 'noStream', newEvents(1))).toMatchObject({ duplicate: false });
  });

  it('must be there when a log is opened', async () => {
    const server = await serve();
    await server.stop();
    expect(await refusal(open(server, { deadline: 700 }))).toMatchObject({ name: 'StoreUnavailable' });
  });

  it('lets a subscriber go that leaves meanwhile', async () => {
    const server = await serve();
    const store = await open(server);
    for (let i = 0; i < 12; i += 1) await store.append(`issue-${String(i)}`, 'noStream', newEvents(256));
    await server.stop();
    const leaving = new AbortController();
    const reading = events(store.subscribe(null, { signal: leaving.signal }), 1); // older than what is kept in memory
    leaving.abort();
    expect(await refusal(reading)).toMatchObject({ message: 'the subscription ended after 0 events' });
  });
});

describe('a connection that drops', () => {
  it('takes an append once that was written before the answer was lost', async () => {
    const server = await serve();
    const store = await open(server);
    await store.append('issue-1', 'noStream', newEvents(1));
    server.next('writeAndDrop');
    const batch = newEvents(3);
    expect(await store.append('issue-1', 0, batch)).toMatchObject({ firstRevision: 1, lastRevision: 3, duplicate: false });
    expect(await store.append('issue-1', 0, batch)).toMatchObject({ firstRevision: 1, duplicate: true });
    expect(await wholeLog(store)).toHaveLength(4);
  });

  it('leaves an append in doubt that is never answered, and the same append settles it', async () => {
    const server = await serve();
    const store = await open(server, { deadline: 500 });
    const batch = newEvents(2);
    server.next('swallow');
    expect(await refusal(store.append('issue-1', 'noStream', batch))).toMatchObject({
      name: 'AppendInDoubt',
      retry: true,
      stream: 'issue-1',
    });
    expect(await store.append('issue-1', 'noStream', batch)).toMatchObject({ duplicate: false });
  });

  it('is made good again and again, without a gap or a repetition', async () => {
    const server = await serve();
    const store = await open(server);
    const followed = events(store.subscribe(null), 60);
    for (let round = 0; round < 6; round += 1) {
      const appending = appendMany(store, 10, `round${String(round)}`);
      server.dropConnections();
      await appending;
    }
    const read = await followed;
    expect(read.map(({ index }) => index)).toEqual(Array.from({ length: 60 }, (_, i) => i));
    expect(idsOf(read)).toEqual(idsOf(await wholeLog(store)));
  });
});

describe('many at once', () => {
  it('gives 150 subscribers everything over one subscription of the server, which allows 100 streams a connection', async () => {
    const server = await serve();
    const store = await open(server);
    const all = Array.from({ length: 150 }, () => events(store.subscribe(null), 20));
    await appendMany(store, 20);
    const expected = idsOf(await wholeLog(store));
    for (const read of await Promise.all(all)) expect(idsOf(read)).toEqual(expected);
    expect(server.subscriptions.size).toBe(1);
  });

  it('answers 300 appends and 300 reads at once', async () => {
    const server = await serve();
    const store = await open(server);
    await appendMany(store, 300);
    const streams = await Promise.all(Array.from({ length: 300 }, (_, i) => store.readStream(`issue-${String(i)}`)));
    expect(streams.map(({ length }) => length)).toEqual(Array.from({ length: 300 }, () => 1));
  });

  it('holds nothing back for a slow reader, who misses nothing', async () => {
    const server = await serve();
    const store = await open(server);
    const slow = store.subscribe(null)[Symbol.asyncIterator]();
    await slow.next();
    const reading = events(store.subscribe(null), 2_500);
    for (let i = 0; i < 10; i += 1) await store.append(`issue-${String(i)}`, 'noStream', newEvents(250));
    expect(await reading).toHaveLength(2_500); // others and appends did not wait
    const rest = events({ [Symbol.asyncIterator]: () => slow }, 2_500);
    expect(idsOf(await rest)).toEqual(idsOf(await wholeLog(store)));
  });
});

describe('a cluster', () => {
  it('is asked through a node that does not lead: appends, reads and the subscription go to the leader', async () => {
    const log = new WireLog();
    const [leader, other] = [await serve({ log }), await serve({ log })];
    other.leader = leader.endpoint;
    const store = await open(other);
    await appendMany(store, 3);
    expect(await wholeLog(store)).toHaveLength(3);
    expect([leader.subscriptions.size, other.subscriptions.size]).toEqual([1, 0]);
  });

  it('is followed when it elects another leader', async () => {
    const log = new WireLog();
    const [first, second] = [await serve({ log }), await serve({ log })];
    second.leader = first.endpoint;
    for (const [node, peer] of [[first, second], [second, first]] as const) node.peers = [peer]; // prettier-ignore
    const hosts = [first, second].map(({ endpoint }) => `${endpoint.host}:${String(endpoint.port)}`).join(',');
    const store = await open({ url: `kurrentdb://${hosts}?tls=false` });
    const followed = events(store.subscribe(null), 10);
    await appendMany(store, 5, 'before');
    [first.leader, second.leader] = [second.endpoint, null];
    await appendMany(store, 3, 'elected');
    await first.stop();
    await appendMany(store, 2, 'alone');
    expect(idsOf(await followed)).toEqual(idsOf(await wholeLog(store)));
    expect(second.subscriptions.size).toBe(1);
  });

  it('is waited for when none of its nodes is there', async () => {
    const log = new WireLog();
    const nodes = [await serve({ log }), await serve({ log })];
    nodes[1]!.leader = nodes[0]!.endpoint;
    nodes[0]!.peers = [nodes[1]!];
    const hosts = nodes.map(({ endpoint }) => `${endpoint.host}:${String(endpoint.port)}`).join(',');
    const store = await open({ url: `kurrentdb://${hosts}?tls=false&maxDiscoverAttempts=2&discoveryInterval=10` });
    await appendMany(store, 20, 'before');
    for (let round = 0; round < 3; round += 1) {
      const appending = appendMany(store, 40, `round${String(round)}`);
      for (const node of nodes) await node.stop();
      const meanwhile = appendMany(store, 20, `meanwhile${String(round)}`);
      expect(await refusal(open({ url: `kurrentdb://${hosts}?tls=false&maxDiscoverAttempts=2` }, { deadline: 300 }))).toMatchObject({
        name: 'StoreUnavailable',
      });
      for (const node of nodes) await node.start();
      await Promise.all([appending, meanwhile]);
    }
    expect(await wholeLog(store)).toHaveLength(20 + 3 * 60);
  });
});

describe('what a server may say', () => {
  it.each(['always', 'ofNew', 'never'] as const)('answers appends with their position: %s', async (positions) => {
    const store = await open(await serve({ positions }));
    const batch = newEvents(2);
    const original = await store.append('issue-1', 'noStream', batch);
    await store.append('issue-2', 'noStream', newEvents(1));
    expect(original.events.map(({ index }) => index)).toEqual([0, 1]);
    expect(await store.append('issue-1', 'noStream', batch)).toEqual({ ...original, duplicate: true });
  });

  it('tells what was appended by others in between as a duplicate all the same', async () => {
    const server = await serve({ positions: 'always' });
    const namespace = newNamespace();
    const [one, other] = [await open(server, { namespace }), await open(server, { namespace })];
    const [first, second] = newEvents(2);
    await one.append('issue-1', 'noStream', [first!]);
    await other.append('issue-2', 'noStream', newEvents(1));
    await one.append('issue-1', 0, [second!]);
    expect(await other.append('issue-1', 'noStream', [first!, second!])).toMatchObject({
      duplicate: true,
      events: [{ index: 0 }, { index: 2 }],
    });
  });

  it.each([
    ['AppendTooLarge', { appendBytes: 3_000 }, { unit: 'bytes', limit: 3_000 }],
    ['EventTooLarge', { eventBytes: 1_000 }, {}],
  ])('refuses with %s what its own limits do not take', async (name, limits, said) => {
    const store = await open(await serve({ limits }));
    const large = [newEvent({ text: 'x'.repeat(2_000) }), newEvent({ text: 'x'.repeat(2_000) })];
    expect(await refusal(store.append('issue-1', 'noStream', large))).toMatchObject({ name, ...said });
    expect(await wholeLog(store)).toEqual([]);
  });
});

describe('a server that others use too', () => {
  it('shows each namespace its own events, numbered without gaps', async () => {
    const server = await serve();
    const [one, other] = [await open(server), await open(server)];
    for (let i = 0; i < 20; i += 1) {
      await one.append(`issue-${String(i)}`, 'noStream', newEvents(2));
      await other.append(`issue-${String(i)}`, 'noStream', newEvents(1));
    }
    for (const [store, count] of [
      [one, 40],
      [other, 20],
    ] as const) {
      // prettier-ignore
      expect((await wholeLog(store, 7)).map(({ index }) => index)).toEqual(Array.from({ length: count }, (_, i) => i));
    }
  });

  it('goes on after a dropped connection from how far it had searched', async () => {
    const server = await serve();
    const [mine, foreign] = [await open(server), await open(server)];
    await appendMany(mine, 1);
    for (let i = 0; i < 5; i += 1) await foreign.append(`issue-${String(i)}`, 'noStream', newEvents(256));
    const searchedFrom = server.askedFrom.length;
    server.dropConnections();
    await appendMany(mine, 1, 'later');
    await appendMany(foreign, 1, 'later');
    const [mineEnd] = (await mine.readAll(null, 1)).map(({ position }) => Number(position));
    expect(server.askedFrom.length).toBeGreaterThan(searchedFrom);
    expect(Math.min(...server.askedFrom.slice(searchedFrom))).toBeGreaterThan(mineEnd!);
  });

  it('stops when something else stands in its namespace', async () => {
    const server = await serve();
    const namespace = newNamespace();
    const store = await open(server, { namespace, deadline: 1_000 });
    await appendMany(store, 1);
    const bytes = Buffer.from('{"minutes":"of the last meeting"}');
    server.log.write(`${namespace}.issue-7`, [
      { id: newEvent().id, type: 'Minutes', isJson: true, data: bytes, metadata: Buffer.alloc(0) },
    ]);
    expect(await refusal(store.readStream('issue-7'))).toMatchObject({ name: 'StoreCorrupt' });
    expect(await refusal(open(server, { namespace, deadline: 1_000 }))).toMatchObject({ name: 'StoreCorrupt' });
  });
});

describe('the file of the index', () => {
  it('spares a start the reading of the log', async () => {
    const server = await serve();
    const [namespace, folder] = [newNamespace(), temporaryFolder()];
    const first = await open(server, { namespace, folder });
    await appendMany(first, 50);
    const before = await wholeLog(first);
    await first.close();
    const asked = server.askedFrom.length;
    const again = await open(server, { namespace, folder });
    expect(server.askedFrom.slice(asked)).toEqual([Number(before.at(-1)?.position)]);
    expect(await wholeLog(again, 9)).toEqual(before);
    expect(await again.head()).toEqual({ position: before.at(-1)?.position, index: 49 });
  });

  it('is made anew when it is of another log', async () => {
    const [namespace, folder] = [newNamespace(), temporaryFolder()];
    const first = await open(await serve(), { namespace, folder });
    await appendMany(first, 5);
    await first.close();
    const second = await open(await serve(), { namespace, folder });
    await appendMany(second, 3, 'other');
    expect((await wholeLog(second)).map(({ index }) => index)).toEqual([0, 1, 2]);
  });
});
