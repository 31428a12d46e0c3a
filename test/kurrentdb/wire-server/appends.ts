import { status, type sendUnaryData, type ServerReadableStream, type ServiceError } from '@grpc/grpc-js';
import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type { AppendReq, AppendResp } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import { append, type Answer, type Expected } from './append-rules.js';
import { failure, notLeader } from './protocol.js';
import type { WireNode } from './wire-server.js';
import type { Proposed } from './wire-log.js';

/** An append, in a call of its own. The server's batches share one stream of requests; the adapter does not use them (see the decision). */
export function appendOnce(node: WireNode, call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>): void {
  let stream = '';
  let expected: Expected | undefined; // A8: anything else is never asked
  const events: Proposed[] = [];
  call.on('data', (request: AppendReq) => {
    const options = request.getOptions();
    if (options !== undefined) {
      stream = nameOf(options.getStreamIdentifier());
      expected = options.hasNoStream() ? 'noStream' : options.hasRevision() ? Number(options.getRevision()) : undefined;
    }
    const message = request.getProposedMessage();
    if (message !== undefined) events.push(proposed(message));
  });
  const written = (): void => {
    // A client that was killed while it sent ends the stream too; the server has not heard all of that append, and writes nothing.
    if (call.cancelled || events.length === 0) return;
    if (expected === undefined) {
      answer(failure(status.INVALID_ARGUMENT, 'the wire server knows exact revisions alone'));
    } else if (node.leader !== null && call.metadata.get('requires-leader')[0] === 'true') {
      answer(notLeader(node.leader));
    } else {
      const turn = node.turn();
      if (turn === 'swallow') return;
      const outcome = append(node.log, stream, expected, events, node.limits);
      if (turn === 'writeAndDrop') node.dropConnections();
      else if (outcome.kind === 'appendTooLarge' || outcome.kind === 'eventTooLarge') answer(tooLarge(outcome));
      else answer(null, response(outcome, node.positions));
    }
  };
  // By the next turn it is known whether the stream ended or broke.
  call.on('end', () => setImmediate(written));
}

function tooLarge(outcome: Extract<Answer, { kind: 'appendTooLarge' | 'eventTooLarge' }>): ServiceError {
  if (outcome.kind === 'appendTooLarge') {
    const trailers = { exception: 'maximum-append-size-exceeded', 'maximum-append-size': String(outcome.limitBytes) };
    return failure(status.INVALID_ARGUMENT, `Maximum Append Size of ${outcome.limitBytes} Exceeded.`, trailers);
  }
  const words = `Event with Id: ${outcome.id}, Size: ${outcome.bytes}, exceeds Maximum Append Event Size of ${outcome.limitBytes}.`;
  return failure(status.INVALID_ARGUMENT, words, { exception: 'maximum-append-event-size-exceeded' });
}

function response(
  answer: Extract<Answer, { kind: 'written' | 'repeated' | 'wrongVersion' }>,
  positions: WireNode['positions'],
): AppendResp {
  const said = new streams.AppendResp();
  if (answer.kind === 'wrongVersion') {
    const wrong = new streams.AppendResp.WrongExpectedVersion();
    if (answer.current < 0) wrong.setCurrentNoStream(new shared.Empty());
    else wrong.setCurrentRevision(String(answer.current));
    if (answer.expected === 'noStream') wrong.setExpectedNoStream(new shared.Empty());
    else wrong.setExpectedRevision(String(answer.expected));
    said.setWrongExpectedVersion(wrong);
    return said;
  }
  const success = new streams.AppendResp.Success();
  success.setCurrentRevision(String(answer.last.revision));
  if (saysPosition(answer, positions)) {
    const position = new streams.AppendResp.Position();
    position.setCommitPosition(String(answer.last.position));
    position.setPreparePosition(String(answer.last.position));
    success.setPosition(position);
  } else success.setNoPosition(new shared.Empty());
  said.setSuccess(success);
  return said;
}

/** A6: what was written before may be answered without its position. */
function saysPosition({ kind }: Answer, positions: WireNode['positions']): boolean {
  return positions === 'always' || (positions === 'ofNew' && kind === 'written');
}

function proposed(message: AppendReq.ProposedMessage): Proposed {
  return {
    id: uuidOf(message.getId()!),
    type: message.getMetadataMap().get('type') ?? '',
    isJson: message.getMetadataMap().get('content-type') === 'application/json',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

function nameOf(identified: InstanceType<typeof shared.StreamIdentifier> | undefined): string {
  return Buffer.from(identified!.getStreamName_asU8()).toString('utf8');
}

/** Sent as text, or as two halves. */
function uuidOf(uuid: InstanceType<typeof shared.UUID>): string {
  if (uuid.hasString()) return uuid.getString();
  const halves = uuid.getStructured()!;
  const hex = [halves.getMostSignificantBits(), halves.getLeastSignificantBits()]
    .map((half) => BigInt.asUintN(64, BigInt(half)).toString(16).padStart(16, '0'))
    .join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
