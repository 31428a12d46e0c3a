import type { EventRef } from '../event.js';
import { levelByReasons } from './explanation.js';
import { FLIPS_IN_WORDS, FLOOR_REASONS, type Words } from './explanation-words.js';
import { CEILING_ROWS, factorRow, MORE_FLIPS_IN_WORDS } from './reason-table-words.js';
import type { FloorTerm, FullRoute } from './route-record.js';

/** One reason in words, with the bar that it was held against and the event that it came from. Points, weight and score only where it is weighed. */
export interface ReasonRow {
  readonly reason: string;
  readonly value: string;
  readonly bar: string | null;
  readonly points: number | null;
  readonly weight: number | null;
  readonly score: number | null;
  readonly from: EventRef | null;
}

/** What of a route its table is made from. */
export type Tabled = Pick<
  FullRoute,
  'level' | 'emptyLevels' | 'owner' | 'floors' | 'ceilings' | 'factors' | 'score' | 'thresholds' | 'concordance' | 'held' | 'flips'
>;

/** What a route's numbers and ids are called on screen. */
export interface TableNaming extends Words {
  readonly nameOf: (person: string) => string;
  /** Who decides at a level: "a senior leader". */
  readonly levelOf: (level: number) => string;
}

const UNWEIGHED = { points: null, weight: null, score: null } as const;

/** Why it was routed there, row by row: what always goes up, what keeps it down, what was weighed, and what the sum was held against. */
export function reasonRows(route: Tabled, naming: TableNaming): readonly ReasonRow[] {
  return [
    ...route.floors.map((floor) => floorRow(floor, naming)),
    ...route.ceilings.map((ceiling) => {
      const { reason, value, bar } = CEILING_ROWS[ceiling.code];
      return { reason, value: value(ceiling, naming), bar: bar(ceiling, naming), ...UNWEIGHED, from: ceiling.source };
    }),
    ...route.factors.map((factor) => {
      const { reason, value, bar } = factorRow(factor.code);
      const { points, weight, score, source } = factor;
      return { reason, value: value(factor, naming), bar: bar(factor, naming), points, weight, score, from: source };
    }),
    ...strengthRows(route, naming),
    ...keptRows(route, naming),
  ];
}

function floorRow({ code, level, facts, source }: FloorTerm, naming: TableNaming): ReasonRow {
  const { totalMinor, limitMinor } = facts;
  if (code === 'AMOUNT' && typeof totalMinor === 'number' && typeof limitMinor === 'number') {
    const bar = `${level === 1 ? 'at most' : 'above'} ${naming.amount(limitMinor)}`;
    return {
      reason: level === 1 ? 'Inside the limit' : 'Always goes up',
      value: naming.amount(totalMinor),
      bar,
      ...UNWEIGHED,
      from: source,
    };
  }
  const bar = `for ${naming.levelOf(level)}`;
  return { reason: 'Always goes up', value: FLOOR_REASONS[code](facts, naming), bar, ...UNWEIGHED, from: source };
}

function strengthRows({ score, thresholds, concordance, factors }: Tabled, { levelOf }: TableNaming): readonly ReasonRow[] {
  const rows = thresholds.map(({ level, effective, loadPrice }) => {
    const busy = loadPrice > 0 ? `, ${loadPrice} of it a higher bar while leaders are busy` : '';
    return {
      reason: `Strength for ${levelOf(level)}`,
      value: String(score),
      bar: `at least ${effective}${busy}`,
      ...UNWEIGHED,
      from: null,
    };
  });
  if (concordance) return rows;
  const strongest = Math.max(0, ...factors.map(({ points }) => points));
  return [
    ...rows,
    { reason: 'One strong reason needed', value: `the strongest has ${strongest} points`, bar: null, ...UNWEIGHED, from: null },
  ];
}

function keptRows({ held, thresholds, score }: Tabled, { levelOf }: TableNaming): readonly ReasonRow[] {
  if (held === null) return [];
  const hold = thresholds.find(({ level }) => level === held.level)?.hold ?? 0;
  const bar = held.because === 'score' ? `at least ${hold}` : 'it came there a short while ago';
  return [{ reason: `Kept with ${levelOf(held.level)} to avoid bouncing`, value: String(score), bar, ...UNWEIGHED, from: null }];
}

/** What would have changed it, each a single fact; empty: nothing by itself. */
export function wouldChange(route: Tabled, naming: TableNaming): readonly string[] {
  const { owner, flips } = route;
  const now = levelByReasons(route);
  return [...FLIPS_IN_WORDS, ...MORE_FLIPS_IN_WORDS].flatMap(([fact, say]) =>
    flips.flatMap(({ fact: name, direction, flip }) => {
      if (name !== fact || flip === null) return [];
      const words = say(flip.value, direction, naming);
      if (flip.level > now) return [`goes up to ${naming.levelOf(flip.level)} if ${words}`];
      return [flip.level === 1 ? `stays with ${naming.nameOf(owner)} if ${words}` : `${naming.levelOf(flip.level)} is enough if ${words}`];
    }),
  );
}
