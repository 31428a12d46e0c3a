/** Run by sqlite-event-store.spec.ts in a process of its own: appends pairs of events and prints each acknowledgement. */
import { writeSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import type { NewEvent } from '../event-store.js';
import { SqliteEventStore } from './sqlite-event-store.js';

const CALLERS = 8;

function newEvent(): NewEvent {
  const id = randomUUID();
  return {
    id,
    type: 'IssueFiled',
    schema: 1,
    recordedAt: '2026-11-23T08:00:00.000Z',
    actor: 'person-1',
    auth: { method: 'system', id: 'test' },
    correlationId: id,
    causationId: id,
    data: { text: 'x'.repeat(500) },
  };
}

async function append(store: SqliteEventStore): Promise<never> {
  for (;;) {
    const { stream, events } = await store.append(`issue-${randomUUID()}`, 'noStream', [newEvent(), newEvent()]);
    // Written at once: what stands in a buffer would be lost with the process.
    writeSync(1, `${JSON.stringify({ stream, lastIndex: events[1]?.index })}\n`);
  }
}

const store = await SqliteEventStore.open({ file: process.argv[2] as string });
await Promise.all(Array.from({ length: CALLERS }, () => append(store)));
