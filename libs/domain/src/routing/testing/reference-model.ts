/**
 * The decision model once more, written from the words of the design alone and sharing no code with the evaluator: exact fractions in place of
 * rounded percentages, its own facts, one rule after the other. Only the level.
 */
export interface Story {
  slack: bigint | 'unknown';
  remedy: bigint;
  costOfADay: bigint | 'unknown';
  atRisk: bigint | 'unknown';
  share: { units: bigint; of: bigint };
  budget: bigint;
  forGood: boolean;
  detail: { inARow: number } | 'none';
  seenBefore: number;
  watchers: number | 'unknown';
  passedOn: number;
  held: bigint;
  danger: boolean;
  actionNeeds: number;
  asks: { spend: bigint | 'unknown' | 'no rate'; days: bigint } | 'nothing';
  othersSum: bigint;
  stuckAt: number;
  mine: number;
  capped: number;
  playbook: { amount: bigint; value: bigint } | 'none';
  stands: { level: number; dwelling: boolean };
  load: number[];
  phase: 'launch' | 'scaling' | 'steady';
}

export interface Rulebook {
  limits: bigint[];
  weights: number[];
  tables: { bar: bigint; points: number }[][];
  multiples: bigint[];
  percents: bigint[];
  strong: number;
  entry: number[];
  hold: number[];
  price: { from: number; most: number };
  shift: number;
  safety: number;
  critical: { level: number; stakes: number; inARow: number };
}

const orZero = (value: bigint | string): bigint => (typeof value === 'bigint' ? value : 0n);

function stakesAndCritical(story: Story, book: Rulebook): { stakes: number; floor: number } {
  const value = orZero(story.atRisk);
  let stakes = 0;
  for (const [index, multiple] of book.multiples.entries()) if (value >= multiple * book.limits[0]!) stakes = Math.max(stakes, index + 1);
  if (story.budget > 0n && value * 100n >= book.percents[3]! * story.budget) stakes = 4;
  for (const [index, percent] of book.percents.entries())
    if (story.share.of > 0n && story.share.units * 100n >= percent * story.share.of) stakes = Math.max(stakes, index + 1);
  if (story.forGood) stakes = Math.min(4, stakes + 1);
  if (story.detail === 'none') return { stakes, floor: 1 };
  const isFloor = story.phase === 'launch' && stakes >= book.critical.stakes && story.detail.inARow < book.critical.inARow;
  return isFloor ? { stakes, floor: book.critical.level } : { stakes: Math.min(4, stakes + 1), floor: 1 };
}

/** Points of a table whose bars are met when `meets` says so. The best that is met counts. */
function points(table: { bar: bigint; points: number }[], meets: (bar: bigint) => boolean): number {
  return Math.max(0, ...table.filter(({ bar }) => meets(bar)).map((row) => row.points));
}

function pointsOf(story: Story, book: Rulebook, stakes: number): number[] {
  const [time, cost, stake, novelty, visibility, stall] = book.tables as [Table, Table, Table, Table, Table, Table];
  const { slack, watchers, remedy } = story;
  return [
    slack === 'unknown' ? 0 : points(time, (bar) => slack * 100n <= bar * remedy),
    points(cost, (bar) => orZero(story.costOfADay) * 100n >= bar * book.limits[0]!),
    points(stake, (bar) => BigInt(stakes) >= bar),
    points(novelty, (bar) => BigInt(story.seenBefore) <= bar),
    watchers === 'unknown' ? 0 : points(visibility, (bar) => BigInt(watchers) >= bar),
    Math.max(
      points(stall, (bar) => BigInt(story.passedOn) >= bar),
      points(stall, (bar) => story.held >= bar * remedy),
    ),
  ];
}
type Table = Rulebook['tables'][number];

function entryOf(level: number, story: Story, book: Rulebook): number {
  const base = book.entry[level - 1]! + { launch: -book.shift, scaling: 0, steady: book.shift }[story.phase];
  const use = Math.min(100, Math.max(book.price.from, story.load[level - 1]!));
  const price = (BigInt(book.price.most) * BigInt(use - book.price.from)) / BigInt(100 - book.price.from);
  return base + Number(price);
}

/** The level that the words of the design give. */
export function referenceLevel(story: Story, book: Rulebook): number {
  const top = book.limits.length + 1;
  const { stakes, floor: criticalFloor } = stakesAndCritical(story, book);
  const each = pointsOf(story, book, stakes);
  const score = each.reduce((sum, value, index) => sum + value * book.weights[index]!, 0);
  const strongReason = each.some((value, index) => book.weights[index]! > 0 && value >= book.strong) || book.strong === 0;

  let byScore = 1;
  for (let level = 2; level <= top; level++) if (strongReason && score >= entryOf(level, story, book)) byScore = level;
  let kept = 1;
  for (let level = 2; level <= story.stands.level; level++) if (score >= book.hold[level - 1]!) kept = level;
  if (story.stands.dwelling) kept = story.stands.level;

  const own = story.asks === 'nothing' ? 0n : orZero(story.asks.spend) + story.asks.days * orZero(story.costOfADay);
  const committed = story.asks === 'nothing' || own === 0n ? 0n : own + story.othersSum;
  const unconverted = story.asks !== 'nothing' && story.asks.spend === 'no rate';
  const coveredBy = book.limits.findIndex((limit) => committed <= limit);
  const amountFloor = unconverted || coveredBy < 0 ? top : coveredBy + 1;

  const handedOver =
    story.playbook !== 'none' && !unconverted && committed <= story.playbook.amount && orZero(story.atRisk) <= story.playbook.value;
  const cap = Math.min(handedOver ? 1 : top, story.capped);
  const roadblock = story.stuckAt === 0 ? 1 : Math.min(top, story.stuckAt + 1);
  const floors = [amountFloor, story.actionNeeds, story.danger ? book.safety : 1, criticalFloor, roadblock, story.mine];
  return Math.max(...floors, Math.min(cap, Math.max(byScore, kept)));
}
