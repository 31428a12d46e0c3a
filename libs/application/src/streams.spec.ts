import { describe, expect, it } from '@jest/globals';
import type { EventStore, NewEvent } from '#event-store';
import { MemoryEventStore } from '#event-store/memory/memory-event-store';
import { Streams, type View } from './streams.js';

const notes: View<{ type: string; data: object }, readonly string[]> = {
  prefix: 'issue-',
  initial: [],
  evolve: (state, event) => [...state, event.type],
};

let ids = 0;
function note(type: string, causationId = 'c1'): NewEvent {
  ids += 1;
  const id = `00000000-0000-7000-8000-${String(ids).padStart(12, '0')}`;
  return {
    id,
    type,
    schema: 1,
    recordedAt: '2026-11-23T08:00:00.000Z',
    actor: `actor ${type}`,
    auth: { method: 'test', id: 't' },
    correlationId: id,
    causationId,
    data: {},
  };
}

function counted(store: EventStore): { readonly store: EventStore; readonly reads: number[] } {
  const reads: number[] = [];
  const readStream: EventStore['readStream'] = async (stream, options) => {
    const events = await store.readStream(stream, options);
    reads.push(events.length);
    return events;
  };
  return { store: Object.assign(Object.create(store) as EventStore, { readStream }), reads };
}

describe('a folded stream', () => {
  it('is read once, and then only what was added, whoever added it', async () => {
    const memory = new MemoryEventStore();
    await memory.append('issue-1', 'noStream', [note('a'), note('b', 'c2'), note('c', 'c2')]);
    const { store, reads } = counted(memory);
    const streams = new Streams(store);
    const loaded = await streams.load(notes, '1');
    expect(loaded).toMatchObject({ state: ['a', 'b', 'c'], revision: 2, startedBy: 'actor a', end: { index: 2 } });
    expect(loaded.commands.get('c2')).toEqual({ hash: undefined, first: 1, last: 2 });
    await memory.append('issue-1', 2, [note('d')]);
    expect(await streams.stateOf(notes, '1')).toEqual(['a', 'b', 'c', 'd']);
    expect(await streams.stateOf(notes, '1')).toEqual(['a', 'b', 'c', 'd']);
    expect(reads).toEqual([3, 1, 0]);
  });

  it('is the initial state where there is none, or where there could be none', async () => {
    const { store, reads } = counted(new MemoryEventStore());
    const streams = new Streams(store);
    expect(await streams.load(notes, '1')).toMatchObject({ state: [], revision: -1, startedBy: null, end: null });
    for (const id of [null, undefined, '../x', 'a'.repeat(300), '']) expect(await streams.stateOf(notes, id)).toBe(notes.initial);
    expect(reads).toEqual([0]);
  });

  it('is forgotten when it was not looked at for longest', async () => {
    const memory = new MemoryEventStore();
    for (const id of ['1', '2', '3']) await memory.append(`issue-${id}`, 'noStream', [note('a')]);
    const { store, reads } = counted(memory);
    const streams = new Streams(store, 2);
    for (const id of ['1', '2', '1', '3', '1', '2']) await streams.load(notes, id);
    expect(reads).toEqual([1, 1, 0, 1, 0, 1]);
  });
});
