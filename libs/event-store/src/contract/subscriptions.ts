import { describe, expect, it } from '@jest/globals';
import type { OpenStore } from '../contract.js';
import { StoreClosed } from '../errors.js';
import type { EventStore, Position, RecordedEvent, SubscriptionMessage } from '../event-store.js';
import { eachWithStore, idsOf, newEvents, refusal, wholeLog } from './events.js';

const LONG = 600;

export function subscriptionContract(open: OpenStore): void {
  describe('subscribe', () => {
    const { store } = eachWithStore(open);

    it('says at once that an empty log is read', async () => {
      expect(await first(store().subscribe(null))).toEqual({ kind: 'caughtUp', position: null });
    });

    it('gives what is there, says that it is caught up, and goes on live', async () => {
      await store().append('issue-1', 'noStream', newEvents(3));
      const reader = new Reader(store(), null);
      const before = await reader.untilCaughtUp();
      expect(before.events.map(({ index }) => index)).toEqual([0, 1, 2]);
      expect(before.caughtUpAt).toBe((await store().head())?.position);

      await store().append('issue-1', 2, newEvents(2));
      await store().append('issue-2', 'noStream', newEvents(1));
      const live = await reader.untilIndex(5);
      expect(live.map(({ stream, revision }) => [stream, revision])).toEqual([
        ['issue-1', 3],
        ['issue-1', 4],
        ['issue-2', 0],
      ]);
      expect(await reader.untilCaughtUp()).toMatchObject({ events: [], caughtUpAt: live.at(-1)?.position });
      await reader.stop();
    });

    it('is woken while it waits', async () => {
      const reader = new Reader(store(), null);
      await reader.untilCaughtUp();
      const waiting = reader.untilIndex(0);
      await store().append('issue-1', 'noStream', newEvents(1));
      expect(await waiting).toHaveLength(1);
      await reader.stop();
    });

    it('starts after any position', async () => {
      await store().append('issue-1', 'noStream', newEvents(10));
      const log = await wholeLog(store());
      for (const from of [0, 4, 9]) {
        const reader = new Reader(store(), log[from]?.position ?? null);
        expect((await reader.untilCaughtUp()).events).toEqual(log.slice(from + 1));
        await reader.stop();
      }
    });

    it('marks its progress in a long log, and resumes from any mark without loss or repetition', async () => {
      for (let i = 0; i < LONG; i += 100) await store().append(`issue-${String(i)}`, 'noStream', newEvents(100));
      const marks: { position: Position; read: number }[] = [];
      const read: RecordedEvent[] = [];
      for await (const message of store().subscribe(null)) {
        if (message.kind === 'event') read.push(message.event);
        if (message.kind === 'progress') marks.push({ position: message.position, read: read.length });
        if (message.kind === 'caughtUp') break;
      }
      expect(idsOf(read)).toEqual(idsOf(await wholeLog(store())));
      expect(marks.length).toBeGreaterThan(0);
      for (const mark of marks) {
        expect(mark.position >= (read[mark.read - 1]?.position ?? '')).toBe(true);
        const rest = new Reader(store(), mark.position);
        expect(idsOf((await rest.untilCaughtUp()).events)).toEqual(idsOf(read.slice(mark.read)));
        await rest.stop();
      }
    });

    it('gives every one of many subscribers everything in order', async () => {
      const readers = Array.from({ length: 25 }, () => new Reader(store(), null));
      const all = Promise.all(readers.map((reader) => reader.untilIndex(39)));
      for (let i = 0; i < 10; i += 1) await store().append(`issue-${String(i)}`, 'noStream', newEvents(4));
      const expected = idsOf(await wholeLog(store()));
      for (const read of await all) expect(idsOf(read)).toEqual(expected);
      await Promise.all(readers.map((reader) => reader.stop()));
    });

    it('waits for a slow subscriber and loses nothing', async () => {
      const reader = new Reader(store(), null);
      const read: RecordedEvent[] = [];
      for (let i = 0; i < 5; i += 1) {
        await store().append(`issue-${String(i)}`, 'noStream', newEvents(100));
        read.push(...(await reader.untilIndex(i * 10 + 9)));
      }
      read.push(...(await reader.untilIndex(499)));
      expect(idsOf(read)).toEqual(idsOf(await wholeLog(store())));
      await reader.stop();
    });

    it('is not shared: changing an event changes it for nobody else', async () => {
      await store().append('issue-1', 'noStream', newEvents(1));
      const [one, other] = [new Reader(store(), null), new Reader(store(), null)];
      const [event] = (await one.untilCaughtUp()).events as [RecordedEvent];
      Object.assign(event.data, { changed: true });
      expect((await other.untilCaughtUp()).events[0]?.data).toEqual({});
      await Promise.all([one.stop(), other.stop()]);
    });

    it('ends quietly when aborted: before it starts, while it reads, and while it waits', async () => {
      await store().append('issue-1', 'noStream', newEvents(5));
      expect(await collect(store().subscribe(null, { signal: AbortSignal.abort() }))).toEqual([]);

      const reading = new AbortController();
      const read: SubscriptionMessage[] = [];
      for await (const message of store().subscribe(null, { signal: reading.signal })) {
        read.push(message);
        if (read.length === 2) reading.abort();
      }
      expect(read.map(({ kind }) => kind)).toEqual(['event', 'event']);

      const waiting = new AbortController();
      const reader = new Reader(store(), null, waiting.signal);
      await reader.untilCaughtUp();
      const next = reader.next();
      waiting.abort();
      expect(await next).toBeUndefined();
    });

    it('fails when the store closes first', async () => {
      const reader = new Reader(store(), null);
      await reader.untilCaughtUp();
      const next = refusal(reader.next());
      await store().close();
      expect(await next).toBeInstanceOf(StoreClosed);
      expect(await refusal(first(store().subscribe(null)))).toBeInstanceOf(StoreClosed);
    });

    it('refuses a position that is not one', async () => {
      expect(await refusal(first(store().subscribe('yesterday')))).toMatchObject({ name: 'InvalidPosition' });
    });
  });
}

