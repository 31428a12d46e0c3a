import { describe, expect, it } from '@jest/globals';
import type { OpenStore } from '../contract.js';
import { StoreClosed, WrongExpectedRevision } from '../errors.js';
import type { EventStore, NewEvent } from '../event-store.js';
import { eachWithStore, idsOf, newEvent, newEvents, refusal, uuid, wholeLog } from './events.js';

export function appendContract(open: OpenStore): void {
  describe('append', () => {
    const { opened, store } = eachWithStore(open);

    it('numbers the events of a stream from 0', async () => {
      const first = await store().append('issue-1', 'noStream', newEvents(2));
      const second = await store().append('issue-1', 1, newEvents(3));
      expect(first).toMatchObject({ stream: 'issue-1', firstRevision: 0, lastRevision: 1, duplicate: false });
      expect(second).toMatchObject({ stream: 'issue-1', firstRevision: 2, lastRevision: 4, duplicate: false });
      expect((await store().readStream('issue-1')).map(({ revision }) => revision)).toEqual([0, 1, 2, 3, 4]);
    });

    it('answers what a read answers', async () => {
      const result = await store().append('issue-1', 'noStream', [newEvent({ a: 1 }, { origin: 'demo' }), newEvent({ b: [null] })]);
      expect(result.events).toEqual(await store().readStream('issue-1'));
      expect(result.events).toEqual(await store().readAll(null, 10));
      expect(result.position).toBe(result.events[1]?.position);
    });

    it.each([
      ['noStream on a stream that is there', 'noStream', 1],
      ['a revision before the last', 0, 1],
      ['a revision after the last', 2, 1],
    ] as const)('refuses %s and says the actual revision', async (_name, expected, actual) => {
      await store().append('issue-1', 'noStream', newEvents(2));
      const error = await refusal(store().append('issue-1', expected, newEvents(1)));
      expect(error).toBeInstanceOf(WrongExpectedRevision);
      expect(error).toMatchObject({ stream: 'issue-1', expected, actual });
    });

    it('refuses a revision of a stream that is not there', async () => {
      const error = await refusal(store().append('issue-1', 0, newEvents(1)));
      expect(error).toMatchObject({ name: 'WrongExpectedRevision', expected: 0, actual: 'noStream' });
      expect(await store().readStream('issue-1')).toEqual([]);
    });

    it('answers the original result when the same ids are appended again', async () => {
      const events = newEvents(3);
      const original = await store().append('issue-1', 'noStream', events);
      await store().append('issue-1', 2, newEvents(2));
      const changed = events.map((event) => ({ ...event, data: { changed: true }, recordedAt: '2027-01-01T00:00:00.000Z' }));
      expect(await store().append('issue-1', 'noStream', changed)).toEqual({ ...original, duplicate: true });
      expect(await wholeLog(store())).toHaveLength(5);
    });

    it('answers the original result when a part of an append is appended again at its place', async () => {
      const events = newEvents(3);
      const original = await store().append('issue-1', 'noStream', events);
      const again = await store().append('issue-1', 0, events.slice(1));
      expect(again).toEqual({ ...original, firstRevision: 1, events: original.events.slice(1), duplicate: true });
    });

    it.each<[string, (events: NewEvent[]) => NewEvent[]]>([
      ['more events', (events) => [...events, newEvent()]],
      ['another last event', (events) => [...events.slice(0, -1), newEvent()]],
      ['another first event', (events) => [newEvent(), ...events.slice(1)]],
    ])('refuses the same ids with %s', async (_name, change) => {
      const events = newEvents(2);
      await store().append('issue-1', 'noStream', events);
      const error = await refusal(store().append('issue-1', 'noStream', change(events)));
      expect(error).toMatchObject({ name: 'PartialDuplicate', stream: 'issue-1', expected: 'noStream' });
      expect(idsOf(await store().readStream('issue-1'))).toEqual(idsOf(events));
    });

    it('refuses an id that is elsewhere in the stream, or twice in the append', async () => {
      const [first, second, third] = newEvents(3) as [NewEvent, NewEvent, NewEvent];
      await store().append('issue-1', 'noStream', [first, second]);
      expect(await refusal(store().append('issue-1', 1, [third, first]))).toMatchObject({ name: 'DuplicateEventId', id: first.id });
      expect(await refusal(store().append('issue-2', 'noStream', [third, third]))).toMatchObject({
        name: 'DuplicateEventId',
        id: third.id,
      });
      expect(await wholeLog(store())).toHaveLength(2);
    });

    it('takes ids that differ in any part', async () => {
      const ids = [uuid(1), uuid(1).replace('0190', '0191'), uuid(1).replace('-8000-', '-8001-')];
      for (const [i, id] of ids.entries()) await store().append('issue-1', i === 0 ? 'noStream' : i - 1, [newEvent({}, { id })]);
      expect(idsOf(await store().readStream('issue-1'))).toEqual(ids);
    });

    it('lets one of many concurrent appends win each revision', async () => {
      const attempts = await Promise.allSettled(newEvents(20).map((event) => store().append('issue-1', 'noStream', [event])));
      expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const attempt of attempts) {
        if (attempt.status === 'rejected') expect(attempt.reason).toMatchObject({ name: 'WrongExpectedRevision', actual: 0 });
      }
      await Promise.all(Array.from({ length: 6 }, () => appendWithRetries(store(), 'issue-1', 5)));
      const revisions = (await store().readStream('issue-1')).map(({ revision }) => revision);
      expect(revisions).toEqual(Array.from({ length: 31 }, (_, i) => i));
    });

    it('keeps concurrent appends to many streams apart, and each one together', async () => {
      const streams = Array.from({ length: 40 }, (_, i) => `issue-${String(i)}`);
      await Promise.all(streams.map((stream) => store().append(stream, 'noStream', newEvents(3))));
      const log = await wholeLog(store());
      expect(log.map(({ index }) => index)).toEqual(log.map((_, i) => i));
      for (let i = 0; i < log.length; i += 3) {
        expect(log.slice(i, i + 3).map(({ stream, revision }) => [stream, revision])).toEqual([0, 1, 2].map((r) => [log[i]?.stream, r]));
      }
      expect(new Set(log.map(({ stream }) => stream))).toEqual(new Set(streams));
    });

    it('finishes what was begun before it closes, and refuses what comes after', async () => {
      const begun = store().append('issue-1', 'noStream', newEvents(2));
      const closed = store().close();
      expect(await begun).toMatchObject({ lastRevision: 1 });
      await closed;
      await store().close();
      for (const late of [
        store().append('issue-1', 1, newEvents(1)),
        store().readStream('issue-1'),
        store().readAll(null, 1),
        store().readFromIndex(0, 1),
        store().head(),
      ]) {
        expect(await refusal(late)).toBeInstanceOf(StoreClosed);
      }
    });

    it('keeps everything for the next time it is opened', async () => {
      const { reopen } = opened();
      if (reopen === undefined) return;
      const events = newEvents(3);
      const original = await store().append('issue-1', 'noStream', events);
      const before = await wholeLog(store());
      const again = await reopen();
      expect(await wholeLog(again)).toEqual(before);
      expect(await again.append('issue-1', 'noStream', events)).toEqual({ ...original, duplicate: true });
      expect(await again.append('issue-1', 2, newEvents(1))).toMatchObject({ firstRevision: 3 });
      expect((await again.append('issue-2', 'noStream', newEvents(1))).events[0]).toMatchObject({ index: 4, revision: 0 });
    });
  });
}

async function appendWithRetries(store: EventStore, stream: string, count: number): Promise<void> {
  for (let done = 0; done < count;) {
    const last = (await store.readStream(stream)).length - 1;
    try {
      await store.append(stream, last, newEvents(1));
      done += 1;
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision)) throw error;
    }
  }
}
