import { isInstant } from '#domain';
import { CellWrong, DatesAmbiguous, DatesUnknown } from './import-errors.js';

/** A day of the calendar, without a zone. */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
type Reader = (text: string) => readonly [year: number, month: number, day: number] | null;

const numbers =
  (shape: RegExp, order: 'ymd' | 'dmy' | 'mdy'): Reader =>
  (text) => {
    const parts = shape.exec(text);
    if (parts === null) return null;
    const [a, b, c] = parts.slice(1).map(Number) as [number, number, number];
    return order === 'ymd' ? [a, b, c] : order === 'dmy' ? [c, b, a] : [c, a, b];
  };

/** Two-digit years are read as 1970 to 2069. */
const withMonthName: Reader = (text) => {
  const parts = /^(\d{1,2})[- ]([A-Za-z]{3})[a-z]*[- ](\d{2}|\d{4})$/.exec(text);
  if (parts === null) return null;
  const year = Number(parts[3]);
  return [
    year > 99 ? year : year < 70 ? 2000 + year : 1900 + year,
    MONTHS.indexOf((parts[2] as string).toLowerCase()) + 1,
    Number(parts[1]),
  ];
};

/** The forms that are recognised, by the name that `--dates` and `source.dates` take. */
export const DATE_FORMATS: Readonly<Record<string, Reader>> = {
  'YYYY-MM-DD': numbers(/^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?$/, 'ymd'),
  'YYYY/MM/DD': numbers(/^(\d{4})\/(\d{1,2})\/(\d{1,2})$/, 'ymd'),
  YYYYMMDD: numbers(/^(\d{4})(\d{2})(\d{2})$/, 'ymd'),
  'DD/MM/YYYY': numbers(/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, 'dmy'),
  'MM/DD/YYYY': numbers(/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, 'mdy'),
  'DD.MM.YYYY': numbers(/^(\d{1,2})\.(\d{1,2})\.(\d{4})$/, 'dmy'),
  'D-Mon-YY': withMonthName,
};

const exists = (parts: readonly [number, number, number]): boolean => {
  const pad = (n: number, width: number) => String(n).padStart(width, '0');
  return isInstant(`${pad(parts[0], 4)}-${pad(parts[1], 2)}-${pad(parts[2], 2)}T00:00:00.000Z`);
};

/**
 * Which forms a date column is in, from its values (words such as "Date Not Captured" are passed over).
 * @throws DatesAmbiguous two forms fit every value but do not agree; DatesUnknown none fits
 */
export function recogniseDates(column: string, values: readonly string[]): readonly string[] {
  const dated = values.filter((value) => /\d/.test(value));
  if (dated.length === 0) return ['YYYY-MM-DD'];
  const fits = (format: string, value: string) => {
    const parts = DATE_FORMATS[format]?.(value);
    return parts != null && exists(parts);
  };
  // A column of mostly good dates with a few wrong ones must still be recognised: the wrong ones are reported row by row.
  const share = Object.keys(DATE_FORMATS).map((format) => ({ format, count: dated.filter((value) => fits(format, value)).length }));
  const most = Math.max(...share.map(({ count }) => count));
  if (most * 2 < dated.length) throw new DatesUnknown(column, dated[0] as string);
  const best = share.filter(({ count }) => count === most).map(({ format }) => format);
  if (best.length > 1 && !dated.every((value) => sameDay(best.map((format) => DATE_FORMATS[format]?.(value)))))
    throw new DatesAmbiguous(column, best);
  return best.slice(0, 1);
}

const sameDay = (readings: readonly (readonly [number, number, number] | null | undefined)[]): boolean =>
  new Set(readings.map((reading) => JSON.stringify(reading))).size === 1;

/** Reads a cell in one of the forms. @throws CellWrong for anything that is not a day that exists */
export function readDay(text: string, formats: readonly string[], column: string): Day {
  for (const format of formats) {
    const parts = DATE_FORMATS[format]?.(text);
    if (parts == null) continue;
    if (!exists(parts)) throw new CellWrong(column, `"${text}" is a day that does not exist`);
    return { year: parts[0], month: parts[1], day: parts[2] };
  }
  throw new CellWrong(column, text === '' ? 'is empty' : `"${text.slice(0, 40)}" is not a date of the form ${formats.join(' or ')}`);
}
