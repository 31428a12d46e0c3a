import { toMinute, type Hop, type Instant, type Standing } from '#domain';
import { nextHop, standingAbove } from '#domain/attention/next-hop';
import type { RouterState } from '#domain/routing/router-state';

/** What only the router's fold can say of an issue's escalation, because it takes presence, authority and load together. */
export interface Standings {
  /** The next level at which somebody else can take it; null: nobody. */
  above(issue: string, now: Instant): Standing | null;
  /** Where it goes when a clock has run out; null: there is nowhere to go, it stays. */
  hop(issue: string, now: Instant): Hop | null;
}

export function standingsIn(state: RouterState): Standings {
  return {
    above: (issue, now) => standingAbove(state, issue, toMinute(now)),
    hop: (issue, now) => nextHop(state, issue, toMinute(now)),
  };
}
