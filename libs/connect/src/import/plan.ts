import type { Instant } from '#domain';
import { derivedId } from '#application';
import { CsvError, openCsv, readRows, type CsvFile } from './csv-file.js';
import { dateColumnsOf, rowReader, type IssueLine, type RowFault } from './row-reader.js';
import { deliveriesOf, type Delivery } from './deliveries.js';
import { deliverySteps } from './delivery-steps.js';
import { DATE_FORMATS, recogniseDates } from './dates.js';
import { FileEmpty } from './import-errors.js';
import type { ReadMapping } from './read-mapping.js';
import { setUpSteps } from './set-up.js';
import { inOrder, type Step } from './step.js';
import { localInstant } from '../calendar-rule.js';

/** Everything that an import would do, before anything is written. */
export interface ImportPlan {
  /** UUIDv5 of the file's bytes and the mapping: the same import is recognised by it. It is the `origin` of all its events. */
  readonly importId: string;
  readonly file: CsvFile;
  readonly mappingHash: string;
  readonly programme: string;
  readonly history: boolean;
  readonly rowsRead: number;
  readonly rowsRejected: number;
  readonly faults: readonly RowFault[];
  readonly issueLines: number;
  readonly deliveries: readonly Delivery[];
  readonly steps: readonly Step[];
}

export interface PlanOptions {
  /** The whole file as it happened, on a clock of its own; else the deliveries that are late now. */
  readonly history: boolean;
  readonly now: Instant;
  readonly delimiter?: ',' | ';' | '\t' | '|';
  readonly encoding?: 'utf-8' | 'latin-1';
  readonly dates?: readonly string[];
  /** Called with the share of the file that was read, 0 to 1. */
  readonly progress?: (share: number) => void;
}

const IMPORTS = '0f0b1c5e-8b0e-5d86-9a6a-3f1f6a0e7c11';

/** Reads the file, checks every row, and orders what follows from it. @throws ImportRefused */
export async function planImport(path: string, { mapping, hash }: ReadMapping, options: PlanOptions): Promise<ImportPlan> {
  const set = { ...mapping.source, ...defined({ delimiter: options.delimiter, encoding: options.encoding }) };
  const file = await openCsv(path, defined({ delimiter: set.delimiter, encoding: set.encoding }));
  const formats = options.dates ?? mapping.source?.dates;
  const dates = formats === undefined ? await recognisedDates(file, dateColumnsOf(mapping)) : () => formats;
  const faults: RowFault[] = [];
  const lines: IssueLine[] = [];
  const rejected = new Set<number>();
  let rowsRead = 0;
  let read: ReturnType<typeof rowReader> | undefined;
  try {
    for await (const { number, cells } of readRows(file, (bytes) => options.progress?.(bytes / file.bytes))) {
      if (read === undefined) {
        read = rowReader(mapping, cells, dates, options.history ? null : options.now);
        continue;
      }
      rowsRead++;
      const row = read(number, cells);
      if (row.kind === 'issue') lines.push(row.line);
      if (row.kind !== 'wrong') continue;
      rejected.add(number);
      faults.push(...row.faults);
    }
  } catch (error) {
    // Where the next row begins is not known any more: the rest of the file is one wrong row.
    if (!(error instanceof CsvError)) throw error;
    rowsRead++;
    rejected.add(rowsRead);
    faults.push({ row: rowsRead, column: '', reason: `the quoting is broken, and nothing after it can be read: ${error.message}` });
  }
  if (rowsRead === 0) throw new FileEmpty('the file has no rows');
  const importId = derivedId(IMPORTS, `${file.sha256}\n${hash}`);
  const deliveries = deliveriesOf(options.history ? lines : lines.filter(({ resolvedAt }) => resolvedAt === null));
  const steps = stepsOf(deliveries, mapping.setup, importId, options);
  const programme = mapping.setup.programme.id;
  return {
    importId,
    file,
    mappingHash: hash,
    programme,
    history: options.history,
    rowsRead,
    rowsRejected: rejected.size,
    faults,
    issueLines: lines.length,
    deliveries,
    steps,
  };
}

function stepsOf(
  deliveries: readonly Delivery[],
  setup: ReadMapping['mapping']['setup'],
  importId: string,
  { history, now }: PlanOptions,
): readonly Step[] {
  const opening = history ? localInstant(setup.from, '00:00', setup.zone) : now;
  const steps = [...setUpSteps(setup, opening), ...deliverySteps(deliveries, setup.programme.id, ({ key }) => derivedId(importId, key))];
  return inOrder(history ? steps : steps.map((step) => ({ ...step, at: now })));
}

/** Reads the file's dates once, to know their form before the first row is judged. */
async function recognisedDates(file: CsvFile, columns: readonly string[]): Promise<(column: string) => readonly string[]> {
  const values = new Map(columns.map((column) => [column, [] as string[]]));
  let header: readonly string[] | undefined;
  try {
    for await (const { cells } of readRows(file)) {
      if (header === undefined) header = cells.map((name) => name.trim());
      else for (const [column, seen] of values) seen.push((cells[header.indexOf(column)] ?? '').trim());
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  const known = new Map([...values].map(([column, seen]) => [column, recogniseDates(column, seen)]));
  return (column) => known.get(column) ?? Object.keys(DATE_FORMATS);
}

function defined<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
