import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { openNode, type Node, type NodeOptions } from './adapters.js';
import { applicationOf } from './application.js';
import type { Config } from './config.js';
import { LOCAL_EDGE } from './http/edge.js';
import { refusalLog } from './http/refusal-log.js';
import type { TraceTarget } from './telemetry/otlp-tracing.js';
import type { Tracing } from './telemetry/tracing.js';

/** A running server. */
export interface Server {
  readonly node: Node;
  readonly app: NestFastifyApplication;
  /** Where it is reached: `http://127.0.0.1:7070`. */
  readonly url: string;
  /** Takes no more requests, ends the streams, finishes what is under way, and lets go of the files. */
  close(): Promise<void>;
}

/** Opens the data, and listens. What was opened is closed again if something fails. */
export async function startServer(
  options: NodeOptions,
  { host, port, edge = LOCAL_EDGE, traces = null }: Pick<Config, 'host' | 'port'> & Partial<Pick<Config, 'edge' | 'traces'>>,
  logger: Logger,
): Promise<Server> {
  const onTrouble = (part: string, err: unknown): void => logger.error({ part, err }, 'a part has trouble');
  const tracing = traces === null ? null : await tracingTo(traces);
  const node = await openNode({ onTrouble, tracing, ...options });
  try {
    const app = await applicationOf(node, logger, edge);
    const letGoOfRefusals = keepRefusals(app, options.folder);
    await app.listen({ host, port });
    const { port: bound } = app.getHttpServer().address() as { readonly port: number };
    const url = `http${edge.tls === null ? '' : 's'}://${host.includes(':') ? `[${host}]` : host}:${bound}`;
    return { node, app, url, close: () => closeAll(app, node, tracing, letGoOfRefusals) };
  } catch (error) {
    await node.close();
    throw error;
  }
}

const SAVE_EVERY_MS = 60_000;

/** Counts of refusals outlive the process where there is a folder: what was counted since the last minute is lost with it. */
function keepRefusals(app: NestFastifyApplication, folder: string | null): () => void {
  if (folder === null) return () => undefined;
  const refusals = refusalLog(app.getHttpAdapter().getInstance());
  const file = join(folder, 'refusals.json');
  refusals.read(file);
  const timer = setInterval(() => refusals.save(file), SAVE_EVERY_MS).unref();
  return () => {
    clearInterval(timer);
    refusals.save(file);
  };
}

/** Loaded only where it is asked for. */
async function tracingTo(target: TraceTarget): Promise<Tracing> {
  const { OtlpTracing } = await import('./telemetry/otlp-tracing.js');
  return new OtlpTracing(target);
}

async function closeAll(app: NestFastifyApplication, node: Node, tracing: Tracing | null, letGoOfRefusals: () => void): Promise<void> {
  await app.close();
  letGoOfRefusals(); // while the folder is still ours
  await node.close();
  await tracing?.close();
}
