import { describe, expect, it } from '@jest/globals';
import { canonicalBytes, type JsonObject } from '#ledger';
import { MAX_APPEND_BYTES, MAX_APPEND_EVENTS, MAX_EVENT_BYTES } from '../append-request.js';
import type { OpenStore } from '../contract.js';
import type { NewEvent } from '../event-store.js';
import { eachWithStore, newEvent, newEvents, refusal, wholeLog } from './events.js';

export function limitContract(open: OpenStore): void {
  describe('limits', () => {
    const { store } = eachWithStore(open);

    it('takes an event of 64 KiB, envelope included and in bytes, and refuses one byte more', async () => {
      await store().append('issue-1', 'noStream', [eventOfBytes(MAX_EVENT_BYTES, 'issue-1', 0)]);
      expect(await refusal(store().append('issue-1', 0, [eventOfBytes(MAX_EVENT_BYTES + 1, 'issue-1', 1)]))).toMatchObject({
        name: 'EventTooLarge',
        bytes: MAX_EVENT_BYTES + 1,
        limitBytes: MAX_EVENT_BYTES,
      });
      expect(await wholeLog(store())).toHaveLength(1);
    });

    it('takes an append of 768 KiB and refuses more', async () => {
      const count = MAX_APPEND_BYTES / MAX_EVENT_BYTES;
      const largest = Array.from({ length: count }, (_, revision) => eventOfBytes(MAX_EVENT_BYTES, 'issue-1', revision));
      expect(await refusal(store().append('issue-1', 'noStream', [...largest, newEvent()]))).toMatchObject({
        name: 'AppendTooLarge',
        unit: 'bytes',
        limit: MAX_APPEND_BYTES,
      });
      expect(await store().append('issue-1', 'noStream', largest)).toMatchObject({ lastRevision: count - 1 });
    });

    it('takes 256 events in an append and refuses more', async () => {
      expect(await refusal(store().append('issue-1', 'noStream', newEvents(MAX_APPEND_EVENTS + 1)))).toMatchObject({
        name: 'AppendTooLarge',
        unit: 'events',
        size: MAX_APPEND_EVENTS + 1,
        limit: MAX_APPEND_EVENTS,
      });
      expect(await store().append('issue-1', 'noStream', newEvents(MAX_APPEND_EVENTS))).toMatchObject({ lastRevision: 255 });
    });

    it('refuses an append of nothing', async () => {
      expect(await refusal(store().append('issue-1', 'noStream', []))).toMatchObject({ name: 'EmptyAppend' });
    });

    it.each<[string, Partial<Record<keyof NewEvent, unknown>>]>([
      ['id', { id: 'not-a-uuid' }],
      ['type', { type: '' }],
      ['schema', { schema: 0 }],
      ['recordedAt', { recordedAt: '2026-11-23T08:00:00Z' }],
      ['actor', { actor: '' }],
      ['origin', { origin: 7 }],
      ['onBehalfOf', { onBehalfOf: undefined }],
      ['data', { data: [] }],
      ['event', { colour: 'red' } as Record<string, unknown>],
    ])('refuses an event with a wrong %s, and the events before it', async (field, wrong) => {
      const events = [newEvent(), { ...newEvent(), ...wrong } as NewEvent];
      expect(await refusal(store().append('issue-1', 'noStream', events))).toMatchObject({ name: 'InvalidEvent', field });
      expect(await wholeLog(store())).toEqual([]);
    });

    it.each<[string, unknown]>([
      ['a float', 0.5],
      ['undefined', undefined],
      ['a date', new Date(0)],
      ['a lone surrogate', '\ud800'],
    ])('refuses data with %s before anything is written', async (_name, value) => {
      const events = [newEvent(), newEvent({ deep: [{ value }] } as unknown as JsonObject)];
      expect(await refusal(store().append('issue-1', 'noStream', events))).toMatchObject({
        name: 'NotCanonical',
        path: 'data.deep[0].value',
      });
      expect(await wholeLog(store())).toEqual([]);
    });

    it.each([
      ['stream', () => store().append('', 'noStream', newEvents(1))],
      ['expected', () => store().append('issue-1', -1, newEvents(1))],
      ['expected', () => store().append('issue-1', 0.5, newEvents(1))],
      ['fromRevision', () => store().readStream('issue-1', { fromRevision: -1 })],
      ['limit', () => store().readStream('issue-1', { limit: 0 })],
      ['limit', () => store().readAll(null, 0)],
      ['index', () => store().readFromIndex(-1, 1)],
    ])('refuses a wrong %s', async (field, call) => {
      expect(await refusal(call())).toMatchObject({ name: 'InvalidEvent', field });
    });
  });
}

/** An event whose canonical envelope has exactly this many bytes, some of them in characters of two bytes. */
function eventOfBytes(bytes: number, stream: string, revision: number): NewEvent {
  const event = newEvent({ text: 'é'.repeat(100) });
  const missing = bytes - canonicalBytes({ ...event, stream, revision }).length;
  return { ...event, data: { text: 'é'.repeat(100) + 'x'.repeat(missing) } };
}
