import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from './fastify.js';
import type { Role } from '#domain';
import { hasAnyRole, holdsEverywhere, type Caller } from './caller.js';
import { headerOf } from './headers.js';
import { HttpProblem } from './problem.js';

/**
 * Who may come through the door of a route: everybody, whoever is known, an auditor of the whole organisation, or who has one of these
 * roles somewhere. Behind the door deciders and views still hold each place against the caller's rights.
 */
export type Access = 'public' | 'known' | 'overseer' | readonly Role[];

/** Declares who may use a route. A route without it is closed. */
export const Allow = Reflector.createDecorator<Access>();

/** Whoever may give commands: an auditor looks on. */
export const ACTING: readonly Role[] = ['manager', 'leader', 'executive', 'assistant', 'administrator', 'service'];

/** Knows who comes with a bearer token; throws `NotAuthenticated`. */
export abstract class Doorkeeper {
  abstract authenticate(token: string): Promise<Caller>;
}

@Injectable()
export class AccessGuard implements CanActivate {
  readonly #reflector: Reflector;
  readonly #doorkeeper: Doorkeeper;

  constructor(reflector: Reflector, doorkeeper: Doorkeeper) {
    this.#reflector = reflector;
    this.#doorkeeper = doorkeeper;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.#reflector.getAllAndOverride(Allow, [context.getHandler(), context.getClass()]) as Access | undefined;
    if (access === 'public') return true;
    if (access === undefined) throw new HttpProblem('not-allowed', 'this address is open to nobody');
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = await this.#callerOf(request);
    request.caller = caller;
    if (access === 'known') return true;
    if (access === 'overseer') requireOverseer(caller);
    else if (!hasAnyRole(caller, access)) throw new HttpProblem('not-allowed', `needs the role ${access.join(' or ')}`);
    return true;
  }

  async #callerOf(request: FastifyRequest): Promise<Caller> {
    const { claim, rights } = await this.#doorkeeper.authenticate(bearerTokenOf(request));
    const onBehalfOf = headerOf(request, 'on-behalf-of', /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'must be the id of a person');
    if (onBehalfOf === undefined) return { claim, rights };
    if (!hasAnyRole({ claim, rights }, ['assistant'])) throw new HttpProblem('not-allowed', 'only an assistant acts on behalf of somebody');
    if (rights.reportsTo !== onBehalfOf)
      throw new HttpProblem('not-allowed', `only an assistant who reports to ${onBehalfOf} acts in their name`);
    return { claim: { ...claim, onBehalfOf }, rights };
  }
}

function requireOverseer(caller: Caller): void {
  if (!holdsEverywhere(caller, ['auditor'])) throw new HttpProblem('not-allowed', 'needs the role auditor in the whole organisation');
}

/** The token; an empty one if there is none, which opens nothing. */
export function bearerTokenOf({ headers }: FastifyRequest): string {
  return /^Bearer ([\x21-\x7e]{1,400})$/i.exec(headers.authorization ?? '')?.[1] ?? '';
}
