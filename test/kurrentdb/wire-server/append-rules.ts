import type { LogRecord, Proposed, WireLog } from './wire-log.js';

/** What an append says of the stream it goes to. */
export type Expected = 'noStream' | number;

export type Answer =
  | { readonly kind: 'written' | 'repeated'; readonly last: LogRecord }
  | { readonly kind: 'wrongVersion'; readonly expected: Expected; readonly current: number }
  | { readonly kind: 'appendTooLarge'; readonly limitBytes: number }
  | { readonly kind: 'eventTooLarge'; readonly id: string; readonly bytes: number; readonly limitBytes: number };

export interface Limits {
  /** Of all events of an append: data, metadata, and twice the length of the type. */
  readonly appendBytes: number;
  readonly eventBytes: number;
}

/** Decides an append by the rows A1 to A7 of docs/kurrentdb.md, and writes it. */
export function append(log: WireLog, stream: string, expected: Expected, events: readonly Proposed[], limits: Limits): Answer {
  let total = 0;
  for (const event of events) {
    const bytes = event.data.length + event.metadata.length + 2 * event.type.length;
    if (bytes > limits.eventBytes) return { kind: 'eventTooLarge', id: event.id, bytes, limitBytes: limits.eventBytes };
    total += bytes;
  }
  if (total > limits.appendBytes) return { kind: 'appendTooLarge', limitBytes: limits.appendBytes };

  const there = log.ofStream(stream);
  const current = there.length - 1;
  const expectedVersion = expected === 'noStream' ? -1 : expected;
  if (expectedVersion === current) return { kind: 'written', last: log.write(stream, events).at(-1) as LogRecord };
  const standing = events.map((event, i) => there[expectedVersion + 1 + i]?.id === event.id);
  if (expectedVersion < current && standing.every(Boolean)) {
    return { kind: 'repeated', last: there[expectedVersion + events.length] as LogRecord };
  }
  return { kind: 'wrongVersion', expected, current };
}
