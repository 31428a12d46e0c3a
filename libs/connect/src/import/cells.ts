import { exponentOf, isInstant, MAX_MINOR_UNITS, type Instant, type Money } from '#domain';
import { Temporal } from 'temporal-polyfill';
import { readDay, type DateFormat, type Day } from './dates.js';
import { CellWrong } from './import-errors.js';
import type { DaysRule, InstantRule, Share, TextRule } from './mapping.js';

/** How the cells of a file are read. */
export interface CellReading {
  /** Where each column stands. */
  readonly columns: ReadonlyMap<string, number>;
  /** The forms of a date column. */
  readonly dates: (column: string) => readonly DateFormat[];
  readonly decimal: '.' | ',';
  readonly currency: string;
  readonly zone: string;
}

const MAX_CELL = 2000;
const MAX_COUNT = 1_000_000_000;
const CONTROL_BUT_SPACE = /[^\P{Cc}\n\r\t]/u;
/** Empty, a dash, or beginning with a letter ("Freight Included in Commodity Cost"). */
const WORDS = /^(?:[-–—]?$|\p{L})/u;
const NUMBERS = { '.': /^(-?)(\d+)(?:\.(\d+))?$/, ',': /^(-?)(\d+)(?:,(\d+))?$/ } as const;
/** `{Column}` in a text that is put together. */
const PLACES = /\{([^}]+)\}/g;

export function columnsIn(template: string): readonly string[] {
  return [...template.matchAll(PLACES)].map((match) => match[1] as string);
}

/** The cells of one row. Every method throws `CellWrong` with the column and the reason. */
export class Cells {
  readonly #reading: CellReading;
  readonly #texts: readonly string[];

  constructor(reading: CellReading, texts: readonly string[]) {
    this.#reading = reading;
    this.#texts = texts;
  }

  /** Without the space around it, and with one spelling for each accented letter. It may be empty. */
  text(column: string): string {
    const text = (this.#texts[this.#reading.columns.get(column) as number] as string).trim();
    if (text.length > MAX_CELL) throw new CellWrong(column, `is longer than ${MAX_CELL} characters`);
    if (text.includes('\uFFFD')) throw new CellWrong(column, 'holds bytes that are not valid in the encoding');
    if (CONTROL_BUT_SPACE.test(text)) throw new CellWrong(column, 'holds a control character');
    return text.normalize('NFC');
  }

  required(column: string): string {
    return required(this.text(column), column);
  }

  filled(template: string): string {
    return template.replace(PLACES, (_, column: string) => this.text(column)).trim();
  }

  /** What a rule says of this row. It may be empty. */
  say(rule: TextRule): string {
    if ('value' in rule) return rule.value;
    if ('text' in rule) return this.filled(rule.text);
    return 'column' in rule ? this.text(rule.column) : this.#lookUp(rule);
  }

  day(column: string): Day {
    return readDay(this.text(column), this.#reading.dates(column), column);
  }

  instant({ date, plusDays, at }: InstantRule): Instant {
    const day = Temporal.PlainDate.from(this.day(date)).add({ days: this.#days(plusDays) });
    const instant = day.toZonedDateTime({ timeZone: this.#reading.zone, plainTime: at }).toInstant();
    const text = instant.toString({ fractionalSecondDigits: 3 });
    if (!isInstant(text)) throw new CellWrong(date, 'leads to a day that is not between 1970 and 9999');
    return text;
  }

  /** Exact: the number is never a float. */
  money({ permille, of, otherwise }: Share): Money {
    const text = this.text(of);
    if (otherwise !== undefined && WORDS.test(text)) return this.money(otherwise);
    const { currency } = this.#reading;
    const [whole, decimals] = this.#number(text, of);
    const parts = BigInt(whole + decimals) * BigInt(permille) * 10n ** BigInt(exponentOf(currency));
    const one = 1000n * 10n ** BigInt(decimals.length);
    const minor = (2n * parts + one) / (2n * one);
    if (minor > MAX_MINOR_UNITS) throw new CellWrong(of, `leads to more than ${MAX_MINOR_UNITS} minor units of ${currency}`);
    return { minor: Number(minor), currency };
  }

  /** A whole number from 0 to 10^9; "19.0" is one. */
  count(column: string): number {
    const text = this.text(column);
    const [whole, decimals] = this.#number(text, column);
    if (/[1-9]/.test(decimals) || BigInt(whole) > MAX_COUNT)
      throw new CellWrong(column, `${shown(text)} is not a whole number from 0 to ${MAX_COUNT}`);
    return Number(whole);
  }

  #number(text: string, column: string): readonly [whole: string, decimals: string] {
    const { decimal } = this.#reading;
    const [, sign, whole, decimals] = NUMBERS[decimal].exec(required(text, column)) ?? [];
    if (whole === undefined) throw new CellWrong(column, `${shown(text)} is not a number such as 1234${decimal}5`);
    if (sign === '-' && /[1-9]/.test(text)) throw new CellWrong(column, `${shown(text)} is less than nothing`);
    return [whole, decimals ?? ''];
  }

  #days(rule: DaysRule): number {
    return typeof rule === 'number' ? rule : this.#lookUp(rule);
  }

  #lookUp<T>({ byColumn, table, otherwise }: { byColumn: string; table: Readonly<Record<string, T>>; otherwise: T | null }): T {
    const value = this.text(byColumn);
    const found = Object.hasOwn(table, value) ? (table[value] as T) : otherwise;
    if (found === null) throw new CellWrong(byColumn, `${shown(value)} is not one of the values that the mapping knows`);
    return found;
  }
}

function required(text: string, column: string): string {
  if (text === '') throw new CellWrong(column, 'is empty');
  return text;
}

/** A value as a reason shows it. */
export function shown(text: string): string {
  return `"${text.slice(0, 40).replace(/[\uD800-\uDBFF]$/, '')}"`;
}
