import { isInstant } from '#domain';
import { CellWrong, DatesAmbiguous, DatesUnknown } from './import-errors.js';

/** A day of the calendar, without a zone. */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
type Reader = (text: string) => Day | null;

const numbers =
  (shape: RegExp, order: 'ymd' | 'dmy' | 'mdy'): Reader =>
  (text) => {
    const parts = shape.exec(text);
    if (parts === null) return null;
    const part = (letter: string): number => Number(parts[order.indexOf(letter) + 1]);
    return { year: part('y'), month: part('m'), day: part('d') };
  };

/** Two-digit years are read as 1970 to 2069. */
const withMonthName: Reader = (text) => {
  const parts = /^(\d{1,2})[- ]([A-Za-z]{3})[a-z]*[- ](\d{2}|\d{4})$/.exec(text);
  if (parts === null) return null;
  const [, day, month, year] = parts as unknown as [string, string, string, string];
  const century = year.length > 2 ? 0 : Number(year) < 70 ? 2000 : 1900;
  return { year: century + Number(year), month: MONTHS.indexOf(month.toLowerCase()) + 1, day: Number(day) };
};

/** The forms that are recognised, by the name that `--dates` and `source.dates` take. */
const READERS = {
  'YYYY-MM-DD': numbers(/^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?$/, 'ymd'),
  'YYYY/MM/DD': numbers(/^(\d{4})\/(\d{1,2})\/(\d{1,2})$/, 'ymd'),
  YYYYMMDD: numbers(/^(\d{4})(\d{2})(\d{2})$/, 'ymd'),
  'DD/MM/YYYY': numbers(/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, 'dmy'),
  'MM/DD/YYYY': numbers(/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, 'mdy'),
  'DD.MM.YYYY': numbers(/^(\d{1,2})\.(\d{1,2})\.(\d{4})$/, 'dmy'),
  'D-Mon-YY': withMonthName,
} as const satisfies Record<string, Reader>;
export type DateFormat = keyof typeof READERS;
export const DATE_FORMATS = Object.keys(READERS) as readonly DateFormat[];

/** The only two that can both fit and say different days. */
const RIVALS = ['DD/MM/YYYY', 'MM/DD/YYYY'] as const;

/** '2011-04-03': such texts have the order of the days. */
export const isoDay = ({ year, month, day }: Day): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

const exists = (day: Day): boolean => isInstant(`${isoDay(day)}T00:00:00.000Z`);

function dayIn(format: DateFormat, text: string): Day | null {
  const day = READERS[format](text);
  return day !== null && exists(day) ? day : null;
}

/** Recognises the form of a date column from its values, one after another. Words such as "Date Not Captured" are passed over. */
export class DateColumn {
  #dated = 0;
  #example = '';
  readonly #fitting = new Map<DateFormat, number>();
  /** Values that fit both rivals, and those of them that mean different days. */
  #fitBoth = 0;
  #differ = 0;

  constructor(readonly column: string) {}

  see(text: string): void {
    if (!/\d/.test(text)) return;
    this.#dated++;
    this.#example ||= text;
    for (const format of DATE_FORMATS) if (dayIn(format, text) !== null) this.#fitting.set(format, this.#fits(format) + 1);
    const [one, other] = RIVALS.map((format) => dayIn(format, text));
    if (one == null || other == null) return;
    this.#fitBoth++;
    if (one.day !== other.day) this.#differ++;
  }

  /**
   * The form that most values have; those that do not have it are wrong, each in its row.
   * @throws DatesUnknown none fits half of them
   * @throws DatesAmbiguous both orders of day and month fit, and of the values that can tell one in eleven or more says the other
   */
  format(): DateFormat {
    if (this.#dated === 0) return 'YYYY-MM-DD';
    const best = DATE_FORMATS.reduce((one, other) => (this.#fits(other) > this.#fits(one) ? other : one));
    if (this.#fits(best) * 2 < this.#dated) throw new DatesUnknown(this.column, this.#example);
    if (RIVALS.some((rival) => rival === best) && this.#differ > 0 && !this.#isProven()) throw new DatesAmbiguous(this.column, RIVALS);
    return best;
  }

  #isProven(): boolean {
    const proofs = RIVALS.map((format) => this.#fits(format) - this.#fitBoth);
    return Math.min(...proofs) * 10 < Math.max(...proofs);
  }

  #fits(format: DateFormat): number {
    return this.#fitting.get(format) ?? 0;
  }
}

/** Reads a cell in one of the forms. @throws CellWrong for anything that is not a day between 1970 and 9999 */
export function readDay(text: string, formats: readonly DateFormat[], column: string): Day {
  if (text === '') throw new CellWrong(column, 'is empty');
  for (const format of formats) {
    const day = dayIn(format, text);
    if (day !== null) return day;
  }
  const looksRight = formats.some((format) => READERS[format](text) !== null);
  const shown = `"${text.slice(0, 40)}"`;
  if (looksRight) throw new CellWrong(column, `${shown} is not a day between 1970 and 9999`);
  throw new CellWrong(column, `${shown} is not a date of the form ${formats.join(' or ')}`);
}
