import { derivedId } from '#application';
import type { Instant } from '#domain';
import { canonicalJson, sha256Hex } from '#ledger';
import { localInstant } from '../calendar-rule.js';
import { columnsOf, dateColumnsOf } from './columns-of.js';
import { openCsv, readRows, type CsvFile, type Delimiter, type Encoding } from './csv-file.js';
import { DateColumn, type DateFormat } from './dates.js';
import { Deliveries, type Delivery } from './deliveries.js';
import { deliverySteps } from './delivery-steps.js';
import { CellWrong, FileEmpty, MappingInvalid } from './import-errors.js';
import type { ReadMapping } from './read-mapping.js';
import type { RowFault } from './row-faults.js';
import { rowReader, type ReadRow } from './row-reader.js';
import { setUpSteps } from './set-up.js';
import { inOrder, type Step } from './step.js';

/** Everything that an import would do, before anything is written. */
export interface ImportPlan {
  /** UUIDv5 of the file, the mapping and what follows from them: by it the same import is recognised. It is the `origin` of its events. */
  readonly importId: string;
  readonly file: CsvFile;
  readonly mappingHash: string;
  readonly programme: string;
  readonly history: boolean;
  /** Where a history begins; else now. */
  readonly opening: Instant;
  /** Rows that are not blank, below the header. */
  readonly rowsRead: number;
  readonly rowsRejected: number;
  /** What is wrong with the first of the rejected rows: at most `MOST_FAULTS`. */
  readonly faults: readonly RowFault[];
  /** Lines of the deliveries that became issues. */
  readonly issueLines: number;
  readonly deliveries: readonly Delivery[];
  readonly steps: readonly Step[];
}

export interface PlanOptions {
  /** The whole file as it happened, on a clock of its own; else the deliveries that are late now. */
  readonly history: boolean;
  readonly now: Instant;
  readonly delimiter?: Delimiter | undefined;
  readonly encoding?: Encoding | undefined;
  readonly dates?: readonly DateFormat[] | undefined;
  /** Called with the share of the file that was read, 0 to 1. */
  readonly progress?: (share: number) => void;
}

/** A file of nothing but wrong rows must not fill the memory with reasons. */
export const MOST_FAULTS = 1000;

const IMPORTS = '0f0b1c5e-8b0e-5d86-9a6a-3f1f6a0e7c11';

/** Reads the file, checks every row, and orders what follows from it. @throws ImportRefused */
export async function planImport(path: string, read: ReadMapping, options: PlanOptions): Promise<ImportPlan> {
  const { mapping, hash } = read;
  const { history, now } = options;
  const file = await openCsv(path, { ...mapping.source, ...stated(options) });
  const opening = history ? localInstant(mapping.setup.from, '00:00', mapping.setup.zone) : now;
  if (opening > now) throw new MappingInvalid('/setup/from', 'lies in the future, and a history is of the past');
  const { deliveries, ...counts } = await readFile(file, read, { ...options, opening });
  const programme = mapping.setup.programme.id;
  const ofFile = deliverySteps(deliveries, programme, ({ key }) => derivedId(IMPORTS, `${programme}\n${key}`)).map((step) =>
    history ? step : { ...step, at: now },
  );
  const follows = ofFile.map(({ at, command }) => ({ at: history ? at : null, command }));
  return {
    importId: derivedId(IMPORTS, sha256Hex(canonicalJson({ file: file.sha256, mapping: hash, history, follows }))),
    file,
    mappingHash: hash,
    programme,
    history,
    opening,
    ...counts,
    deliveries,
    steps: inOrder([...setUpSteps(mapping.setup, hash, { history, opening, now }), ...ofFile]),
  };
}

/** The same plan without the file: to try whether the product takes the mapping's set-up. */
export function setUpAlone(plan: ImportPlan): ImportPlan {
  return { ...plan, deliveries: [], steps: plan.steps.filter(({ kind }) => kind === 'set_up') };
}

type Counts = Pick<ImportPlan, 'rowsRead' | 'rowsRejected' | 'faults' | 'issueLines' | 'deliveries'>;

async function readFile(file: CsvFile, { mapping }: ReadMapping, options: PlanOptions & { readonly opening: Instant }): Promise<Counts> {
  const { history, now, opening, progress } = options;
  const formats = options.dates ?? mapping.source?.dates;
  const dates = formats === undefined ? await recognisedDates(file, mapping) : () => formats;
  const deliveries = new Deliveries();
  const counts = { rowsRead: 0, rowsRejected: 0, issueLines: 0 };
  const faults: RowFault[] = [];
  let readRow: ReturnType<typeof rowReader> | undefined;
  for await (const row of readRows(file, (bytes) => progress?.(bytes / file.bytes))) {
    if (readRow === undefined) {
      const header = headerOf(row);
      const columns = columnsOf(mapping, header, file.dialect.delimiter);
      const reading = {
        columns,
        dates,
        decimal: mapping.source?.decimal ?? '.',
        currency: mapping.setup.currency,
        zone: mapping.setup.zone,
      };
      readRow = rowReader(mapping, reading, header.length, { from: history ? opening : null, now });
      continue;
    }
    counts.rowsRead++;
    const found = 'broken' in row ? wrong(row.number, row.broken) : take(readRow(row.number, row.cells), deliveries);
    if (found.kind === 'issue') counts.issueLines++;
    if (found.kind !== 'wrong') continue;
    counts.rowsRejected++;
    faults.push(...found.faults.slice(0, MOST_FAULTS - faults.length));
  }
  if (counts.rowsRead === 0) throw new FileEmpty('the file has no rows');
  return { ...counts, faults, deliveries: deliveries.all() };
}

function take(row: ReadRow, deliveries: Deliveries): ReadRow {
  if (row.kind !== 'issue') return row;
  try {
    deliveries.add(row.line);
    return row;
  } catch (error) {
    if (!(error instanceof CellWrong)) throw error;
    return wrong(row.line.row, error.reason);
  }
}

const wrong = (row: number, reason: string): ReadRow => ({ kind: 'wrong', faults: [{ row, column: '', reason }] });

/** Reads the file once more, before the first row is judged: only the whole of a column tells the form of its dates. */
async function recognisedDates(file: CsvFile, mapping: ReadMapping['mapping']): Promise<(column: string) => readonly DateFormat[]> {
  const columns = dateColumnsOf(mapping).map((column) => new DateColumn(column));
  let places: readonly number[] | undefined;
  for await (const row of readRows(file)) {
    if (places === undefined) {
      const stand = columnsOf(mapping, headerOf(row), file.dialect.delimiter);
      places = columns.map(({ column }) => stand.get(column) as number);
    } else if ('cells' in row) {
      for (const [n, column] of columns.entries()) column.see((row.cells[places[n] as number] ?? '').trim());
    }
  }
  const known = new Map(columns.map((column) => [column.column, [column.format()]]));
  return (column) => known.get(column) as readonly DateFormat[];
}

function headerOf(row: { readonly cells: readonly string[] } | { readonly broken: string }): readonly string[] {
  return 'cells' in row ? row.cells : [];
}

/** What the options say of the dialect. */
function stated({ delimiter, encoding }: PlanOptions): { delimiter?: Delimiter; encoding?: Encoding } {
  return { ...(delimiter && { delimiter }), ...(encoding && { encoding }) };
}
