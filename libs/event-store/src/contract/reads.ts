import { describe, expect, it } from '@jest/globals';
import { canonicalBytes, type JsonObject } from '#ledger';
import type { OpenStore } from '../contract.js';
import { envelopeOf, leafBytes, type EventStore, type RecordedEvent } from '../event-store.js';
import { eachWithStore, idsOf, newEvent, newEvents, refusal, wholeLog } from './events.js';

export function readContract(open: OpenStore): void {
  describe('read', () => {
    const { store } = eachWithStore(open);

    it('answers nothing for a stream that is not there, and for an empty log', async () => {
      expect(await store().readStream('issue-1')).toEqual([]);
      expect(await store().readAll(null, 10)).toEqual([]);
      expect(await store().readFromIndex(0, 10)).toEqual([]);
      expect(await store().head()).toBeNull();
    });

    it('reads a part of a stream', async () => {
      await store().append('issue-1', 'noStream', newEvents(10));
      const revisions = async (options: { fromRevision?: number; limit?: number }): Promise<number[]> =>
        (await store().readStream('issue-1', options)).map(({ revision }) => revision);
      expect(await revisions({ fromRevision: 7 })).toEqual([7, 8, 9]);
      expect(await revisions({ limit: 2 })).toEqual([0, 1]);
      expect(await revisions({ fromRevision: 4, limit: 3 })).toEqual([4, 5, 6]);
      expect(await revisions({ fromRevision: 10 })).toEqual([]);
    });

    it('numbers the log from 0 without gaps, with positions that grow as strings of one width', async () => {
      await appendInterleaved(store(), 30);
      const log = await wholeLog(store());
      expect(log.map(({ index }) => index)).toEqual(Array.from({ length: 30 }, (_, i) => i));
      const positions = log.map(({ position }) => position);
      expect(positions.toSorted()).toEqual(positions);
      expect(new Set(positions).size).toBe(30);
      expect(new Set(positions.map(({ length }) => length)).size).toBe(1);
      expect(await store().head()).toEqual({ position: positions[29], index: 29 });
    });

    it.each([1, 2, 7, 29, 30, 31])('gives each event once in pages of %i', async (pageEvents) => {
      await appendInterleaved(store(), 30);
      expect(idsOf(await wholeLog(store(), pageEvents))).toEqual(idsOf(await wholeLog(store())));
    });

    it('reads on from an index', async () => {
      await appendInterleaved(store(), 10);
      const log = await wholeLog(store());
      expect(await store().readFromIndex(0, 4)).toEqual(log.slice(0, 4));
      expect(await store().readFromIndex(6, 2)).toEqual(log.slice(6, 8));
      expect(await store().readFromIndex(9, 5)).toEqual(log.slice(9));
      expect(await store().readFromIndex(10, 5)).toEqual([]);
      expect(await store().readFromIndex(1_000_000, 5)).toEqual([]);
    });

    it('reads nothing after the last position', async () => {
      await store().append('issue-1', 'noStream', newEvents(2));
      expect(await store().readAll((await store().head())?.position ?? null, 10)).toEqual([]);
    });

    it('refuses a position that is not one', async () => {
      expect(await refusal(store().readAll('yesterday', 10))).toMatchObject({ name: 'InvalidPosition' });
    });

    it('gives back the same canonical bytes', async () => {
      const event = newEvent(AWKWARD, {
        occurredAt: '2026-11-22T23:59:59.999Z',
        onBehalfOf: 'person-2',
        commandHash: 'ab'.repeat(32),
        origin: 'import-1',
        correlationId: 'straße-\u2028',
      });
      const expected = canonicalBytes({ ...event, stream: 'issue-ü', revision: 0 });
      const { events } = await store().append('issue-ü', 'noStream', [event]);
      const [fromStream] = await store().readStream('issue-ü');
      const [fromLog] = await store().readAll(null, 1);
      for (const recorded of [events[0], fromStream, fromLog] as RecordedEvent[]) {
        expect(leafBytes(recorded).equals(expected)).toBe(true);
        expect(envelopeOf(recorded)).toEqual({ ...event, stream: 'issue-ü', revision: 0 });
      }
    });

    it('is not changed by what happens to the objects that went in or came out', async () => {
      const data = { list: [1, 2], inner: { a: 'kept' } };
      const event = newEvent(data);
      const result = await store().append('issue-1', 'noStream', [event]);
      const before = leafBytes(result.events[0] as RecordedEvent);
      data.list.push(3);
      data.inner.a = 'changed';
      for (const read of [await store().readStream('issue-1'), await store().readAll(null, 1), await store().readFromIndex(0, 1)]) {
        const [recorded] = read as [RecordedEvent];
        expect(leafBytes(recorded).equals(before)).toBe(true);
        (recorded.data as { inner: { a: string } }).inner.a = 'changed too';
      }
    });
  });
}

const AWKWARD: JsonObject = {
  'ключ "q"': 'Ωμέγα 你好 😀 \u0000 \u001f \u007f \u2028 \\ " /',
  '\ue000': 'after the surrogates by code unit',
  '😀': 'before',
  '': '',
  numbers: [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 0, -1],
  nested: { b: { c: [[], {}, [{ d: null }], true, false] }, a: '10', '10': 1, '9': 2 },
};

/** Appends single events to three streams in turn. */
async function appendInterleaved(store: EventStore, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    const revision = Math.floor(i / 3);
    await store.append(`issue-${String(i % 3)}`, revision === 0 ? 'noStream' : revision - 1, [newEvent({ i })]);
  }
}
