import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { ServerWritableStream } from '@grpc/grpc-js';
import streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type { ReadReq, ReadResp } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import { caughtUp, checkpoint, confirmation, lastStreamPosition, notLeader, readEvent, streamNotFound } from './protocol.js';
import type { LogRecord } from './wire-log.js';
import type { WireNode } from './wire-server.js';

type Call = ServerWritableStream<ReadReq, ReadResp>;
type Options = ReadReq.Options;

/** Events in a page of the server, and records that it searches for one where the client says nothing. */
const PAGE = 32;
/** What waits for a live subscriber before the server lets the oldest go, and reads again. */
const LIVE_BUFFER = 32;

/** Reads and subscriptions, by the rows R1 to R4 and S1 to S3 of docs/kurrentdb.md. */
export async function read(node: WireNode, call: Call): Promise<void> {
  const options = call.request.getOptions()!;
  const requiresLeader = call.metadata.get('requires-leader')[0] === 'true';
  if (node.leader !== null && requiresLeader) throw notLeader(node.leader);
  if (options.hasStream()) await readStream(node, call, options);
  else if (options.hasSubscription()) await subscribeToAll(node, call, options);
  else await readAll(node, call, options);
  call.end();
}

async function readStream({ log }: WireNode, call: Call, options: Options): Promise<void> {
  const asked = options.getStream()!;
  const stream = Buffer.from(asked.getStreamIdentifier()!.getStreamName_asU8()).toString('utf8');
  const there = log.ofStream(stream);
  if (there.length === 0) return send(call, streamNotFound(stream));
  const count = countOf(options);
  const backwards = options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;
  const start = asked.hasRevision() ? Number(asked.getRevision()) : asked.hasEnd() ? there.length - 1 : 0;
  const found = backwards ? there.slice(0, start + 1).reverse() : there.slice(start);
  for (const record of found.slice(0, count)) await send(call, readEvent(record));
  if ((options.getControlOption()?.getCompatibility() ?? 0) >= 1) await send(call, lastStreamPosition(there.length - 1));
}

async function readAll({ log }: WireNode, call: Call, options: Options): Promise<void> {
  const allows = filterOf(options);
  const backwards = options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;
  let left = countOf(options);
  const all = options.getAll()!;
  const start = all.hasPosition() ? log.indexAt(placeOf(all.getPosition()!)) : all.hasEnd() ? log.records.length : 0;
  const found = backwards ? log.records.slice(0, start).reverse() : log.records.slice(start);
  for (const record of found) {
    if (left === 0) return;
    if (!allows(record)) continue;
    left -= 1;
    await send(call, readEvent(record));
  }
}

/** Catches up page by page, then live from a small buffer; what falls out of that sends the subscription back to catching up. */
async function subscribeToAll(node: WireNode, call: Call, options: Options): Promise<void> {
  const { log } = node;
  const allows = filterOf(options);
  const window = options.getFilter()?.hasMax() === true ? options.getFilter()!.getMax() : PAGE;
  const interval = window * (options.getFilter()?.getCheckpointintervalmultiplier() ?? 1);
  const all = options.getAll()!;
  let sent = all.hasPosition() ? placeOf(all.getPosition()!) : all.hasEnd() ? (log.records.at(-1)?.position ?? -1) : -1;
  node.askedFrom.push(sent);
  let next = log.indexAt(sent + 1);
  let searched = 0;
  let woken = Promise.withResolvers<void>();
  const wake = (): void => woken.resolve();
  const stopListening = log.listen(wake);
  call.on('cancelled', wake);
  call.on('close', wake);
  node.subscriptions.add(call);
  try {
    await send(call, confirmation(randomUUID()));
    for (let level = false; !isOver(call);) {
      woken = Promise.withResolvers<void>();
      const behind = log.records.length - next;
      if (level && behind > LIVE_BUFFER) level = false;
      for (; next < log.records.length && !isOver(call); next += 1) {
        const record = log.records[next]!;
        if (allows(record)) {
          await send(call, readEvent(record));
          sent = record.position;
        }
        searched += 1;
        if (searched < interval) continue;
        searched = 0;
        sent = record.position;
        await send(call, checkpoint(sent));
      }
      if (!level && !isOver(call)) {
        level = true;
        sent = Math.max(sent, log.records.at(-1)?.position ?? -1);
        if (sent >= 0) await send(call, checkpoint(sent));
        await send(call, caughtUp(sent < 0 ? null : sent));
      }
      if (next === log.records.length) await woken.promise;
    }
  } finally {
    stopListening();
    node.subscriptions.delete(call);
  }
}

/** At the speed of whoever reads. */
async function send(call: Call, response: ReadResp): Promise<void> {
  if (isOver(call) || call.write(response)) return;
  const room = new AbortController();
  const { signal } = room;
  await Promise.race(['drain', 'cancelled', 'close'].map((event) => once(call, event, { signal }).catch(() => undefined)));
  room.abort();
}

const isOver = (call: Call): boolean => call.cancelled || call.destroyed;

function countOf(options: Options): number {
  return Number(BigInt(options.getCount()) > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : options.getCount());
}

function filterOf(options: Options): (record: LogRecord) => boolean {
  const prefixes = options.getFilter()?.getStreamIdentifier()?.getPrefixList();
  return prefixes === undefined ? () => true : ({ stream }) => prefixes.some((prefix) => stream.startsWith(prefix));
}

/** R3: commit and prepare are one number. */
function placeOf(position: ReadReq.Options.Position): number {
  return Number(position.getCommitPosition());
}
