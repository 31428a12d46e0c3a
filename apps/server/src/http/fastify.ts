import type { AbstractHttpAdapter } from '@nestjs/core';
import type { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Caller } from '#application';

/** Fastify's own types, as the adapter brings them. */
type Adapter = FastifyAdapter extends AbstractHttpAdapter<unknown, infer Request, infer Reply> ? { request: Request; reply: Reply } : never;

export type FastifyInstance =
  ReturnType<NestFastifyApplication['getHttpAdapter']> extends { getInstance(): infer Instance } ? Instance : never;
export type FastifyReply = Adapter['reply'];
/** `caller` is set by the access guard; it is absent on public routes. `problem` is the code of what it was refused with. */
export type FastifyRequest = Adapter['request'] & { caller?: Caller; problem?: string };
