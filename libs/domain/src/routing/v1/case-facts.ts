import type { EventRef } from '../../event.js';
import type { Minute } from '../../instant.js';
import type { ActionKind } from '../policy-document.js';

/**
 * All that one evaluation knows of a case: integers, already resolved from the log (`facts.ts`). Amounts are minor units of the
 * routing currency; durations are working minutes; null means missing. `route(facts, policy)` looks at nothing else.
 */
export interface CaseFacts {
  readonly now: Minute;
  /** Working minutes from now to needed-by (or to the end of the workaround, if later); 0 when it has passed. */
  readonly slackMinutes: number | null;
  readonly remedyMinutes: number;
  readonly remedyAssumed: boolean;
  readonly calendarAssumed: boolean;
  readonly delayCostPerDay: number | null;
  readonly valueAtRisk: number | null;
  readonly units: number | null;
  readonly programmeBudget: number;
  readonly programmeUnits: number;
  readonly irreversible: boolean;
  /** The issue breaks a critical detail; how many successes in a row that detail has. */
  readonly critical: { readonly detail: string; readonly successesInARow: number } | null;
  readonly earlierSuccesses: number;
  readonly visibility: number | null;
  readonly handOffs: number;
  /** Working minutes since filing, or since it was last decided, without a decision. */
  readonly heldMinutes: number;
  readonly exposure: 'none' | 'safety' | 'legal';
  readonly action: ActionKind | null;
  /**
   * Spend + write-off of the ask (null: an ask without a known or convertible amount), days of delay accepted, and other
   * commitments in the window, on the same order and with the same partner; the greater of the two sums counts.
   */
  readonly ask: { readonly amount: number | null; readonly unconvertible: boolean; readonly delayDays: number } | null;
  readonly otherCommitments: { readonly order: number; readonly partner: number };
  /** The highest level from which a request to go up, a step up, or an expired clock came and was not answered since. */
  readonly roadblock: { readonly fromLevel: number; readonly cause: 'asked' | 'stepped_up' | 'clock'; readonly requests: number } | null;
  readonly calledMine: { readonly level: number } | null;
  /** The level at which a leader's "delegate", or a return with guidance, caps the score. */
  readonly calledDelegate: { readonly level: number } | null;
  readonly handOver: { readonly playbook: string; readonly amountLimit: number; readonly valueLimit: number } | null;
  /** The level where it stands now (1 for a new issue) and working minutes since it came there. */
  readonly ownLevel: number;
  readonly atLevelMinutes: number;
  /** Per cent of each level's attention in use, L1 first. */
  readonly load: readonly number[];
  readonly phase: 'launch' | 'scaling' | 'steady';
  readonly derived: { readonly valueAtRisk: boolean; readonly delayCostPerDay: boolean };
  /** The event that each fact came from. */
  readonly sources: Readonly<Partial<Record<SourceName, EventRef>>>;
}

export type SourceName =
  | 'slack'
  | 'delayCost'
  | 'stakes'
  | 'novelty'
  | 'visibility'
  | 'stall'
  | 'exposure'
  | 'action'
  | 'amount'
  | 'critical'
  | 'roadblock'
  | 'calledMine'
  | 'calledDelegate'
  | 'handOver';
