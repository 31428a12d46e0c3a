import type { Money } from '../money.js';

/** Kinds of action that an ask may need. The policy says from which level on each needs authority. */
export const ACTION_KINDS = [
  'spend',
  'write_off',
  'accept_delay',
  'move_staff',
  'move_stock',
  'change_source',
  'waiver',
  'contract_change',
  'public_statement',
  'official_visit',
  'other',
] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

export const FACTOR_CODES = ['TIME', 'DELAY_COST', 'STAKES', 'NOVELTY', 'VISIBILITY', 'STALL'] as const;
export type FactorCode = (typeof FACTOR_CODES)[number];

/** One step of a factor: from this bar on (at most, or at least; the factor says which) these points count. Steps go from the highest points down. */
export interface Step {
  readonly bar: number;
  readonly points: number;
}

/**
 * The routing policy: data, named by the SHA-256 of its RFC 8785 bytes. All integers. Level numbers are 1-based; arrays that are
 * "by level" have one entry for each level, L1 first (entries that L1 does not need are 0).
 */
export interface Policy {
  readonly format: 'gravitas-policy/1';
  readonly evaluator: 'v1';
  readonly name: string;
  /** The organisation's routing currency; every amount here and in the facts is in it. */
  readonly currency: string;
  /** 2 to 5 levels, lowest first. */
  readonly levels: readonly { readonly code: string; readonly name: string }[];
  /** What each level may commit; an amount above the last limit goes to the top. One entry fewer than levels. */
  readonly limits: readonly Money[];
  /** ACTION floor: the level from which each kind of action may be taken; an absent kind needs none. */
  readonly actionLevels: Readonly<Partial<Record<ActionKind, number>>>;
  /** SAFETY and CRITICAL floors: the level they ask at least. */
  readonly safetyLevel: number;
  readonly critical: { readonly level: number; readonly stakes: number; readonly successesInARow: number };
  /** Days over which commitments on the same order or partner are added up. */
  readonly commitmentWindowDays: number;
  readonly weights: Readonly<Record<FactorCode, number>>;
  readonly steps: {
    /** Slack in % of the remedy time: at most the bar. */
    readonly TIME: readonly Step[];
    /** Cost of delay a day in % of the L1 limit: at least the bar. */
    readonly DELAY_COST: readonly Step[];
    /** Stakes 0–4: at least the bar. */
    readonly STAKES: readonly Step[];
    /** Earlier successes of the pattern: at most the bar. */
    readonly NOVELTY: readonly Step[];
    /** 0–3: at least the bar. */
    readonly VISIBILITY: readonly Step[];
    /** Hand-offs, or working time held ÷ remedy time: at least the bar. */
    readonly STALL: readonly Step[];
  };
  /**
   * Value at risk that gives stakes 1, 2, 3, as multiples of the L1 limit; share of the programme's units, in %, that gives 1, 2, 3, 4.
   * The last share is also that of the programme's budget at which the value at risk gives 4.
   */
  readonly stakes: {
    readonly limitMultiples: readonly [number, number, number];
    readonly programmePercent: readonly [number, number, number, number];
  };
  readonly noveltyWindowDays: number;
  readonly successSettlesAfterDays: number;
  /** A factor at this many points or more must be there for the score to lift above L1. */
  readonly concordancePoints: number;
  /** By level: score needed to enter, and to stay. */
  readonly entry: readonly number[];
  readonly hold: readonly number[];
  /** Working minutes for which a level is kept whatever the score. */
  readonly dwellMinutes: number;
  /** Above `fromPercent` use of a level's attention its entry rises linearly, by `most` at 100%. */
  readonly loadPrice: { readonly fromPercent: number; readonly most: number };
  /** Subtracted from the entries in launch, added in steady. */
  readonly phaseShift: number;
  readonly remedy: {
    /** Working minutes by kind, until `enough` issues of (kind, site class) were resolved; `otherwise` for kinds not listed. */
    readonly defaults: readonly { readonly kind: string; readonly minutes: number }[];
    readonly otherwise: number;
    readonly enough: number;
  };
  /** Delay cost a day, in % of the L1 limit, by which an issue without one is sorted (never scored). */
  readonly assumedDelayCostPercent: {
    readonly defaults: readonly { readonly kind: string; readonly percent: number }[];
    readonly otherwise: number;
  };
  readonly clocks: {
    /** Working minutes: slack ÷ divisor, kept between least and most. */
    readonly acknowledge: { readonly divisor: number; readonly least: number; readonly most: number };
    readonly decide: { readonly divisor: number; readonly least: number; readonly most: number };
    readonly timeBoxMinutes: number;
    /** How long a return with guidance keeps the score from sending the issue up again. */
    readonly returnedMinutes: number;
  };
  readonly attention: {
    /** Expected minutes of a decision by kind of action until `enough` are known. */
    readonly expectedMinutes: readonly { readonly action: ActionKind; readonly minutes: number }[];
    readonly otherwise: number;
    readonly enough: number;
    /** A decision counts at most this many minutes, however long it was in hand. */
    readonly mostMinutesEach: number;
  };
  readonly parity: { readonly contacts: number; readonly workingMinutes: number };
}
