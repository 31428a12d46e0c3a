import type { Context } from '../decider.js';
import { DomainError } from '../errors.js';
import type { Instant } from '../instant.js';
import type { Money } from '../money.js';
import { coversAmount, coversPattern, endsWithin, isLive } from '../person/grants.js';
import type { Grant, Pattern } from '../person/rights.js';

/** Nobody hands on, or orders beforehand, more than a live grant of their own covers. */
export class BeyondOwnGrant extends DomainError {
  readonly kind = 'forbidden';
  constructor(field: string) {
    super('no live grant of the giver covers this', field);
  }
}

/**
 * Throws `BeyondOwnGrant` unless one live grant of the actor for ordinary actions covers the pattern, ends no earlier, and covers
 * each of the named amounts (null: without limit); names the amount that is over, or `until`, or the pattern.
 */
export function requireOwnGrant(
  { actor, now }: Context,
  pattern: Pattern,
  amounts: Readonly<Record<string, Money | null>>,
  until: Instant | null,
): void {
  const held: readonly Grant[] = actor.kind === 'person' ? actor.rights.grants : [];
  const live = held.filter((grant) => grant.action === null && isLive(grant, now) && coversPattern(grant.pattern, pattern));
  if (live.length === 0) throw new BeyondOwnGrant('pattern');
  const lasting = live.filter((grant) => endsWithin(grant.until, until));
  if (lasting.length === 0) throw new BeyondOwnGrant('until');
  for (const [field, amount] of Object.entries(amounts)) {
    if (!lasting.some((grant) => coversAmount(grant.amount, amount))) throw new BeyondOwnGrant(field);
  }
}
