import type { Envelope } from '#event-store';
import type { RefusalCount } from '../http/refusal-log.js';
import { at, eventIndex, id, list, named, object, open, orNull, maybe, text, whole } from '../http/schema.js';
import { listing } from '../http/view-parts.js';

/** An entry of the log as it is recorded: its canonical bytes are its leaf in the Merkle tree. */
export interface LogEntry {
  readonly index: number;
  readonly envelope: Envelope;
}

const envelope = named<Envelope>('Envelope', {
  id,
  type: text('IssueFiled'),
  schema: whole(1),
  stream: text('issue-0199d1f0-3c5a-5e1b-9c9f-0d0c6a2f7b11'),
  revision: whole(0),
  recordedAt: at,
  occurredAt: maybe(at),
  actor: text('dana'),
  onBehalfOf: maybe(text('lee')),
  auth: object<Envelope['auth']>({ method: text('token'), id }),
  correlationId: id,
  causationId: id,
  commandHash: maybe(text('9f2b6c1e')),
  origin: maybe(text('import-1')),
  data: open<Envelope['data']>('As recorded: what is personal is sealed.', { programme: 'tablets', kind: 'late' }),
});

export const logEntry = named<LogEntry>('LogEntry', { index: eventIndex, envelope });

export interface LogPage {
  readonly items: readonly LogEntry[];
  /** The last entry of the log; −1 in an empty one. */
  readonly head: number;
}
export const logPage = named<LogPage>('LogPage', { items: list(logEntry), head: eventIndex });

/** What all views and the router's state come to. */
export interface LogState {
  readonly index: number;
  readonly stateHash: string;
}
export const logState = named<LogState>('LogState', {
  index: eventIndex,
  stateHash: text('f16a136136691a98c1dcf8fcd64031bf417e8052457e4d07df4eb92ea2c944b0'),
});

export const refusals = listing(
  'Refusals',
  named<RefusalCount>('RefusalCount', {
    hour: at,
    person: orNull(text('dana')),
    address: orNull(text('192.0.2.7')),
    route: orNull(text('/api/v1/log')),
    problem: text('not-allowed'),
    count: whole(3),
    lastAt: at,
    lastCorrelationId: id,
  }),
);
