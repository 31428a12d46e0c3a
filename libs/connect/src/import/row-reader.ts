import { fromMillis, toMillis, type Instant } from '#domain';
import { Cells, type CellReading } from './cells.js';
import { isoDay } from './dates.js';
import { wrongCell } from './import-errors.js';
import type { IssueLine } from './issue-line.js';
import { lineFactsBy } from './line-facts.js';
import { LinesBefore } from './lines-before.js';
import type { IssueRules, Mapping } from './mapping.js';
import { RowFaults, type RowFault } from './row-faults.js';

export type ReadRow =
  | { readonly kind: 'issue'; readonly line: IssueLine }
  | { readonly kind: 'fine' }
  | { readonly kind: 'wrong'; readonly faults: readonly RowFault[] };

/** Between which instants the lines of an import may lie. */
export interface Period {
  /** Null: no history, only what is late now counts. */
  readonly from: Instant | null;
  readonly now: Instant;
}

const TWENTY_YEARS_MS = 20 * 365 * 86_400_000;
const FINE: ReadRow = { kind: 'fine' };

/**
 * Reads rows by a mapping. A row is wrong when any cell that the mapping uses is: also on rows that are no issue, since a wrong date
 * could be what hides one.
 */
export function rowReader(
  mapping: Mapping,
  reading: CellReading,
  width: number,
  period: Period,
): (row: number, texts: readonly string[]) => ReadRow {
  const { issue: rules } = mapping;
  const factsOf = lineFactsBy(mapping);
  const before = new LinesBefore(rules);
  return (row, texts) => {
    const faults = new RowFaults(row);
    if (texts.length !== width) faults.take(() => wrongCell('', `has ${texts.length} cells where the header has ${width}`));
    if (faults.any()) return wrong(faults);
    const cells = new Cells(reading, texts);
    const key = faults.take(() => cells.required(rules.rowKey));
    const late = lateness(cells, rules, faults);
    const facts = factsOf(cells, faults);
    if (faults.any()) return wrong(faults);
    if (late === 'no' || (late === 'was' && period.from === null)) return FINE;
    const line = faults.take(() => ({ row, ...facts, ...instantsOf(cells, rules, late === 'was') }));
    if (faults.any()) return wrong(faults);
    if (line.resolvedAt === null && line.filedAt > period.now) return FINE;
    faults.take(() => checkInstants(line, rules, period));
    if (!faults.any()) faults.take(() => before.add(key, line));
    return faults.any() ? wrong(faults) : { kind: 'issue', line };
  };
}

function wrong({ all }: RowFaults): ReadRow {
  return { kind: 'wrong', faults: all };
}

/** Whether it came in time, came late, or has not come. Reads every date column on the way. */
function lateness(cells: Cells, { when, filedAt, neededBy, resolvedAt }: IssueRules, faults: RowFaults): 'no' | 'was' | 'is' {
  const due = faults.take(() => cells.day(when.after));
  const actual = faults.take(() => (cells.text(when.dateOf) === '' ? null : cells.day(when.dateOf)));
  const others = [filedAt.date, neededBy.date, ...(actual === null ? [] : [resolvedAt.date])];
  for (const column of others) if (column !== when.after && column !== when.dateOf) faults.take(() => cells.day(column));
  if (faults.any() || actual === null) return 'is';
  return isoDay(actual) > isoDay(due) ? 'was' : 'no';
}

type Instants = Pick<IssueLine, 'filedAt' | 'neededBy' | 'resolvedAt'>;

function instantsOf(cells: Cells, { filedAt, neededBy, resolvedAt }: IssueRules, isOver: boolean): Instants {
  return { filedAt: cells.instant(filedAt), neededBy: cells.instant(neededBy), resolvedAt: isOver ? cells.instant(resolvedAt) : null };
}

/** A history can tell only what can have happened, and in the order in which it can. */
function checkInstants({ filedAt, neededBy, resolvedAt }: Instants, rules: IssueRules, { from, now }: Period): void {
  if (from !== null && filedAt < from)
    wrongCell(rules.filedAt.date, `leads to a filing at ${filedAt}, before the history begins at ${from}`);
  if (resolvedAt !== null && resolvedAt > now) wrongCell(rules.resolvedAt.date, 'lies in the future');
  if (resolvedAt !== null && resolvedAt <= filedAt)
    wrongCell(rules.resolvedAt.date, `leads to an end at ${resolvedAt}, not after the filing at ${filedAt}`);
  if (neededBy > fromMillis(toMillis(filedAt) + TWENTY_YEARS_MS))
    wrongCell(rules.neededBy.date, 'leads to a need more than 20 years later');
}
