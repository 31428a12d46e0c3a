import { checkMoney, InvalidValue, parseMoney, type ActionKind, type Instant, type Money } from '#domain';
import { Temporal } from 'temporal-polyfill';
import { readDay, type Day } from './dates.js';
import { CellWrong, ColumnsMissing } from './import-errors.js';
import type { DaysRule, InstantRule, Mapping, Share, TextRule } from './mapping.js';

/** One line of the file that is (part of) a delivery issue: the facts that its columns give. */
export interface IssueLine {
  readonly row: number;
  readonly key: string;
  readonly delivery: string;
  readonly title: string;
  readonly kind: string;
  readonly order: string;
  readonly site: { readonly name: string; readonly siteClass: string; readonly region: string };
  readonly partner: { readonly name: string; readonly partnerClass: string; readonly key: boolean };
  readonly units: number;
  readonly valueAtRisk: Money;
  readonly delayCostPerDay: Money;
  readonly neededBy: Instant;
  readonly criticalDetail: string | null;
  readonly visibility: number;
  readonly ask: { readonly action: ActionKind; readonly spend: Money; readonly recommendation: string; readonly alternative: string };
  readonly filedAt: Instant;
  /** Null: not delivered yet. */
  readonly resolvedAt: Instant | null;
}

export type ReadRow =
  | { readonly kind: 'issue'; readonly line: IssueLine }
  | { readonly kind: 'fine' }
  | { readonly kind: 'wrong'; readonly faults: readonly RowFault[] };

/** What is wrong with a row, by column. */
export interface RowFault {
  readonly row: number;
  readonly column: string;
  readonly reason: string;
}

const MAX_CELL = 2000;

/**
 * Reads rows by a mapping. `dates` are the forms of each date column. A row is wrong when any cell that the mapping uses is: also on
 * rows that are no issue, since a wrong date could be what hides one.
 * @throws ColumnsMissing the header lacks a column that the mapping names
 */
export function rowReader(
  mapping: Mapping,
  header: readonly string[],
  dates: (column: string) => readonly string[],
  today: Instant | null,
): (row: number, cells: readonly string[]) => ReadRow {
  const columnIndex = new Map(header.map((name, index) => [name.trim(), index]));
  const missing = columnsOf(mapping).filter((column) => !columnIndex.has(column));
  if (missing.length > 0) throw new ColumnsMissing(missing);
  const seen = new Map<string, number>();
  const { issue: rules, setup } = mapping;

  return (row, cells) => {
    const faults: RowFault[] = [];
    if (cells.length !== header.length) {
      return { kind: 'wrong', faults: [{ row, column: '', reason: `has ${cells.length} cells where the header has ${header.length}` }] };
    }
    const cell = (column: string): string => {
      const text = (cells[columnIndex.get(column) as number] as string).trim();
      if (text.length > MAX_CELL) throw new CellWrong(column, `is longer than ${MAX_CELL} characters`);
      if (text.includes('\uFFFD')) throw new CellWrong(column, 'holds bytes that are not valid in the encoding');
      if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text)) throw new CellWrong(column, 'holds a control character');
      return text;
    };
    const take = <T>(read: () => T): T | undefined => {
      try {
        return read();
      } catch (error) {
        if (!(error instanceof CellWrong)) throw error;
        faults.push({ row, column: error.column, reason: error.reason });
        return undefined;
      }
    };
    const day = (column: string): Day => readDay(cell(column), dates(column), column);
    const read = readers(cell, day, setup.currency, setup.zone);

    const key = take(() => required(cell, rules.rowKey));
    const earlier = key === undefined ? undefined : seen.get(key);
    if (earlier !== undefined) faults.push({ row, column: rules.rowKey, reason: `"${key ?? ''}" stands in row ${earlier} already` });
    if (key !== undefined && earlier === undefined) seen.set(key, row);

    const due = take(() => day(rules.when.after));
    const actual = take(() => (today !== null && cell(rules.when.dateOf) === '' ? null : day(rules.when.dateOf)));
    const units = take(() => read.count(rules.units.column));
    const valueAtRisk = take(() => read.money(rules.valueAtRisk));
    const delayCostPerDay = take(() => read.money(rules.delayCostPerDay));
    const spend = take(() => read.money(rules.ask.spend));
    const delivery = take(() => rules.sameDelivery.columns.map((column) => required(cell, column)).join(' / '));
    const text = (rule: TextRule) => take(() => read.text(rule)) ?? '';
    const site = { name: text(rules.site.name), siteClass: text(rules.site.siteClass), region: text(rules.site.region) };
    const partnerName = text(rules.partner.name);
    const partner = { name: partnerName, partnerClass: text(rules.partner.partnerClass), key: rules.partner.key.includes(partnerName) };
    const order = text(rules.order);
    const kind = text(rules.kind);
    const action = text(rules.ask.action) as ActionKind;
    const criticalDetail = text(rules.criticalDetail) || null;
    const filedAt = take(() => read.instant(rules.filedAt));
    const neededBy = take(() => read.instant(rules.neededBy));
    const resolvedAt = take(() => (actual === null ? null : read.instant(rules.resolvedAt)));
    const title = take(() => filled(rules.title, cell));
    if (
      faults.length > 0 ||
      key === undefined || due === undefined || actual === undefined || units === undefined || valueAtRisk === undefined || delayCostPerDay === undefined ||
      spend === undefined || delivery === undefined || filedAt === undefined || neededBy === undefined || resolvedAt === undefined || title === undefined
    ) {
      return { kind: 'wrong', faults };
    } // prettier-ignore
    const isIssue = actual === null ? filedAt <= (today as Instant) : isoDay(actual) > isoDay(due);
    if (!isIssue) return { kind: 'fine' };
    const ask = { action, spend, recommendation: filled(rules.ask.recommendation, cell), alternative: filled(rules.ask.alternative, cell) };
    return {
      kind: 'issue',
      line: {
        row,
        key,
        delivery,
        title,
        kind,
        order,
        site,
        partner,
        units,
        valueAtRisk,
        delayCostPerDay,
        neededBy,
        criticalDetail,
        visibility: rules.visibility.value,
        ask,
        filedAt,
        resolvedAt,
      },
    };
  };
}

