import { defaultPolicy, type Money, type Policy } from '#domain';
import { canonicalJson, sha256Hex } from '#ledger';

export const CURRENCY = 'USD';

export const usd = (dollars: number): Money => ({ minor: dollars * 100, currency: CURRENCY });

/** What a manager and a senior leader may commit alone, in dollars, as it was entered at first. */
export const FIRST_LIMITS = [5_000, 10_000] as const;

/**
 * The first one: what is built in, with limits that are small for such deliveries. What managers ask for is added up with each partner
 * over 30 days, so that soon nearly every ask is above somebody's limit: too much goes up.
 */
export const FIRST_POLICY: Policy = defaultPolicy({ currency: CURRENCY, limits: FIRST_LIMITS.map(usd), name: 'Built in, small limits' });

/** The limits of the second policy. */
export const SECOND_LIMITS = [25_000, 250_000] as const;

/** The second one: larger limits, a shorter memory for sums, and more weight on what a delay costs. */
export const SECOND_POLICY: Policy = {
  ...defaultPolicy({ currency: CURRENCY, limits: SECOND_LIMITS.map(usd), name: 'Roll-out, larger limits' }),
  commitmentWindowDays: 7,
  weights: { TIME: 20, DELAY_COST: 20, STAKES: 25, NOVELTY: 10, VISIBILITY: 15, STALL: 10 },
  stakes: { limitMultiples: [1, 10, 30], programmePercent: [1, 2, 3, 4] },
  entry: [0, 4_800, 6_500],
  hold: [0, 4_000, 5_600],
};

/** What names a policy: SHA-256 of its RFC 8785 bytes. */
export function hashOf(policy: Policy): string {
  return sha256Hex(canonicalJson(policy));
}
