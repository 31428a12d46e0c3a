import { exponentOf, type Money } from '../money.js';
import type { Policy } from './policy-document.js';

/** What a manager, a senior leader … may commit alone, in major units (dollars, yen); chosen at first run. */
export const LIMIT_PRESETS = { small: [500, 5_000], middle: [5_000, 50_000], large: [25_000, 250_000] } as const;
export type LimitPreset = keyof typeof LIMIT_PRESETS;

/** The limits of a preset in minor units of a currency: `large` in USD is 2,500,000 and 25,000,000 cents. */
export function presetLimits(preset: LimitPreset, currency: string): readonly Money[] {
  return LIMIT_PRESETS[preset].map((major) => ({ minor: major * 10 ** exponentOf(currency), currency }));
}

const LEVEL_NAMES: readonly (readonly string[])[] = [
  ['Manager', 'Executive'],
  ['Middle manager', 'Senior leader', 'Executive'],
  ['Middle manager', 'Senior manager', 'Senior leader', 'Executive'],
  ['Middle manager', 'Senior manager', 'Director', 'Senior leader', 'Executive'],
];

const DAY = 540;

/** What a new organisation starts with. Limits are in `currency`, rising, one fewer than levels: 1 to 4 of them. */
export function defaultPolicy({ currency, limits, name }: { currency: string; limits: readonly Money[]; name: string }): Policy {
  const levels = limits.length + 1;
  const top = levels;
  return {
    format: 'gravitas-policy/1',
    evaluator: 'v1',
    name,
    currency,
    levels: (LEVEL_NAMES[levels - 2] ?? []).map((levelName, index) => ({ code: `L${index + 1}`, name: levelName })),
    limits,
    actionLevels: {
      move_staff: 2,
      move_stock: 2,
      change_source: 2,
      waiver: Math.min(3, top),
      contract_change: Math.min(3, top),
      public_statement: Math.min(3, top),
      official_visit: Math.min(3, top),
    },
    safetyLevel: 2,
    critical: { level: 2, stakes: 2, successesInARow: 10 },
    commitmentWindowDays: 30,
    weights: { TIME: 18, DELAY_COST: 17, STAKES: 25, NOVELTY: 15, VISIBILITY: 15, STALL: 10 },
    steps: {
      TIME: steps([100, 100], [150, 75], [200, 50], [300, 25]),
      DELAY_COST: steps([200, 100], [50, 75], [10, 50], [2, 25]),
      STAKES: steps([4, 100], [3, 75], [2, 40], [1, 15]),
      NOVELTY: steps([0, 100], [1, 60], [2, 30]),
      VISIBILITY: steps([3, 100], [2, 60], [1, 25]),
      STALL: steps([4, 100], [2, 60], [1, 20]),
    },
    stakes: { limitMultiples: [1, 10, 30], programmePercent: [1, 2, 3, 5] },
    noveltyWindowDays: 180,
    successSettlesAfterDays: 14,
    concordancePoints: 75,
    entry: spread(levels, 5_000, 7_000),
    hold: spread(levels, 4_000, 5_800),
    dwellMinutes: 480,
    loadPrice: { fromPercent: 70, most: 2_000 },
    phaseShift: 500,
    remedy: {
      defaults: [
        { kind: 'late', minutes: 2 * DAY },
        { kind: 'damaged', minutes: 3 * DAY },
        { kind: 'wrong_count', minutes: DAY },
        { kind: 'wrong_model', minutes: 4 * DAY },
        { kind: 'wrong_serial', minutes: DAY / 2 },
        { kind: 'misconfigured', minutes: 2 * DAY },
        { kind: 'refused', minutes: 2 * DAY },
        { kind: 'returned', minutes: 5 * DAY },
        { kind: 'stolen', minutes: 5 * DAY },
        { kind: 'lost', minutes: 5 * DAY },
      ],
      otherwise: 2 * DAY,
      enough: 5,
    },
    assumedDelayCostPercent: {
      defaults: [
        { kind: 'late', percent: 10 },
        { kind: 'lost', percent: 10 },
        { kind: 'stolen', percent: 10 },
        { kind: 'wrong_model', percent: 10 },
        { kind: 'damaged', percent: 5 },
        { kind: 'misconfigured', percent: 5 },
        { kind: 'refused', percent: 5 },
      ],
      otherwise: 2,
    },
    clocks: {
      acknowledge: { divisor: 8, least: 15, most: 240 },
      decide: { divisor: 3, least: 60, most: 2 * DAY },
      timeBoxMinutes: 10 * DAY,
      returnedMinutes: 2 * DAY,
    },
    attention: { expectedMinutes: [], otherwise: 20, enough: 10, mostMinutesEach: 60 },
    parity: { contacts: 2, workingMinutes: 10 * DAY },
  };
}

function steps(...rows: readonly (readonly [bar: number, points: number])[]): readonly { bar: number; points: number }[] {
  return rows.map(([bar, points]) => ({ bar, points }));
}

/** By level: 0 for L1, then evenly from `first` to `last`. */
function spread(levels: number, first: number, last: number): readonly number[] {
  const rises = Math.max(1, levels - 2);
  return Array.from({ length: levels }, (_, index) => (index === 0 ? 0 : first + Math.floor(((last - first) * (index - 1)) / rises)));
}
