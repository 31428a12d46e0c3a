import { Server, ServerCredentials, status, type ServerErrorResponse } from '@grpc/grpc-js';
import gossip from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_grpc_pb.js';
import gossipPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_pb.js';
import features from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb.js';
import featuresPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb.js';
import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import streams, { type IStreamsServer } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js';
import { randomUUID } from 'node:crypto';
import type { Limits } from './append-rules.js';
import { appendOnce } from './appends.js';
import type { Endpoint } from './protocol.js';
import { read } from './reads.js';
import { WireLog } from './wire-log.js';

/** What becomes of the next append: answered; written, and the connection lost before the answer; or never seen again. */
export type Turn = 'answer' | 'writeAndDrop' | 'swallow';

/** What the handlers know of the node that they run on. */
export interface WireNode {
  readonly log: WireLog;
  readonly limits: Limits;
  /** Which appends are answered with their position. */
  readonly positions: 'always' | 'ofNew' | 'never';
  /** null: this node leads. */
  readonly leader: Endpoint | null;
  readonly subscriptions: Set<unknown>;
  /** Where each subscription began: how far it had come before, −1 for the start. */
  readonly askedFrom: number[];
  turn(): Turn;
  dropConnections(): void;
}

export interface WireServerOptions {
  /** Nodes that share one stand for a cluster. */
  readonly log?: WireLog;
  /** 0: any that is free. */
  readonly port?: number;
  readonly positions?: WireNode['positions'];
  readonly limits?: Partial<Limits>;
}

const MIB = 1024 * 1024;
/** Kestrel's limit, which the server does not change. */
const MOST_STREAMS_OF_A_CONNECTION = 100;

/**
 * A node that speaks KurrentDB's protocol, as far as docs/kurrentdb.md writes down how the server behaves: for tests, on
 * loopback, without TLS or users. It shares nothing with the memory store but the events that pass through.
 */
export class WireServer implements WireNode {
  readonly log: WireLog;
  readonly limits: Limits;
  readonly positions: WireNode['positions'];
  readonly subscriptions = new Set<unknown>();
  readonly askedFrom: number[] = [];
  leader: Endpoint | null = null;
  /** Others of the cluster, for gossip. */
  peers: readonly WireServer[] = [];
  readonly #turns: Turn[] = [];
  #port: number;
  #server: Server | undefined;

  constructor({ log = new WireLog(), port = 0, positions = 'ofNew', limits = {} }: WireServerOptions = {}) {
    this.log = log;
    this.#port = port;
    this.positions = positions;
    this.limits = { appendBytes: MIB, eventBytes: MIB, ...limits };
  }

  static async start(options: WireServerOptions = {}): Promise<WireServer> {
    const server = new WireServer(options);
    await server.start();
    return server;
  }

  get url(): string {
    return `kurrentdb://127.0.0.1:${String(this.#port)}?tls=false`;
  }

  get endpoint(): Endpoint {
    return { host: '127.0.0.1', port: this.#port };
  }

  /** Listens, on the port that it had before if it had one. */
  async start(): Promise<void> {
    const server = new Server({
      'grpc.max_concurrent_streams': MOST_STREAMS_OF_A_CONNECTION,
      'grpc.max_receive_message_length': 17 * MIB,
      'grpc.so_reuseport': 0,
    });
    server.addService(streams.StreamsService, {
      read: (call) => void read(this, call).catch((error: unknown) => call.emit('error', error)),
      append: (call, answer) => appendOnce(this, call, answer),
      batchAppend: (call) => call.emit('error', notHere),
      delete: (_, answer) => answer(notHere),
      tombstone: (_, answer) => answer(notHere),
    } satisfies StreamsHandlers);
    server.addService(features.ServerFeaturesService, { getSupportedMethods: (_: unknown, answer: Answerer) => answer(null, methods()) });
    server.addService(gossip.GossipService, { read: (_: unknown, answer: Answerer) => answer(null, this.#members()) });
    const bound = Promise.withResolvers<number>();
    server.bindAsync(`127.0.0.1:${String(this.#port)}`, ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) bound.resolve(port);
      else bound.reject(error);
    });
    this.#port = await bound.promise;
    this.#server = server;
  }

  /** Ends at once, and every connection with it. */
  async stop(): Promise<void> {
    this.#server?.forceShutdown();
    this.#server = undefined;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Cuts every connection, and listens on. */
  dropConnections(): void {
    this.#server?.drain(`127.0.0.1:${String(this.#port)}`, 0);
  }

  /** What becomes of the next appends, one each. */
  next(...turns: readonly Turn[]): void {
    this.#turns.push(...turns);
  }

  turn(): Turn {
    return this.#turns.shift() ?? 'answer';
  }

  #members(): unknown {
    const info = new gossipPb.ClusterInfo();
    info.setMembersList(
      [this, ...this.peers].map((node) => {
        const id = new shared.UUID();
        id.setString(randomUUID());
        const at = new gossipPb.EndPoint();
        at.setAddress(node.endpoint.host);
        at.setPort(node.endpoint.port);
        const member = new gossipPb.MemberInfo();
        member.setInstanceId(id);
        member.setIsAlive(node.#server !== undefined);
        const { LEADER, FOLLOWER } = gossipPb.MemberInfo.VNodeState;
        member.setState(node.leader === null ? LEADER : FOLLOWER);
        member.setHttpEndPoint(at);
        return member;
      }),
    );
    return info;
  }
}

type Answerer = (error: ServerErrorResponse | null, response?: unknown) => void;

/** The service without the index signature that gRPC gives it. */
type StreamsHandlers = Pick<IStreamsServer, 'read' | 'append' | 'batchAppend' | 'delete' | 'tombstone'>;

const notHere: ServerErrorResponse = {
  name: 'Unimplemented',
  message: 'the wire server neither deletes nor takes batches',
  code: status.UNIMPLEMENTED,
};

/** N3: names in lower case, as the server spells them. */
function methods(): unknown {
  const supported = new featuresPb.SupportedMethods();
  supported.setEventStoreServerVersion('26.1.0');
  supported.setMethodsList(
    ['read', 'append', 'batchappend', 'delete', 'tombstone'].map((name) => {
      const method = new featuresPb.SupportedMethod();
      method.setMethodName(name);
      method.setServiceName('event_store.client.streams.streams');
      method.setFeaturesList(name === 'read' ? ['position', 'events'] : name === 'batchappend' ? ['deadline_duration'] : []);
      return method;
    }),
  );
  return supported;
}
