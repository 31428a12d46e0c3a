import { RequestMethod } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino, type DestinationStream, type Logger } from 'pino';
import type { Node } from './adapters.js';
import { AppModule } from './app.module.js';
import type { Config } from './config.js';
import { ApiDocument } from './http/api-document.js';
import { LOCAL_EDGE, type Edge } from './http/edge.js';
import { withoutSecrets } from './http/secrets.js';
import { countRefusals } from './metrics/count-refusals.js';
import { httpAdapter, prepare } from './http/server.js';

/** Of the interface: what is new in it is added, what was there stays. */
const VERSION = '1.0.0';

/** What is outside of /api/v1. */
const ELSEWHERE = [
  ...['/', 'health/live', 'health/ready', 'metrics', 'api/openapi.json', 'api/docs'].map((path) => ({ path, method: RequestMethod.GET })),
  { path: 'v2/enqueue', method: RequestMethod.POST },
];

export function loggerOf(level: Config['logLevel'], to?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    redact: ['*.authorization', 'authorization', '*.token', 'token'],
    // Errors of others say what they like: nothing that opens a door leaves in their words.
    hooks: { streamWrite: withoutSecrets },
  };
  return to === undefined ? pino(options, pino.destination(2)) : pino(options, to);
}

/** The HTTP application over a node, not yet listening. Closing it leaves the node open. */
export async function applicationOf(node: Node, logger: Logger, edge: Edge = LOCAL_EDGE): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.over(node, logger), httpAdapter(logger, edge), {
    bodyParser: false,
    abortOnError: false,
    logger: false,
  });
  prepare(app, logger, edge);
  const instance = app.getHttpAdapter().getInstance();
  countRefusals(instance, node.metrics);
  node.tracing?.follow(instance);
  app.setGlobalPrefix('api/v1', { exclude: ELSEWHERE });
  await app.init();
  app.get(ApiDocument).describe(app, VERSION);
  return app;
}
