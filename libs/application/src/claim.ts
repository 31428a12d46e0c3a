import type { Actor, RoleGiven } from '#domain';
import type { EventAuth } from '#event-store';

/** Who says that they give a command, and how that is known. What they may do is read from their stream when they give it. */
export type Claim =
  | {
      readonly kind: 'person';
      readonly id: string;
      readonly auth: EventAuth;
      /** The person for whom an assistant acts. */
      readonly onBehalfOf?: string;
      /** What the token is limited to; null: all that the person has. */
      readonly roles: readonly RoleGiven[] | null;
    }
  | { readonly kind: 'system'; readonly id: SystemId };

type SystemId = Extract<Actor, { kind: 'system' }>['id'];

export function systemClaim(id: SystemId): Claim {
  return { kind: 'system', id };
}

/** The actor as the envelope names it: a person's id, or `system:router`. */
export function actorName(claim: Claim): string {
  return claim.kind === 'person' ? claim.id : `system:${claim.id}`;
}

export function authOf(claim: Claim): EventAuth {
  return claim.kind === 'person' ? claim.auth : { method: 'system', id: claim.id };
}
