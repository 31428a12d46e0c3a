/** The service definitions and messages that the client itself ships. They are generated CommonJS, so each is one default import. */
import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import timestamp from 'google-protobuf/google/protobuf/timestamp_pb.js';
import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type { ReadResp } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type { LogRecord } from './wire-log.js';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export function failure(code: status, details: string, trailers: Readonly<Record<string, string>> = {}): ServiceError {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value);
  return Object.assign(new Error(details), { name: 'ServiceError', code, details, metadata });
}

/** N2: the node is no leader, and says which is. */
export function notLeader({ host, port }: Endpoint): ServiceError {
  return failure(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': host,
    'leader-endpoint-port': String(port),
  });
}

export function readEvent({ id, stream, revision, position, type, isJson, createdMillis, data, metadata }: LogRecord): ReadResp {
  const uuid = new shared.UUID();
  uuid.setString(id);
  const event = new streams.ReadResp.ReadEvent.RecordedEvent();
  event.setId(uuid);
  event.setStreamIdentifier(identifier(stream));
  event.setStreamRevision(String(revision));
  event.setCommitPosition(String(position));
  event.setPreparePosition(String(position));
  event.getMetadataMap().set('type', type);
  event.getMetadataMap().set('content-type', isJson ? 'application/json' : 'application/octet-stream');
  event.getMetadataMap().set('created', `${String(createdMillis)}0000`);
  event.setData(data);
  event.setCustomMetadata(metadata);
  const resolved = new streams.ReadResp.ReadEvent();
  resolved.setEvent(event);
  resolved.setCommitPosition(String(position));
  const answer = new streams.ReadResp();
  answer.setEvent(resolved);
  return answer;
}

export function confirmation(id: string): ReadResp {
  const confirmed = new streams.ReadResp.SubscriptionConfirmation();
  confirmed.setSubscriptionId(id);
  const answer = new streams.ReadResp();
  answer.setConfirmation(confirmed);
  return answer;
}

export function checkpoint(position: number): ReadResp {
  const reached = new streams.ReadResp.Checkpoint();
  reached.setCommitPosition(String(position));
  reached.setPreparePosition(String(position));
  reached.setTimestamp(now());
  const answer = new streams.ReadResp();
  answer.setCheckpoint(reached);
  return answer;
}

export function caughtUp(position: number | null): ReadResp {
  const level = new streams.ReadResp.CaughtUp();
  level.setTimestamp(now());
  if (position !== null) {
    const at = new streams.ReadResp.Position();
    at.setCommitPosition(String(position));
    at.setPreparePosition(String(position));
    level.setPosition(at);
  }
  const answer = new streams.ReadResp();
  answer.setCaughtUp(level);
  return answer;
}

export function streamNotFound(stream: string): ReadResp {
  const missing = new streams.ReadResp.StreamNotFound();
  missing.setStreamIdentifier(identifier(stream));
  const answer = new streams.ReadResp();
  answer.setStreamNotFound(missing);
  return answer;
}

export function lastStreamPosition(revision: number): ReadResp {
  const answer = new streams.ReadResp();
  answer.setLastStreamPosition(String(revision));
  return answer;
}

function identifier(stream: string): InstanceType<typeof shared.StreamIdentifier> {
  const named = new shared.StreamIdentifier();
  named.setStreamName(Buffer.from(stream).toString('base64'));
  return named;
}

function now(): InstanceType<typeof timestamp.Timestamp> {
  return timestamp.Timestamp.fromDate(new Date());
}
