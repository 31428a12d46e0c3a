import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from './fastify.js';
import { PROTOTYPE_KEYS, shortened } from './json-body.js';
import { HttpProblem } from './problem.js';

/**
 * Refuses parameters where a route takes none, and names that reach a prototype everywhere: whoever misspells a filter must not be
 * answered without it. What a route takes, the pipe checks.
 */
@Injectable()
export class StrayQueryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { query, routeOptions } = context.switchToHttp().getRequest<FastifyRequest>();
    if (routeOptions.url === '/') return true; // the page: links to it may carry what they like
    const names = Object.keys(query ?? {});
    const stray = takesQuery(context) ? names.find((name) => PROTOTYPE_KEYS.has(name)) : names[0];
    if (stray === undefined) return true;
    const field = shortened(stray);
    throw new HttpProblem('invalid-parameter', `${field} is not a known field`, { field });
  }
}

function takesQuery(context: ExecutionContext): boolean {
  const parameters = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) as object | undefined;
  return Object.keys(parameters ?? {}).some((key) => key.startsWith(`${RouteParamtypes.QUERY}:`));
}
