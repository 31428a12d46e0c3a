import type { EventRef } from '../event.js';
import type { Instant } from '../instant.js';
import type { FactorCode } from './policy-document.js';

export const FLOOR_CODES = ['AMOUNT', 'ACTION', 'SAFETY', 'CRITICAL', 'ROADBLOCK', 'CALLED_MINE'] as const;
export type FloorCode = (typeof FLOOR_CODES)[number];
export const CEILING_CODES = ['HANDED_OVER', 'CALLED_DELEGATE'] as const;
export type CeilingCode = (typeof CEILING_CODES)[number];
export const INPUT_CODES = ['NEEDED_BY', 'DELAY_COST', 'VALUE_AT_RISK', 'VISIBILITY', 'ASK_AMOUNT'] as const;
export type InputCode = (typeof INPUT_CODES)[number];

/** When a leader must have acknowledged and decided; the warning comes at two thirds of the decide clock. */
export interface Clocks {
  readonly acknowledgeBy: Instant;
  readonly warnAt: Instant;
  readonly decideBy: Instant;
}

/** What happens when the clock runs out, said beforehand. `by` null: the person is found then (nobody could be named now). */
export interface IfNobodyDecides {
  readonly step: 'substitute' | 'level' | 'standing_order' | 'stays';
  readonly at: Instant;
  readonly to: string | null;
  readonly level: number;
  readonly playbook: string | null;
}

export interface FloorTerm {
  readonly code: FloorCode;
  readonly level: number;
  /** The values it was computed from, named; amounts in minor units of the routing currency. */
  readonly facts: Readonly<Record<string, number | string | boolean | null>>;
  readonly source: EventRef | null;
}

export interface CeilingTerm {
  readonly code: CeilingCode;
  readonly level: number;
  readonly facts: Readonly<Record<string, number | string | boolean | null>>;
  readonly source: EventRef | null;
}

export interface FactorTerm {
  readonly code: FactorCode;
  /** The value that was measured against the bars; null: missing, taken at its lower end. */
  readonly value: number | null;
  readonly unit: 'percent' | 'stakes' | 'successes' | 'visibility' | 'times';
  /** The bar that it meets; null: none, then points are 0. */
  readonly bar: number | null;
  readonly compare: 'at_most' | 'at_least';
  readonly points: number;
  readonly weight: number;
  /** points × weight; the rows sum to the score. */
  readonly score: number;
  readonly facts: Readonly<Record<string, number | string | boolean | null>>;
  readonly source: EventRef | null;
}

export interface ThresholdTerm {
  readonly level: number;
  readonly entry: number;
  readonly phaseShift: number;
  readonly loadPercent: number;
  readonly loadPrice: number;
  /** entry + phaseShift + loadPrice: what the score was held against. */
  readonly effective: number;
  readonly hold: number;
}

/** The nearest value of one fact, in one direction, at which the level is another; null: none by this fact alone. */
export interface Flip {
  readonly fact: string;
  readonly direction: 'up' | 'down';
  readonly flip: { readonly value: number; readonly level: number } | null;
}

/** Everything needed to explain a route to a person and to recompute it years later. */
export interface FullRoute {
  readonly changed: true;
  readonly issue: string;
  readonly programme: string;
  readonly evaluator: 'v1';
  readonly policy: string;
  readonly trigger: EventRef;
  readonly at: Instant;
  readonly level: number;
  readonly route: 'delegated' | 'escalated';
  /** Who answers for it at that level; the sponsor when nobody else can (`noAuthority`). */
  readonly holder: string;
  /** The L1 owner, named whatever the route. */
  readonly owner: string;
  readonly noAuthority: boolean;
  readonly provisional: boolean;
  readonly score: number;
  readonly scoreLevel: number;
  /** False: no single factor was strong enough, so the score could not lift it. */
  readonly concordance: boolean;
  readonly held: { readonly level: number; readonly because: 'score' | 'dwell' } | null;
  readonly floors: readonly FloorTerm[];
  readonly ceilings: readonly CeilingTerm[];
  readonly factors: readonly FactorTerm[];
  readonly thresholds: readonly ThresholdTerm[];
  readonly phase: 'launch' | 'scaling' | 'steady';
  readonly missing: readonly InputCode[];
  readonly derived: readonly InputCode[];
  readonly assumed: readonly ('REMEDY' | 'CALENDAR')[];
  readonly question: InputCode | null;
  /** Levels at which nobody could take it; it went to the next. */
  readonly emptyLevels: readonly number[];
  readonly contacts: readonly { readonly code: 'PARITY'; readonly person: string }[];
  readonly told: readonly string[];
  readonly clocks: Clocks | null;
  readonly ifNobodyDecides: IfNobodyDecides | null;
  /** For the order of the pool: cost of delay a day (stated, derived or assumed) and expected minutes. */
  readonly pool: { readonly delayCostPerDay: number; readonly assumed: boolean; readonly expectedMinutes: number };
  readonly nextReviewAt: Instant | null;
  readonly flipsVersion: 1;
  readonly flips: readonly Flip[];
}

/** A review that changed nothing says only that, and when to look next. */
export interface UnchangedRoute {
  readonly changed: false;
  readonly issue: string;
  readonly programme: string;
  readonly evaluator: 'v1';
  readonly policy: string;
  readonly trigger: EventRef;
  readonly at: Instant;
  readonly nextReviewAt: Instant | null;
}

export type RouteRecord = FullRoute | UnchangedRoute;

/** Stream `routing-<issue>`, written by the router alone. */
export type RoutingEvent = { readonly type: 'IssueRouted'; readonly data: RouteRecord };

/** Stream `clock-<issue>`, written by the timekeeper alone: the instant that the last route named has come. */
export type ClockEvent = { readonly type: 'RouteReviewDue'; readonly data: { readonly issue: string; readonly dueAt: Instant } };
