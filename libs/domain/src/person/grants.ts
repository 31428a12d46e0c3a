import { checkCode, checkInstant, checkOneOf } from '../check-value.js';
import { actorId, type Context } from '../decider.js';
import { AlreadyExists, DomainError, InvalidValue } from '../errors.js';
import type { Instant } from '../instant.js';
import { checkRoutedMoney, type Money } from '../money.js';
import { ACTION_KINDS } from '../routing/policy-document.js';
import type { PresentPerson } from './person.js';
import { isAdministrator, type Grant, type Pattern, type Rights } from './rights.js';

/** A grant as it is asked for; the giver is the actor. */
export type GrantAsked = Omit<Grant, 'givenBy' | 'passedOnFrom'>;

/** Only what one holds, may pass on and holds now can be passed on, and no further than to one's own level. */
export class GrantNotCovered extends DomainError {
  readonly kind = 'forbidden';
  constructor() {
    super('no live grant of the giver that may be passed on covers this action, amount, pattern and period');
  }
}

/** True from `from` on, until just before `until`. */
export function isLive(grant: Pick<Grant, 'from' | 'until'>, now: Instant): boolean {
  return grant.from <= now && (grant.until === null || now < grant.until);
}

/** True if everything that matches `inner` matches `outer`. */
export function coversPattern(outer: Pattern, inner: Pattern): boolean {
  return (['kind', 'partnerClass', 'siteClass'] as const).every((part) => outer[part] === undefined || outer[part] === inner[part]);
}

/** `limit` null: no limit; `amount` null: an amount without limit. */
export function coversAmount(limit: Money | null, amount: Money | null): boolean {
  return limit === null || (amount !== null && amount.currency === limit.currency && amount.minor <= limit.minor);
}

/** True if a period ends no later than the other; null: never. */
export function endsWithin(outer: Instant | null, inner: Instant | null): boolean {
  return outer === null || (inner !== null && inner <= outer);
}

/** Codes in all parts that are there, in a copy without other keys. */
export function checkedPattern({ kind, partnerClass, siteClass }: Pattern, field: string): Pattern {
  const parts = Object.entries({ kind, partnerClass, siteClass }).filter(([, value]) => value !== undefined);
  for (const [part, value] of parts) checkCode(value, `${field}.${part}`);
  return Object.fromEntries(parts);
}

/**
 * The grant that results. An administrator gives what they like; whoever else gives passes on part of what they hold.
 * Throws `GrantNotCovered`, `AlreadyExists`, `InvalidValue`.
 */
export function grantToGive(asked: GrantAsked, to: PresentPerson, routingCurrency: string | null, { actor, now }: Context): Grant {
  const grant = checkedGrant(asked, routingCurrency, now);
  const ids = [...to.grants.map(({ grantId }) => grantId), ...to.revokedGrants];
  if (ids.includes(grant.grantId)) throw new AlreadyExists('grant', grant.grantId);
  const given = { ...grant, givenBy: actorId(actor) };
  if (isAdministrator(actor)) return given;
  const source = actor.kind === 'system' ? undefined : sourceOf(actor.rights, grant, to.level, now);
  if (source === undefined) throw new GrantNotCovered();
  return { ...given, passedOnFrom: source.grantId };
}

function checkedGrant(asked: GrantAsked, routingCurrency: string | null, now: Instant): GrantAsked {
  const { grantId, action, amount, from, until, mayRedelegate } = asked;
  checkCode(grantId, 'grant.grantId');
  if (action !== null) checkOneOf(action, 'grant.action', ACTION_KINDS);
  if (amount !== null) checkRoutedMoney(amount, routingCurrency ?? '', 'grant.amount');
  const pattern = checkedPattern(asked.pattern, 'grant.pattern');
  checkInstant(from, 'grant.from');
  if (until !== null) checkInstant(until, 'grant.until');
  if (until !== null && (until <= from || until <= now)) throw new InvalidValue('grant.until', 'must be after from, and in the future');
  if (typeof mayRedelegate !== 'boolean') throw new InvalidValue('grant.mayRedelegate', 'must be true or false');
  return { grantId, action, amount, pattern, from, until, mayRedelegate };
}

// The action must be the same: "every ordinary action" grows with the level of who holds it, so it cannot be passed up either.
function sourceOf(rights: Rights, grant: GrantAsked, toLevel: number | null, now: Instant): Grant | undefined {
  if (rights.level === null || toLevel === null || toLevel > rights.level) return undefined;
  return rights.grants.find(
    (own) =>
      own.mayRedelegate &&
      isLive(own, now) &&
      own.action === grant.action &&
      coversAmount(own.amount, grant.amount) &&
      coversPattern(own.pattern, grant.pattern) &&
      own.from <= grant.from &&
      endsWithin(own.until, grant.until),
  );
}
