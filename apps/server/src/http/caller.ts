import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Caller } from '#application';
import type { Role } from '#domain';
import type { Visibility } from '#read-models';
import type { FastifyRequest } from './fastify.js';

export type { Caller };

/** The caller of a route that is not public. */
export const WithCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
  if (caller === undefined) throw new Error('a public route has no caller');
  return caller;
});

/**
 * An auditor of everything sees everything; others see where their roles hold, and a feed only what is its own. With a token that is
 * limited to some roles, nothing is seen where none of them holds.
 */
export function visibilityOf({ claim, rights }: Caller): Visibility {
  const scopes = rights.roles.filter(({ role }) => role !== 'service').map(({ scope }) => scope);
  const within = rights.limited === true ? { within: rights.roles.map(({ scope }) => scope) } : undefined;
  return { person: claim.id, everything: holdsEverywhere({ rights }, ['auditor']), scopes, ...within };
}

/** True if the caller has one of the roles in the whole organisation. */
export function holdsEverywhere({ rights }: Pick<Caller, 'rights'>, roles: readonly Role[]): boolean {
  return rights.roles.some(({ role, scope }) => roles.includes(role) && Object.keys(scope).length === 0);
}

/** True if the caller has one of the roles, wherever it holds. */
export function hasAnyRole({ rights }: Caller, roles: readonly Role[]): boolean {
  return rights.roles.some(({ role }) => roles.includes(role));
}
