type Counts = Readonly<Record<string, number>>;

/** What `gravitas replay --figures` tells of one level in one year. */
interface LevelFigures {
  readonly routes: number;
  readonly scoreQuantiles: readonly number[];
  readonly floors: Counts;
  readonly ceilings: Counts;
  readonly held: Counts;
  readonly missing: Counts;
  readonly derived: Counts;
  readonly assumed: Counts;
  readonly provisional: number;
  readonly changedBy: { readonly load: number; readonly hold: number; readonly dwell: number; readonly ceiling: number };
  readonly raisedByReview: number;
  readonly loweredByReview: number;
}

export interface Figures {
  readonly byYear: Readonly<Record<string, Readonly<Record<string, LevelFigures>>>>;
  readonly timeOuts: Counts;
}

const COUNTED = ['floors', 'ceilings', 'held', 'missing', 'derived', 'assumed'] as const;

/** All years and levels together; routes by level. */
export function totalsOf({ byYear }: Figures) {
  const levels = Object.values(byYear).flatMap((year) => Object.entries(year));
  const total = (of: (figures: LevelFigures) => Counts): Record<string, number> => {
    const sums: Record<string, number> = {};
    for (const [, figures] of levels) for (const [name, count] of Object.entries(of(figures))) sums[name] = (sums[name] ?? 0) + count;
    return sums;
  };
  const counted = Object.fromEntries(COUNTED.map((name) => [name, total((figures) => figures[name])])) as Record<
    (typeof COUNTED)[number],
    Record<string, number>
  >;
  const routes: Record<string, number> = {};
  for (const [level, figures] of levels) routes[level] = (routes[level] ?? 0) + figures.routes;
  const { load = 0, hold = 0, dwell = 0, ceiling = 0 } = total(({ changedBy }) => changedBy);
  const { provisional = 0, raisedByReview = 0, loweredByReview = 0 } = total(({ provisional: p, raisedByReview: up, loweredByReview: down }) => ({
    provisional: p, raisedByReview: up, loweredByReview: down,
  })); // prettier-ignore
  return { ...counted, routes, changedBy: { load, hold, dwell, ceiling }, provisional, raisedByReview, loweredByReview };
}

/** One line for each level of each year. */
export function figuresTable({ byYear, timeOuts }: Figures): string {
  const list = (counts: Counts): string => Object.entries(counts).filter(([, count]) => count > 0).map(([name, count]) => `${name} ${count}`).join(', ') || '-'; // prettier-ignore
  const lines = Object.entries(byYear).flatMap(([year, levels]) =>
    Object.entries(levels).map(
      ([level, { routes, scoreQuantiles, floors, ceilings, held, missing, derived, assumed, changedBy, ...more }]) =>
        [
          `${year} ${level}: ${routes} routes, scores ${scoreQuantiles.join(' ')}`,
          `floors ${list(floors)}`,
          `ceilings ${list(ceilings)}`,
          `held by ${list(held)}`,
          `missing ${list(missing)}, derived ${list(derived)}, assumed ${list(assumed)}, provisional ${more.provisional}`,
          `another level without ${list(changedBy)}`,
          `raised by review ${more.raisedByReview}, lowered ${more.loweredByReview}`,
        ].join('; '),
    ),
  );
  return [...lines, `clocks that ran out: ${list(timeOuts)}`].join('\n');
}
