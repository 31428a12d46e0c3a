import { NotFound } from '../errors.js';
import { covers, type Actor, type Place } from './rights.js';

/** Something that a command is about, as its refusal names it. */
interface Thing {
  readonly what: string;
  readonly id: string;
}

/**
 * Throws `NotFound`, as if it were not there, unless the actor sees the thing: a role of theirs covers its place, or they have a part
 * in it. To be asked before anything is said of its state, so that a refusal tells a stranger nothing, not even that it exists.
 */
export function requireSight(actor: Actor, { what, id }: Thing, place: Place, involved: readonly (string | null | undefined)[]): void {
  if (!sees(actor, place, involved)) throw new NotFound(what, id);
}

function sees(actor: Actor, place: Place, involved: readonly (string | null | undefined)[]): boolean {
  if (actor.kind === 'system') return true;
  if (actor.rights.roles.some(({ scope }) => covers(scope, place))) return true;
  return involved.includes(actor.id) && actor.rights.limited !== true;
}

/** The same of what belongs to a programme as a whole: seen by whoever has a role somewhere in it, or a part in it. */
export function requireSightOfProgramme(actor: Actor, { what, id }: Thing, programme: string, involved: readonly string[] = []): void {
  if (actor.kind === 'system' || hasRoleIn(actor, programme)) return;
  if (actor.rights.limited === true || !involved.includes(actor.id)) throw new NotFound(what, id);
}

function hasRoleIn({ rights }: Extract<Actor, { kind: 'person' }>, programme: string): boolean {
  return rights.roles.some(({ scope }) => scope.programme === undefined || scope.programme === programme);
}
