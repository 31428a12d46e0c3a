import { NotAllowed } from '../errors.js';
import type { Actor } from '../decider.js';
import type { KnownFacts } from '../issue/issue.js';
import type { Conflict } from '../person/person.js';

/** A person with a declared conflict of interest in the partner or the site takes no part in deciding. */
export class ConflictOfInterest extends NotAllowed {
  constructor(person: string) {
    super(`${person} has declared a conflict of interest in the partner or the site`);
  }
}

/** Who filed an issue, or asked for it to go up, never decides its escalation. */
export class OwnCase extends NotAllowed {
  constructor(person: string) {
    super(`${person} filed the issue or asked for it to go up, and cannot decide it there`);
  }
}

/** An assistant sorts, asks and snoozes for a leader; only the leader's own session does this. */
export class OwnSessionNeeded extends NotAllowed {
  constructor(onBehalfOf: string) {
    super(`only ${onBehalfOf} can do this, in their own session`);
  }
}

export type Person = Extract<Actor, { kind: 'person' }>;

/** The actor, if it is a person who acts for themselves. */
export function inOwnSession(actor: Actor): Person {
  if (actor.kind === 'system') throw new NotAllowed('is for a person');
  if (actor.onBehalfOf !== undefined) throw new OwnSessionNeeded(actor.onBehalfOf);
  return actor;
}

/** Throws `ConflictOfInterest` if one of the person's conflicts is with the partner or site of the issue. */
export function refuseConflict(
  person: string,
  conflicts: readonly Conflict[],
  { partner, site }: Pick<KnownFacts, 'partner' | 'site'>,
): void {
  if (conflicts.some((conflict) => ('partner' in conflict ? conflict.partner === partner : conflict.site === site))) {
    throw new ConflictOfInterest(person);
  }
}
