import type { NewEvent } from '#event-store';

/** The two events of append n: what was refused or never answered can be tried again by whoever knows its number. */
export function eventsOf(n: number): readonly NewEvent[] {
  return [0, 1].map((i) => {
    const id = `018f0000-0000-7000-8000-${(n * 2 + i).toString(16).padStart(12, '0')}`;
    return {
      id,
      type: 'IssueFiled',
      schema: 1,
      recordedAt: '2026-11-23T08:00:00.000Z',
      actor: 'person-1',
      auth: { method: 'system', id: 'test' },
      correlationId: id,
      causationId: id,
      data: { text: `${n}.${i} `.padEnd(700, 'x') },
    };
  });
}