/** One subscription, read step by step. */
class Reader {
  readonly #iterator: AsyncIterator<SubscriptionMessage>;

  constructor(store: EventStore, after: Position | null, signal?: AbortSignal) {
    this.#iterator = store.subscribe(after, signal === undefined ? {} : { signal })[Symbol.asyncIterator]();
  }

  async next(): Promise<SubscriptionMessage | undefined> {
    const { done, value } = await this.#iterator.next();
    return done === true ? undefined : value;
  }

  async untilIndex(index: number): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    while (events.at(-1)?.index !== index) {
      const message = await this.next();
      if (message === undefined) throw new Error('the subscription ended');
      if (message.kind === 'event') events.push(message.event);
    }
    return events;
  }

  async untilCaughtUp(): Promise<{ events: RecordedEvent[]; caughtUpAt: Position | null }> {
    const events: RecordedEvent[] = [];
    for (;;) {
      const message = await this.next();
      if (message === undefined) throw new Error('the subscription ended');
      if (message.kind === 'event') events.push(message.event);
      if (message.kind === 'caughtUp') return { events, caughtUpAt: message.position };
    }
  }

  async stop(): Promise<void> {
    await this.#iterator.return?.();
  }
}

async function first(subscription: AsyncIterable<SubscriptionMessage>): Promise<SubscriptionMessage | undefined> {
  for await (const message of subscription) return message;
  return undefined;
}

async function collect(subscription: AsyncIterable<SubscriptionMessage>): Promise<SubscriptionMessage[]> {
  const messages: SubscriptionMessage[] = [];
  for await (const message of subscription) messages.push(message);
  return messages;
}
