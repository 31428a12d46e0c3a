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
  /** Without this reason, all others as they were, the level would have been another. */
  readonly changedBy: Record<Reason, number>;
  /** A review by time brought another level than before. */
  raisedByReview: number;
  loweredByReview: number;
}

export interface RouteFigures {
  readonly byYear: Readonly<Record<string, Readonly<Record<string, LevelFigures>>>>;
  /** Clocks that ran out, by where the case went: substitute, level, standing order. */
  readonly timeOuts: Readonly<Record<string, number>>;
}

/** What can be left out: the load price, the hold, the dwell (a part of the hold), the ceilings. */
const REASONS = ['load', 'hold', 'dwell', 'ceiling'] as const;
type Reason = (typeof REASONS)[number];

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
    for (const reason of REASONS) if (levelWithout(reason, route) !== route.level) figures.changedBy[reason]++;
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
function levelWithout(reason: Reason | null, route: FullRoute): number {
  const { score, concordance, thresholds, held, floors, ceilings } = route;
  const entry = ({ effective, loadPrice }: FullRoute['thresholds'][number]): number =>
    reason === 'load' ? effective - loadPrice : effective;
  const entered = concordance ? thresholds.filter((threshold) => score >= entry(threshold)).map(({ level }) => level) : [];
  const isHeld = held !== null && reason !== 'hold' && (reason !== 'dwell' || held.because !== 'dwell');
  const ceiling = Math.min(Number.MAX_SAFE_INTEGER, ...(reason === 'ceiling' ? [] : ceilings.map(({ level }) => level)));
  const byScore = Math.max(1, ...entered, isHeld ? held.level : 1);
  const level = Math.max(1, ...floors.map((floor) => floor.level), Math.min(ceiling, byScore));
  return reason === null ? level : level + Math.max(0, route.level - levelWithout(null, route));
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
    provisional: 0, changedBy: { load: 0, hold: 0, dwell: 0, ceiling: 0 }, raisedByReview: 0, loweredByReview: 0,
  }; // prettier-ignore
}
