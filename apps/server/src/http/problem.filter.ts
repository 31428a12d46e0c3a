import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Logger } from 'pino';
import type { FastifyReply, FastifyRequest } from './fastify.js';
import { knownPaths } from './known-paths.js';
import type { Problem } from './problem.js';
import { refusalTo } from './refusals.js';
import { LOGGER } from './tokens.js';

/** Answers every error as problem details, and writes to the log what is our own fault. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    answerProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), this.logger);
  }
}

export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, logger: Logger): void {
  if (reply.sent || reply.raw.headersSent) return;
  const { problem, headers } = refusalTo(error);
  if (problem.status >= 500) logger.error({ err: error, correlationId: request.id }, problem.title);
  const allowed = problem.status === 404 ? knownPaths(request.server).methodsAt(request.url, request.method) : [];
  const answer: Problem = { ...(allowed.length === 0 ? problem : notThisMethod(problem)), correlationId: request.id };
  request.problem = answer.type.slice(answer.type.lastIndexOf('/') + 1);
  void reply.code(answer.status).headers({ ...headers, ...(allowed.length === 0 ? {} : { allow: allowed.join(', ') }) });
  void reply.header('content-type', 'application/problem+json; charset=utf-8').send(JSON.stringify(answer));
}

function notThisMethod(problem: Problem): Problem {
  return {
    ...problem,
    type: '/problems/method-not-allowed',
    title: 'Method not allowed',
    status: 405,
    detail: 'this address does not know this method',
  };
}
