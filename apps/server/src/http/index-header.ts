import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from './fastify.js';
import { tap, type Observable } from 'rxjs';
import { Live } from '../stream/live.js';

/** Says with every answer which entry of the log it knows; a command has said the one that it made. */
@Injectable()
export class IndexHeader implements NestInterceptor {
  constructor(private readonly live: Live) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const known = this.live.known;
    return next.handle().pipe(
      tap(() => {
        if (!reply.sent && !reply.hasHeader('x-gravitas-index')) void reply.header('x-gravitas-index', String(known));
      }),
    );
  }
}
