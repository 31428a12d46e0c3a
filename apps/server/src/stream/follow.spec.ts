import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { NewEvent, RecordedEvent } from '#event-store';
import { MemoryEventStore } from '#event-store/memory/memory-event-store';
import { DRAIN_MS, follow, HEARTBEAT_MS, type Following, type Sink } from './follow.js';
import { Live } from './live.js';
import type { EntryView } from './stream.views.js';

const event = (n: number): NewEvent => {
  const id = `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
  const auth = { method: 'test', id: 't' };
  return { id, type: 'NoteAdded', schema: 1, recordedAt: '2026-11-23T09:00:00.000Z', actor: 'dana', auth, correlationId: id, causationId: id, data: {} }; // prettier-ignore
};

const entryOf = ({ index, id, type, stream, revision, recordedAt, actor }: RecordedEvent): EntryView => ({
  index,
  id,
  type,
  stream,
  revision,
  at: recordedAt,
  actor,
  issue: null,
});

/** A log that grows, with its live end, and a clock that is moved by hand. */
function house(mayHear: (index: number) => boolean = () => true) {
  const store = new MemoryEventStore();
  const live = new Live(store, async () => undefined);
  const timers = new Set<{ readonly at: number; readonly ring: () => void }>();
  let now = 0;
  let appended = 0;
  const door = { open: true };
  const following: Following = {
    live,
    heard: async (events) => (door.open ? events.filter(({ index }) => mayHear(index)).map(entryOf) : null),
    after: (milliseconds) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = { at: now + milliseconds, ring: resolve };
      timers.add(timer);
      return { over: promise, cancel: () => void timers.delete(timer) };
    },
  };
  return {
    live,
    following,
    door,
    get waiting() {
      return timers.size;
    },
    append: async (count: number): Promise<void> => {
      for (let n = 0; n < count; n++) {
        await store.append(`issue-${appended}`, 'noStream', [event(appended)]);
        const events = await store.readFromIndex(appended, 1);
        appended += 1;
        await live.apply(events, events.at(-1)?.position ?? '');
      }
    },
    pass: (milliseconds: number): void => {
      now += milliseconds;
      for (const timer of [...timers].filter(({ at }) => at <= now)) {
        timers.delete(timer);
        timer.ring();
      }
    },
  };
}

/** A browser: knows the id of the last event; its connection breaks after some messages. */
class Reader implements Sink {
  lastId = -1;
  readonly seen: number[] = [];
  readonly named: { readonly name: string; readonly data: unknown }[] = [];
  comments = 0;
  full = false;
  readonly #abort = new AbortController();
  #messagesLeft: number;
  #drained = Promise.withResolvers<void>();

  constructor(messagesLeft = Infinity) {
    this.#messagesLeft = messagesLeft;
  }

  get gone(): AbortSignal {
    return this.#abort.signal;
  }

  write(text: string): boolean {
    for (const message of text.split('\n\n').filter(Boolean)) {
      if (this.#messagesLeft-- <= 0) {
        this.leave();
        return true;
      }
      this.#take(message.split('\n'));
    }
    return !this.full;
  }

  drained(): Promise<void> {
    return this.#drained.promise;
  }

  makeRoom(): void {
    this.full = false;
    this.#drained.resolve();
    this.#drained = Promise.withResolvers();
  }

  leave(): void {
    this.#abort.abort();
  }

  #take(lines: readonly string[]): void {
    const of = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
    const [id, data, name] = [of('id'), of('data'), of('event')];
    if (lines.some((line) => line.startsWith(':'))) this.comments++;
    if (id !== undefined) this.lastId = Number(id);
    if (name !== undefined) this.named.push({ name, data: JSON.parse(data ?? 'null') });
    else if (data !== undefined) this.seen.push((JSON.parse(data) as EntryView).index);
  }
}

/** Lets everything that is not waiting for the clock, the log or the reader happen. */
async function settle(): Promise<void> {
  for (let n = 0; n < 60; n++) await new Promise<void>((resolve) => void setImmediate(resolve));
}

describe('a reader that follows', () => {
  it('loses nothing and hears nothing twice, wherever its connection breaks, whatever it may hear', async () => {
    const steps = fc.array(fc.record({ appended: fc.integer({ min: 0, max: 9 }), breaksAfter: fc.integer({ min: 0, max: 14 }) }), {
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 5 }), async (all, oneIn) => {
        const mayHear = (index: number) => index % oneIn === 0;
        const { live, following, append } = house(mayHear);
        const heard: number[] = [];
        let last = -1;
        let total = 0;
        for (const { appended, breaksAfter } of [...all, { appended: 1, breaksAfter: Infinity }]) {
          const reader = new Reader(breaksAfter);
          const ended = follow(following, reader, last);
          await append(appended);
          total += appended;
          await settle();
          reader.leave();
          await ended;
          heard.push(...reader.seen);
          if (reader.lastId >= 0) last = reader.lastId;
        }
        expect(heard).toEqual(Array.from({ length: total }, (_, i) => i).filter(mayHear));
        expect(last).toBe(total - 1);
        live.close();
      }),
      { numRuns: 60 },
    );
  });

  it('is told in a comment that the connection stands, as often as nothing happens', async () => {
    const { following, append, pass } = house();
    const reader = new Reader();
    const ended = follow(following, reader, -1);
    for (let n = 1; n <= 3; n++) {
      await settle();
      pass(HEARTBEAT_MS);
      await settle();
      expect(reader.comments).toBe(n);
    }
    await append(1);
    await settle();
    expect([reader.seen, reader.comments]).toEqual([[0], 3]);
    reader.leave();
    await ended;
  });

  it('that takes nothing is given up after a while, told so, and comes back to exactly there', async () => {
    const { following, append, pass } = house();
    const reader = new Reader();
    const ended = follow(following, reader, -1);
    await settle();
    reader.full = true;
    await append(300);
    await settle();
    const before = reader.seen.length;
    expect(before).toBeLessThanOrEqual(256); // what waits for it is bounded: a page
    pass(DRAIN_MS - 1);
    await settle();
    expect(reader.named).toEqual([]);
    pass(1);
    await ended;
    expect(reader.named).toEqual([{ name: 'end', data: { reason: 'too-slow' } }]);
    const again = new Reader();
    const following2 = follow(following, again, reader.lastId);
    await settle();
    expect([...reader.seen, ...again.seen]).toEqual(Array.from({ length: 300 }, (_, i) => i));
    again.leave();
    await following2;
  });

  it('that makes room in time goes on', async () => {
    const { following, append, pass } = house();
    const reader = new Reader();
    reader.full = true;
    const ended = follow(following, reader, -1);
    await append(5);
    pass(DRAIN_MS - 1);
    await settle();
    reader.makeRoom();
    await settle();
    expect(reader.seen).toEqual([0, 1, 2, 3, 4]);
    reader.leave();
    await ended;
  });

  it('is told when the server stops, also one that takes nothing', async () => {
    const { live, following, append } = house();
    const [idle, full] = [new Reader(), new Reader()];
    full.full = true;
    const ended = [follow(following, idle, -1), follow(following, full, -1)];
    await append(2);
    await settle();
    live.close();
    await Promise.all(ended);
    expect(idle.named).toEqual([{ name: 'end', data: { reason: 'shutting-down' } }]);
    expect(full.named).toEqual([{ name: 'end', data: { reason: 'shutting-down' } }]);
    expect(idle.lastId).toBe(1);
  });

  it('whose access has ended hears nothing more, not even on a quiet day', async () => {
    const { following, append, pass, door } = house();
    const reader = new Reader();
    const ended = follow(following, reader, -1);
    await append(1);
    await settle();
    door.open = false;
    pass(HEARTBEAT_MS);
    await ended;
    expect([reader.seen, reader.named]).toEqual([[0], [{ name: 'end', data: { reason: 'access-ended' } }]]);
  });

  it('leaves nothing behind when it goes', async () => {
    const scene = house();
    const reader = new Reader();
    const ended = follow(scene.following, reader, -1);
    await settle();
    reader.leave();
    await ended;
    expect(scene.waiting).toBe(0);
  });
});
