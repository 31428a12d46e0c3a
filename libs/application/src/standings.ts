import type { Standing } from '#domain';

/** What only the router's fold can say, because it takes presence, authority and load together. */
export interface Standings {
  /** The next level above an escalation at which somebody can take it; null: nobody. */
  above(escalation: string): Standing | null;
}
