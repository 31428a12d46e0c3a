import { columnsIn } from './cells.js';
import { ColumnsMissing, ColumnsRepeated } from './import-errors.js';
import type { Mapping } from './mapping.js';

/** Where the columns that the mapping names stand in the header. @throws ColumnsMissing, ColumnsRepeated */
export function columnsOf(mapping: Mapping, header: readonly string[], delimiter: string): ReadonlyMap<string, number> {
  const names = header.map((name) => name.trim().normalize('NFC'));
  const columns = new Map(names.map((name, index) => [name, index]));
  const used = columnsUsed(mapping);
  const missing = used.filter((column) => !columns.has(column));
  if (missing.length > 0) throw new ColumnsMissing(missing, delimiter);
  const repeated = used.filter((column) => names.indexOf(column) !== columns.get(column));
  if (repeated.length > 0) throw new ColumnsRepeated(repeated);
  return columns;
}

/** Every column that the rules name, wherever. */
function columnsUsed({ issue }: Mapping): readonly string[] {
  const found = new Set([issue.rowKey, issue.when.after, issue.when.dateOf, ...issue.sameDelivery.columns]);
  const visit = (value: unknown, name: string): void => {
    if (typeof value === 'string') {
      if (['column', 'byColumn', 'of', 'date'].includes(name)) found.add(value);
      if (['title', 'text', 'recommendation', 'alternative'].includes(name)) for (const column of columnsIn(value)) found.add(column);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, part] of Object.entries(value)) if (key !== 'table') visit(part, key);
    }
  };
  visit(issue, '');
  return [...found];
}

/** Date columns of a mapping, for recognising their form. */
export function dateColumnsOf({ issue }: Mapping): readonly string[] {
  return [...new Set([issue.when.dateOf, issue.when.after, issue.filedAt.date, issue.neededBy.date, issue.resolvedAt.date])];
}