const isoDay = ({ year, month, day }: Day): string =>
  [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');

/** Replaces `{Column}` by the row's cell. */
const filled = (template: string, cell: (column: string) => string): string =>
  template.replace(/\{([^}]+)\}/g, (_, column: string) => cell(column)).slice(0, 200);

function required(cell: (column: string) => string, column: string): string {
  const text = cell(column);
  if (text === '') throw new CellWrong(column, 'is empty');
  return text;
}

function readers(cell: (column: string) => string, day: (column: string) => Day, currency: string, zone: string) {
  const lookUp = <T>(rule: { byColumn: string; table: Readonly<Record<string, T>>; otherwise: T | null }): T => {
    const value = cell(rule.byColumn);
    const found = Object.hasOwn(rule.table, value) ? (rule.table[value] as T) : rule.otherwise;
    if (found === null) throw new CellWrong(rule.byColumn, `"${value.slice(0, 40)}" is not one of the values that the mapping knows`);
    return found;
  };
  const share = ({ permille, of, otherwise }: Share): Money => {
    const text = required(cell, of);
    if (!/^-?[\d.]+$/.test(text)) {
      if (otherwise !== undefined) return share(otherwise);
      throw new CellWrong(of, `"${text.slice(0, 40)}" is not a number`);
    }
    return money(of, () => {
      const whole = parseMoney(text, currency, '');
      const part = { minor: Number((BigInt(whole.minor) * BigInt(permille) + 500n) / 1000n), currency };
      checkMoney(part, '');
      return part;
    });
  };
  const days = (rule: DaysRule): number => (typeof rule === 'number' ? rule : lookUp(rule));
  return {
    text(rule: TextRule): string {
      if ('value' in rule) return rule.value;
      return 'column' in rule ? required(cell, rule.column) : lookUp(rule);
    },
    money: share,
    count(column: string): number {
      const text = required(cell, column);
      if (!/^\d{1,10}$/.test(text) || Number(text) > 1_000_000_000)
        throw new CellWrong(column, `"${text.slice(0, 40)}" is not a whole number from 0 to 1000000000`);
      return Number(text);
    },
    instant(rule: InstantRule): Instant {
      const date = Temporal.PlainDate.from(day(rule.date)).add({ days: days(rule.plusDays) });
      const instant = date.toZonedDateTime({ timeZone: zone, plainTime: rule.at }).toInstant();
      return instant.toString({ fractionalSecondDigits: 3 });
    },
  };
}

function money(column: string, make: () => Money): Money {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    throw new CellWrong(column, error.message.trim());
  }
}

function columnsOf({ issue }: Mapping): readonly string[] {
  const found = new Set<string>([issue.rowKey, issue.when.after, issue.when.dateOf, ...issue.sameDelivery.columns]);
  const visit = (value: unknown, name: string): void => {
    if (typeof value === 'string') {
      if (['column', 'byColumn', 'of', 'date'].includes(name)) found.add(value);
      if (['title', 'recommendation', 'alternative'].includes(name))
        for (const match of value.matchAll(/\{([^}]+)\}/g)) found.add(match[1] as string);
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
