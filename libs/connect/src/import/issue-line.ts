import type { ActionKind, Instant, Money } from '#domain';

/** One line of the file that is (part of) a delivery issue: the facts that its columns give. */
export interface IssueLine {
  readonly row: number;
  readonly delivery: string;
  readonly title: string;
  readonly kind: string;
  readonly order: string;
  readonly site: { readonly name: string; readonly siteClass: string; readonly region: string };
  readonly partner: { readonly name: string; readonly partnerClass: string; readonly key: boolean };
  readonly units: number;
  readonly valueAtRisk: Money;
  readonly delayCostPerDay: Money;
  readonly neededBy: Instant;
  readonly criticalDetail: string | null;
  readonly visibility: number;
  readonly ask: { readonly action: ActionKind; readonly spend: Money; readonly recommendation: string; readonly alternative: string };
  readonly filedAt: Instant;
  /** Null: not delivered yet. */
  readonly resolvedAt: Instant | null;
}
