import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  jsonEvent,
  KurrentDBClient,
  NO_STREAM,
  streamNameFilter,
  type AllStreamRecordedEvent,
  type AppendResult,
  type EventData,
  type Position,
} from '@kurrent/kurrentdb-client';
import { newNamespace, realServer } from './servers.js';
import { WireServer } from './wire-server/wire-server.js';

/** The list in docs/kurrentdb.md, row by row, by the client alone: what the wire server does, a real server must do too. */
let wire: WireServer;
beforeAll(async () => {
  wire = await WireServer.start({ positions: 'always' });
});
afterAll(() => wire.stop());

behaviours('the wire server', () => wire.url);
const real = realServer();
if (real !== null) behaviours('a real server', () => real);

function behaviours(name: string, url: () => string): void {
  describe(`behaviours of ${name}`, () => {
    const prefix = `${newNamespace()}.`;
    let client: KurrentDBClient;
    beforeAll(() => {
      client = KurrentDBClient.connectionString(url());
      (client as unknown as { supports: () => Promise<boolean> }).supports = async () => false;
    });
    afterAll(() => client.dispose());

    const newStream = (): string => prefix + randomUUID();
    const events = (count: number, bytes = 0): EventData[] =>
      Array.from({ length: count }, () => jsonEvent({ id: randomUUID(), type: 'Tried', data: { text: 'x'.repeat(bytes) } }));
    const append = (stream: string, given: EventData[], streamState: typeof NO_STREAM | bigint = NO_STREAM): Promise<AppendResult> =>
      client.appendToStream(stream, given, { streamState, requiresLeader: true });
    const typeOfRefusal = async (call: Promise<unknown>): Promise<unknown> => {
      try {
        return await call;
      } catch (error) {
        const { type, actualState } = error as { type: unknown; actualState?: unknown };
        return actualState === undefined ? { type } : { type, actualState };
      }
    };
    const read = async (stream: string): Promise<AllStreamRecordedEvent[]> => {
      const found: AllStreamRecordedEvent[] = [];
      for await (const { event } of client.readStream(stream, { requiresLeader: true }))
        if (event) found.push(event as AllStreamRecordedEvent);
      return found;
    };
    const readLog = async (
      prefixes: string[],
      maxCount: number,
      fromPosition: Position | 'start' = 'start',
    ): Promise<AllStreamRecordedEvent[]> => {
      const found: AllStreamRecordedEvent[] = [];
      const filter = streamNameFilter({ prefixes });
      for await (const { event } of client.readAll({ fromPosition, maxCount, filter, requiresLeader: true })) if (event) found.push(event);
      return found;
    };

    it('A1 writes an append whole where its stream ends, one after another', async () => {
      const [stream, given] = [newStream(), events(3)];
      expect(await append(stream, given)).toMatchObject({ success: true, nextExpectedRevision: 2n });
      expect((await append(stream, events(2), 2n)).nextExpectedRevision).toBe(4n);
      const log = await readLog([stream], 10);
      expect(log.map(({ revision }) => revision)).toEqual([0n, 1n, 2n, 3n, 4n]);
      expect(log.slice(0, 3).map(({ id }) => id)).toEqual(given.map(({ id }) => id));
    });

    it('A2 refuses an append elsewhere, and says where the stream ends', async () => {
      const stream = newStream();
      expect(await typeOfRefusal(append(stream, events(1), 0n))).toEqual({ type: 'wrong-expected-version', actualState: 'no_stream' });
      await append(stream, events(2));
      for (const state of [NO_STREAM, 0n, 2n] as const) {
        expect(await typeOfRefusal(append(stream, events(1), state))).toEqual({ type: 'wrong-expected-version', actualState: 1n });
      }
    });

    it('A3 answers the same ids at the same revisions as written, whatever else they say now', async () => {
      const [stream, given] = [newStream(), events(3)];
      await append(stream, given);
      await append(stream, events(1), 2n);
      const again = given.map(({ id }) => jsonEvent({ id, type: 'Tried', data: { other: true } }));
      expect(await append(stream, again)).toMatchObject({ success: true, nextExpectedRevision: 2n });
      expect(await append(stream, again.slice(1), 0n)).toMatchObject({ success: true, nextExpectedRevision: 2n });
      expect(await read(stream)).toHaveLength(4);
    });

    it('A4 refuses some of the same ids in other company', async () => {
      const [stream, given] = [newStream(), events(2)];
      await append(stream, given);
      for (const mixed of [
        [...given, ...events(1)],
        [given[0]!, ...events(1)],
        [...events(1), given[1]!],
      ]) {
        expect(await typeOfRefusal(append(stream, mixed))).toMatchObject({ type: 'wrong-expected-version' });
      }
    });

    it('A5 takes an id again that stands elsewhere in the stream', async () => {
      const [stream, given] = [newStream(), events(1)];
      await append(stream, given);
      expect(await append(stream, given, 0n)).toMatchObject({ success: true, nextExpectedRevision: 1n });
      expect((await read(stream)).map(({ id }) => id)).toEqual([given[0]!.id, given[0]!.id]);
    });

    it('A6 answers with the position of the last event, if with any', async () => {
      const stream = newStream();
      const { position } = await append(stream, events(2));
      if (position !== undefined) expect(position).toEqual((await read(stream)).at(-1)?.position);
    });

    it('A7 takes what the limits of the log allow', async () => {
      const stream = newStream();
      expect(await append(stream, events(12, 63 * 1024))).toMatchObject({ nextExpectedRevision: 11n });
      expect(await append(stream, events(256), 11n)).toMatchObject({ nextExpectedRevision: 267n });
    });

    it('R1 says that a stream is not there', async () => {
      expect(await typeOfRefusal(read(newStream()))).toEqual({ type: 'stream-not-found' });
    });

    it('R2 reads nothing beyond the end of a stream', async () => {
      const stream = newStream();
      await append(stream, events(2));
      const found: unknown[] = [];
      for await (const event of client.readStream(stream, { fromRevision: 9n, requiresLeader: true })) found.push(event);
      expect(found).toEqual([]);
    });

    it('R3 says the same position, commit and prepare alike, of an event in its stream and in the log', async () => {
      const stream = newStream();
      await append(stream, events(3));
      const [inStream, inLog] = [await read(stream), await readLog([stream], 10)];
      expect(inLog.map(({ position }) => position)).toEqual(inStream.map(({ position }) => position));
      for (const { position } of inStream) expect(position.commit).toBe(position.prepare);
      const places = inStream.map(({ position }) => position.commit);
      expect(places).toEqual([...places].sort((a, b) => Number(a - b)));
    });

    it('R4 reads the log from a position on, the event that stands there among them, and counts what the filter lets through', async () => {
      const [mine, foreign] = [newStream(), newStream()];
      for (let i = 0; i < 4; i += 1) {
        await append(mine, events(1), i === 0 ? NO_STREAM : BigInt(i - 1));
        await append(foreign, events(5), i === 0 ? NO_STREAM : BigInt(5 * i - 1));
      }
      const log = await readLog([mine], 10);
      expect(log.map(({ revision }) => revision)).toEqual([0n, 1n, 2n, 3n]);
      expect((await readLog([mine], 2, log[1]!.position)).map(({ revision }) => revision)).toEqual([1n, 2n]);
    });

    it('S1 brings a subscriber what stands after its position, then says that it is level, then what comes', async () => {
      const stream = newStream();
      await append(stream, events(3));
      const [first] = await readLog([stream], 1);
      const told = subscribe(stream, first!.position);
      await told.level;
      expect(told.revisions).toEqual([1n, 2n]);
      await append(stream, events(2), 2n);
      await told.until(4);
      expect(told.revisions).toEqual([1n, 2n, 3n, 4n]);
      expect(told.positions).toEqual((await readLog([stream], 10)).slice(1).map(({ position }) => position));
      await told.end();
    });

    it('S2 marks how far it has searched: when it is level, and on the way', async () => {
      const [mine, foreign] = [newStream(), newStream()];
      await append(mine, events(1));
      const [only] = await readLog([mine], 1);
      await append(foreign, events(100));
      const told = subscribe(mine, only!.position);
      await told.level;
      expect(told.marks.at(-1)!.commit).toBeGreaterThanOrEqual(only!.position.commit);
      const before = told.marks.length;
      await append(foreign, events(200), 99n);
      await told.marked(before + 1);
      expect(told.revisions).toEqual([]);
      const [last] = (await readLog([foreign], 300)).slice(-1);
      expect(told.marks.at(-1)!.commit).toBeLessThanOrEqual(last!.position.commit);
      await told.end();
    });

    /** A subscription to one stream by the filter, and what it was told. */
    function subscribe(stream: string, fromPosition: Position) {
      const [revisions, positions, marks]: [bigint[], Position[], Position[]] = [[], [], []];
      const level = Promise.withResolvers<void>();
      let woken = Promise.withResolvers<void>();
      const wake = (): void => {
        woken.resolve();
        woken = Promise.withResolvers();
      };
      const filter = streamNameFilter({
        prefixes: [stream],
        maxSearchWindow: 64,
        checkpointInterval: 1,
        checkpointReached: async (_, position) => {
          marks.push(position);
          wake();
        },
      });
      const subscription = client.subscribeToAll({ fromPosition, filter, requiresLeader: true });
      subscription.on('data', ({ event }) => {
        revisions.push(event!.revision);
        positions.push(event!.position);
        wake();
      });
      subscription.on('caughtUp', () => level.resolve());
      subscription.on('error', level.reject);
      const until = async (done: () => boolean): Promise<void> => {
        while (!done()) await woken.promise;
      };
      return {
        revisions,
        positions,
        marks,
        level: level.promise,
        until: (count: number) => until(() => revisions.length >= count),
        marked: (count: number) => until(() => marks.length >= count),
        end: () => subscription.unsubscribe(),
      };
    }
  });
}
