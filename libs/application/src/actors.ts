import { isTokenLive, NotAllowed, requireOwnAssistant, rightsOf, type Actor, type Rights } from '#domain';
import { parseToken, provesSecret } from './access-token.js';
import type { Claim } from './claim.js';
import type { Clock } from './clock.js';
import { NotAuthenticated } from './errors.js';
import { standingGrants } from './nouns/standing-grants.js';
import type { Streams } from './streams.js';
import { people } from './views.js';

/** A caller who is known, and what they may do at this moment. */
export interface Caller {
  readonly claim: Extract<Claim, { kind: 'person' }>;
  readonly rights: Rights;
}

/** Who somebody is, by what their own stream says: never by a read model, which may lag behind a right that was taken. */
export class Actors {
  readonly #streams: Streams;
  readonly #clock: Clock;

  constructor(streams: Streams, clock: Clock) {
    this.#streams = streams;
    this.#clock = clock;
  }

  /** @throws NotAllowed the person is not registered or has left, or acts in the name of somebody whom they do not serve */
  async actorOf(claim: Claim): Promise<Actor> {
    if (claim.kind === 'system') return claim;
    const state = await this.#streams.stateOf(people, claim.id);
    if (state.status !== 'here') throw new NotAllowed(`person ${claim.id} takes no part`);
    const { id, onBehalfOf } = claim;
    const rights = rightsOf({ ...state, grants: await standingGrants(state.grants, this.#streams) }, { roles: claim.roles });
    const actor: Actor = { kind: 'person', id, rights, ...(onBehalfOf === undefined ? undefined : { onBehalfOf }) };
    requireOwnAssistant(actor);
    return actor;
  }

  /** Who comes with a bearer token. @throws NotAuthenticated without a reason, which would help who guesses */
  async authenticate(token: string): Promise<Caller> {
    const parts = parseToken(token);
    if (parts === null) throw new NotAuthenticated();
    const state = await this.#streams.stateOf(people, parts.person);
    const issued = state.status === 'here' ? state.tokens.find(({ tokenId }) => tokenId === parts.tokenId) : undefined;
    if (state.status !== 'here' || issued === undefined) throw new NotAuthenticated();
    if (!provesSecret(parts.secret, issued.secretHash) || !isTokenLive(issued, this.#clock.now())) throw new NotAuthenticated();
    const auth = { method: 'token', id: issued.tokenId };
    return { claim: { kind: 'person', id: parts.person, auth, roles: issued.roles }, rights: rightsOf(state, issued) };
  }
}
