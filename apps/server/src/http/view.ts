import { applyDecorators, Get } from '@nestjs/common';
import { ApiOperation, ApiParam } from '@nestjs/swagger';
import type { FastifyReply } from './fastify.js';
import type { PageRequest } from '#read-models';
import { Allow, type Access } from './access.js';
import { Answers } from './openapi.js';
import { HttpProblem } from './problem.js';
import type { AnySchema } from './schema.js';

interface ViewOptions {
  /** The operation's id, and what it shows in a few words. */
  readonly id: string;
  readonly shows: string;
  readonly says?: string;
  readonly answers: AnySchema;
  readonly by?: Access;
}

/** A GET route that shows something. */
export function View(path: string, { id, shows, says, answers, by = 'known' }: ViewOptions): MethodDecorator {
  return applyDecorators(
    Get(path),
    ApiOperation({ operationId: id, summary: shows, ...(says === undefined ? {} : { description: says }) }),
    ...[...path.matchAll(/:(\w+)/g)].map(([, name]) => ApiParam({ name: name as string, schema: { type: 'string' } })),
    Allow(by),
    Answers(200, answers, by),
  );
}

/** What a view found; a refusal if it found nothing that the caller may see. */
export function found<T>(what: string, value: T | null): T {
  if (value === null) throw new HttpProblem('not-found', `there is no such ${what}, or not for you`);
  return value;
}

/** The same with the ETag for the next command. */
export function tagged<T extends { readonly revision: number }>(what: string, value: T | null, reply: FastifyReply): T {
  const row = found(what, value);
  void reply.header('etag', `"${row.revision}"`);
  return row;
}

export function pageOf({ limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }): PageRequest {
  return { limit, cursor: cursor ?? null };
}
