import { envelopeOf, type EventStore, type NewEvent } from '#event-store';
import { MemoryEventStore } from '#event-store/memory/memory-event-store';

const PAGE = 1000;

/** A log in memory, with the events of another if there is one. */
export async function copyOfLog(log: EventStore | undefined): Promise<EventStore> {
  const copy = new MemoryEventStore();
  for (let index = 0, more = log !== undefined; more; index += PAGE) {
    const page = (await log?.readFromIndex(index, PAGE)) ?? [];
    for (const event of page) {
      const { stream, revision, ...envelope } = envelopeOf(event);
      await copy.append(stream, revision === 0 ? 'noStream' : revision - 1, [envelope satisfies NewEvent]);
    }
    more = page.length === PAGE;
  }
  return copy;
}
