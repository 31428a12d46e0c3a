import type { Caller } from './caller.js';
import { HttpProblem } from './problem.js';

/** A programme's master data are for whoever has a role in it, wherever in it that holds. */
export function requireProgramme(caller: Caller, programme: string): void {
  if (!sees(caller, programme)) throw new HttpProblem('not-found', 'there is no such programme, or not for you');
}

export function sees({ rights }: Caller, programme: string): boolean {
  return rights.roles.some(({ scope }) => scope.programme === undefined || scope.programme === programme);
}
