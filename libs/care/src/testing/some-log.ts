import type { EventStore, NewEvent } from '#event-store';

/** An event of which nothing but its id matters. */
export function someEvent(n: number, more: Partial<NewEvent> = {}): NewEvent {
  const id = `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
  return {
    id,
    type: 'NoteAdded',
    schema: 1,
    recordedAt: '2026-11-23T09:00:00.000Z',
    actor: 'dana',
    auth: { method: 'test', id: 't' },
    correlationId: id,
    causationId: id,
    data: { n, text: `ünï ${n}` },
    ...more,
  };
}

/** Appends events from…to (exclusive) over a handful of streams, in this order; the same numbers give the same events. */
export async function fillLog(store: EventStore, from: number, to: number, streams = 5): Promise<void> {
  for (let n = from; n < to; n += 1) {
    const revision = Math.floor(n / streams);
    await store.append(`issue-${n % streams}`, revision === 0 ? 'noStream' : revision - 1, [someEvent(n)]);
  }
}
