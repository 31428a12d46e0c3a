import type { CsvRow } from '../import/csv-rows.js';
import { ColumnsMissing, ColumnsRepeated, FileEmpty, ImportRefused, wrongCell } from '../import/import-errors.js';
import { RowFaults, type RowFault } from '../import/row-faults.js';
import type { BulkKind, Values } from './bulk-kind.js';
import { readGuarded } from './guarded-cell.js';

/** The file has columns that the kind does not know: none is passed over in silence. */
export class ColumnsUnknown extends ImportRefused {
  constructor(
    readonly columns: readonly string[],
    known: readonly string[],
  ) {
    super(`the file has the unknown column ${columns.map((name) => `"${name.slice(0, 40)}"`).join(', ')}: known are ${known.join(', ')}`);
  }
}

/** What a run remembers grows with the rows, so there is a most. */
export class RowsTooMany extends ImportRefused {
  constructor() {
    super(`the file has more than ${MOST_ROWS} rows: bring it in parts`);
  }
}

export const MOST_ROWS = 100_000;

/** A row that says something of one thing; what it does not say stays as it is. */
export interface SaidRow {
  readonly row: number;
  readonly key: string;
  readonly said: Values;
}
export type BulkRow = SaidRow | { readonly row: number; readonly faults: readonly RowFault[] };

/**
 * The rows as the kind reads them, one at a time. A thing that stands twice in a file is wrong the second time.
 * @throws FileEmpty, ColumnsMissing, ColumnsRepeated, ColumnsUnknown before the first row; RowsTooMany
 */
export async function* bulkRows(kind: BulkKind, rows: AsyncIterable<CsvRow>): AsyncGenerator<BulkRow> {
  const keys = new Set<string>();
  let header: readonly string[] | null = null;
  let count = 0;
  for await (const row of rows) {
    if (header === null) header = headerOf(kind, row);
    else if (++count > MOST_ROWS) throw new RowsTooMany();
    else if ('broken' in row) yield { row: row.number, faults: [{ row: row.number, column: '', reason: row.broken }] };
    else yield readRow(kind, header, row, keys);
  }
  if (header === null) throw new FileEmpty('the file is empty');
}

function headerOf({ key, columns }: BulkKind, row: CsvRow): readonly string[] {
  if ('broken' in row) throw new FileEmpty(`the header ${row.broken}`);
  const names = row.cells.map((cell) => cell.trim());
  const known = [key, ...Object.keys(columns)];
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new ColumnsUnknown(unknown, known);
  const repeated = names.filter((name, at) => names.indexOf(name) < at);
  if (repeated.length > 0) throw new ColumnsRepeated(repeated);
  if (!names.includes(key)) throw new ColumnsMissing([key], ',');
  return names;
}

function readRow(
  kind: BulkKind,
  header: readonly string[],
  { number, cells }: { number: number; cells: readonly string[] },
  keys: Set<string>,
): BulkRow {
  const faults = new RowFaults(number);
  if (cells.length !== header.length) faults.take(() => wrongCell('', `has ${cells.length} cells where the header has ${header.length}`));
  if (faults.any()) return { row: number, faults: faults.all };
  let key = '';
  const said: Record<string, unknown> = {};
  for (const [at, column] of header.entries()) {
    faults.take(() => {
      const cell = readGuarded(cells[at] as string, column);
      if (column === kind.key) key = cell;
      else said[column] = kind.columns[column]?.read(cell, column);
    });
  }
  if (!faults.any()) faults.take(() => checkKey(kind.key, key, keys));
  if (faults.any()) return { row: number, faults: faults.all };
  return { row: number, key, said: Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) };
}

function checkKey(column: string, key: string, keys: Set<string>): void {
  if (key === '') wrongCell(column, 'is empty');
  if (keys.has(key)) wrongCell(column, 'stands on another row of the file too');
  keys.add(key);
}
