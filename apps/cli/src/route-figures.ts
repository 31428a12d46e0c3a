import type { FullRoute, RoutingEvent } from '#domain';
import type { RecordedEvent } from '#event-store';

/** What the policy did on a history, for one level of one year. Counts of routes; scores in the order of the quantiles. */
export interface LevelFigures {
  routes: number;
  /** Score at 0, 10, 25, 50, 75, 90 and 100%. */
  scoreQuantiles: readonly number[];
  readonly floors: Record<string, number>;
  readonly ceilings: Record<string, number>;
  readonly held: Record<string, number>;
  readonly missing: Record<string, number>;
  readonly derived: Record<string, number>;
  readonly assumed: Record<string, number>;
  provisional: number;
  /** Without the load price the level would have been another. */
  changedByLoad: number;
  /** Without the dwell it would have been lower. */
  changedByDwell: number;
  /** A review by time brought another level than before. */
  raisedByReview: number;
  loweredByReview: number;
}

export interface RouteFigures {
  readonly byYear: Readonly<Record<string, Readonly<Record<string, LevelFigures>>>>;
  /** Clocks that ran out, by where the case went: substitute, level, standing order. */
  readonly timeOuts: Readonly<Record<string, number>>;
}

const QUANTILES = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1];

/** Gathers figures from the log as it is read, page by page. */
export class FigureGatherer {
  readonly #figures = new Map<string, Map<string, { figures: LevelFigures; scores: number[] }>>();
  readonly #lastLevel = new Map<string, number>();
  readonly #timeOuts: Record<string, number> = {};

  take(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      if (event.type === 'ClockExpired') count(this.#timeOuts, event.data['hop'] as string);
      if (event.type === 'StandingOrderApplied') count(this.#timeOuts, 'standing_order');
      if (event.type !== 'IssueRouted') continue;
      const { data } = event as unknown as RoutingEvent;
      if (data.changed) this.#takeRoute(data);
    }
  }

  #takeRoute(route: FullRoute): void {
    const { figures, scores } = this.#of(route.at.slice(0, 4), `L${route.level}`);
    figures.routes++;
    scores.push(route.score);
    for (const { code, level } of route.floors) if (level > 1) count(figures.floors, code);
    for (const { code } of route.ceilings) count(figures.ceilings, code);
    if (route.held !== null) count(figures.held, route.held.because);
    for (const input of route.missing) count(figures.missing, input);
    for (const input of route.derived) count(figures.derived, input);
    for (const input of route.assumed) count(figures.assumed, input);
    if (route.provisional) figures.provisional++;
    if (levelAsIf(route, { load: false }) !== route.level) figures.changedByLoad++;
    if (levelAsIf(route, { dwell: false }) !== route.level) figures.changedByDwell++;
    const before = this.#lastLevel.get(route.issue) ?? 1;
    if (route.trigger.stream.startsWith('clock-') && route.level > before) figures.raisedByReview++;
    if (route.trigger.stream.startsWith('clock-') && route.level < before) figures.loweredByReview++;
    this.#lastLevel.set(route.issue, route.level);
  }

  #of(year: string, level: string): { figures: LevelFigures; scores: number[] } {
    const levels = this.#figures.get(year) ?? new Map<string, { figures: LevelFigures; scores: number[] }>();
    this.#figures.set(year, levels);
    const found = levels.get(level) ?? { figures: empty(), scores: [] };
    levels.set(level, found);
    return found;
  }

  figures(): RouteFigures {
    const byYear = inKeyOrder(this.#figures, (levels) =>
      inKeyOrder(levels, ({ figures, scores }) => {
        const sorted = scores.toSorted((a, b) => a - b);
        return { ...figures, scoreQuantiles: QUANTILES.map((share) => sorted[Math.round((sorted.length - 1) * share)] as number) };
      }),
    );
    return { byYear, timeOuts: this.#timeOuts };
  }
}

/** The level by the recorded terms, with one of the reasons left out; a level that was empty then stays skipped. */
function levelAsIf(
  { score, concordance, scoreLevel, thresholds, held, floors, ceilings, level }: FullRoute,
  keep: { load?: false; dwell?: false },
): number {
  const meets = ({ effective, loadPrice }: FullRoute['thresholds'][number]): boolean =>
    score >= (keep.load === false ? effective - loadPrice : effective);
  const byScore =
    keep.load === false && concordance ? Math.max(1, ...thresholds.filter(meets).map((threshold) => threshold.level)) : scoreLevel;
  const byHold = held === null || (keep.dwell === false && held.because === 'dwell') ? 1 : held.level;
  const floor = Math.max(1, ...floors.map((term) => term.level));
  const ceiling = Math.min(Number.MAX_SAFE_INTEGER, ...ceilings.map((term) => term.level));
  const asIf = (score: number, hold: number): number => Math.max(floor, Math.min(ceiling, Math.max(score, hold)));
  const skipped = level - asIf(scoreLevel, held?.level ?? 1);
  return asIf(byScore, byHold) + Math.max(0, skipped);
}

function inKeyOrder<T, U>(map: ReadonlyMap<string, T>, of: (value: T) => U): Record<string, U> {
  return Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, of(value)]));
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

function empty(): LevelFigures {
  return {
    routes: 0, scoreQuantiles: [], floors: {}, ceilings: {}, held: {}, missing: {}, derived: {}, assumed: {},
    provisional: 0, changedByLoad: 0, changedByDwell: 0, raisedByReview: 0, loweredByReview: 0,
  }; // prettier-ignore
}
