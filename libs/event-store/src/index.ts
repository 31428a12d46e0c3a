export * from './errors.js';
export { envelopeOf, leafBytes } from './event-store.js';
export type {
  AppendResult,
  Envelope,
  EventAuth,
  EventStore,
  ExpectedRevision,
  Head,
  NewEvent,
  Position,
  ReadableLog,
  ReadStreamOptions,
  RecordedEvent,
  SubscribeOptions,
  SubscriptionMessage,
} from './event-store.js';
export { MAX_APPEND_BYTES, MAX_APPEND_EVENTS, MAX_EVENT_BYTES } from './append-request.js';
