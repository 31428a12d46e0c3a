import { afterEach, beforeEach } from '@jest/globals';
import type { JsonObject } from '#ledger';
import type { OpenedStore, OpenStore } from '../contract.js';
import type { EventStore, NewEvent, RecordedEvent } from '../event-store.js';

/** A UUIDv7 in form, told apart by a number. */
export function uuid(n: number): string {
  return `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
}

let issued = 0;

/** An event that no other call has made. */
export function newEvent(data: JsonObject = {}, fields: Partial<NewEvent> = {}): NewEvent {
  issued += 1;
  return {
    id: uuid(issued),
    type: 'IssueFiled',
    schema: 1,
    recordedAt: '2026-11-23T08:00:00.000Z',
    actor: 'person-1',
    auth: { method: 'password', id: 'session-1' },
    correlationId: uuid(issued),
    causationId: uuid(issued),
    data,
    ...fields,
  };
}

export function newEvents(count: number): NewEvent[] {
  return Array.from({ length: count }, () => newEvent());
}

export function idsOf(events: readonly { id: string }[]): string[] {
  return events.map(({ id }) => id);
}

/** A store for each test, opened before and closed after it. */
export function eachWithStore(open: OpenStore): { opened: () => OpenedStore; store: () => EventStore } {
  let opened: OpenedStore;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.close());
  return { opened: () => opened, store: () => opened.store };
}

/** The whole log, read in pages. */
export async function wholeLog(store: EventStore, pageEvents = 1000): Promise<RecordedEvent[]> {
  const log: RecordedEvent[] = [];
  for (;;) {
    const page = await store.readAll(log.at(-1)?.position ?? null, pageEvents);
    if (page.length === 0) return log;
    log.push(...page);
  }
}

/** The error an operation fails with. */
export async function refusal(operation: Promise<unknown>): Promise<Error> {
  try {
    await operation;
  } catch (error) {
    return error as Error;
  }
  throw new Error('was not refused');
}
