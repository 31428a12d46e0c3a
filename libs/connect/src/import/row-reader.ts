import { ACTION_KINDS, fromMillis, toMillis, type ActionKind, type Instant, type Money } from '#domain';
import { Cells, columnsIn, shown, type CellReading } from './cells.js';
import { isCode } from './code-of.js';
import { isoDay } from './dates.js';
import { CellWrong, ColumnsMissing, ColumnsRepeated } from './import-errors.js';
import { label } from './label.js';
import type { IssueRules, Mapping, TextRule } from './mapping.js';

/** One line of the file that is (part of) a delivery issue: the facts that its columns give. */
export interface IssueLine {
  readonly row: number;
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

/** What is wrong with a row, by column ('' : with the row as a whole). */
export interface RowFault {
  readonly row: number;
  readonly column: string;
  readonly reason: string;
}

/** Between which instants the lines of an import may lie. */
export interface Period {
  /** Null: no history, only what is late now counts. */
  readonly from: Instant | null;
  readonly now: Instant;
}

const MAX_TITLE = 160;
const MAX_SENTENCE = 400;
const MAX_NAME = 2000;
const TWENTY_YEARS_MS = 20 * 365 * 86_400_000;

/** Where the columns that the mapping names stand in the header. @throws ColumnsMissing, ColumnsRepeated */
export function columnsOf(mapping: Mapping, header: readonly string[], delimiter: string): ReadonlyMap<string, number> {
  const names = header.map((name) => name.trim());
  const columns = new Map(names.map((name, index) => [name, index]));
  const used = columnsUsed(mapping);
  const missing = used.filter((column) => !columns.has(column));
  if (missing.length > 0) throw new ColumnsMissing(missing, delimiter);
  const repeated = used.filter((column) => names.indexOf(column) !== columns.get(column));
  if (repeated.length > 0) throw new ColumnsRepeated(repeated);
  return columns;
}

/**
 * Reads rows by a mapping. A row is wrong when any cell that the mapping uses is: also on rows that are no issue, since a wrong date
 * could be what hides one. What is remembered grows with the lines of issues alone.
 */
export function rowReader(
  mapping: Mapping,
  reading: CellReading,
  width: number,
  period: Period,
): (row: number, texts: readonly string[]) => ReadRow {
  const { issue: rules, setup } = mapping;
  const kinds = setup.programme.kinds.map(({ code }) => code);
  const details = ['', ...setup.programme.criticalDetails.map(({ code }) => code)];
  const otherDays = [rules.filedAt.date, rules.neededBy.date].filter(
    (column) => column !== rules.when.after && column !== rules.when.dateOf,
  );
  const before = new LinesBefore(rules);

  return (row, texts) => {
    const faults = new Map<string, RowFault>();
    // What a wrong cell would have given is never used: the row is given up as soon as all its cells are read.
    const take = <T>(read: () => T): T => {
      try {
        return read();
      } catch (error) {
        if (!(error instanceof CellWrong)) throw error;
        const { column, reason } = error;
        faults.set(`${column}\n${reason}`, { row, column, reason });
        return undefined as T;
      }
    };
    const isWrong = (): boolean => faults.size > 0;
    const wrong = (): ReadRow => ({ kind: 'wrong', faults: [...faults.values()] });

    if (texts.length !== width) {
      take(() => fail('', `has ${texts.length} cells where the header has ${width}`));
      return wrong();
    }
    const cells = new Cells(reading, texts);
    const oneOf = (rule: TextRule, known: readonly string[]) => take(() => listed(cells.say(rule), rule, known));
    const name = (rule: TextRule) => take(() => label(filledIn(cells.say(rule), rule), MAX_NAME));
    const code = (rule: TextRule) => take(() => coded(cells.say(rule), rule));

    const key = take(() => cells.required(rules.rowKey));
    const due = take(() => cells.day(rules.when.after));
    const actual = take(() => (cells.text(rules.when.dateOf) === '' ? null : cells.day(rules.when.dateOf)));
    for (const column of otherDays) take(() => cells.day(column));
    if (actual !== null && rules.resolvedAt.date !== rules.when.dateOf) take(() => cells.day(rules.resolvedAt.date));
    const facts = {
      row,
      delivery: take(() => rules.sameDelivery.columns.map((column) => cells.required(column)).join(' / ')),
      kind: oneOf(rules.kind, kinds),
      order: take(() => filledIn(cells.say(rules.order), rules.order)),
      site: { name: name(rules.site.name), siteClass: code(rules.site.siteClass), region: name(rules.site.region) },
      partner: partnerOf(name(rules.partner.name), code(rules.partner.partnerClass), rules),
      units: take(() => cells.count(rules.units.column)),
      valueAtRisk: take(() => cells.money(rules.valueAtRisk)),
      delayCostPerDay: take(() => cells.money(rules.delayCostPerDay)),
      criticalDetail: oneOf(rules.criticalDetail, details) || null,
      visibility: rules.visibility.value,
    };
    const action = oneOf(rules.ask.action, ACTION_KINDS) as ActionKind;
    const spend = take(() => cells.money(rules.ask.spend));
    const [title, recommendation, alternative] = [rules.title, rules.ask.recommendation, rules.ask.alternative].map((template, n) =>
      take(() => label(filledFrom(template, cells), n === 0 ? MAX_TITLE : MAX_SENTENCE)),
    ) as [string, string, string];
    if (isWrong()) return wrong();
    if (actual !== null && (period.from === null || isoDay(actual) <= isoDay(due))) return { kind: 'fine' };

    const filedAt = take(() => cells.instant(rules.filedAt));
    const neededBy = take(() => cells.instant(rules.neededBy));
    const resolvedAt = take(() => (actual === null ? null : cells.instant(rules.resolvedAt)));
    if (isWrong()) return wrong();
    if (resolvedAt === null && filedAt > period.now) return { kind: 'fine' };
    const line = { ...facts, title, neededBy, ask: { action, spend, recommendation, alternative }, filedAt, resolvedAt };
    take(() => checkInstants(line, rules, period));
    if (!isWrong()) take(() => before.check(key, line));
    if (isWrong()) return wrong();
    before.add(key, line);
    return { kind: 'issue', line };
  };
}

/** A history can tell only what can have happened, and in the order in which it can. */
function checkInstants({ filedAt, neededBy, resolvedAt }: IssueLine, rules: IssueRules, { from, now }: Period): void {
  if (from !== null && filedAt < from) fail(rules.filedAt.date, `leads to a filing at ${filedAt}, before the history begins at ${from}`);
  if (resolvedAt !== null && resolvedAt > now) fail(rules.resolvedAt.date, 'lies in the future');
  if (resolvedAt !== null && resolvedAt <= filedAt)
    fail(rules.resolvedAt.date, `leads to an end at ${resolvedAt}, not after the filing at ${filedAt}`);
  if (neededBy > fromMillis(toMillis(filedAt) + TWENTY_YEARS_MS)) fail(rules.neededBy.date, 'leads to a need more than 20 years later');
}

/** What the lines before said that a line must not say again, or say otherwise. */
class LinesBefore {
  readonly #rules: IssueRules;
  readonly #rowOfKey = new Map<string, number>();
  readonly #sites = new Map<string, IssueLine>();
  readonly #partners = new Map<string, IssueLine>();

  constructor(rules: IssueRules) {
    this.#rules = rules;
  }

  check(key: string, { site, partner }: IssueLine): void {
    const { rowKey, site: siteRules, partner: partnerRules } = this.#rules;
    const row = this.#rowOfKey.get(key);
    if (row !== undefined) fail(rowKey, `${shown(key)} stands in row ${row} already`);
    const sameSite = this.#sites.get(site.name);
    if (sameSite !== undefined && (sameSite.site.siteClass !== site.siteClass || sameSite.site.region !== site.region))
      fail(columnOf(siteRules.name), `${shown(site.name)} has another class or region in row ${sameSite.row}`);
    const samePartner = this.#partners.get(partner.name);
    if (samePartner !== undefined && samePartner.partner.partnerClass !== partner.partnerClass)
      fail(columnOf(partnerRules.name), `${shown(partner.name)} has another class in row ${samePartner.row}`);
  }

  add(key: string, line: IssueLine): void {
    this.#rowOfKey.set(key, line.row);
    if (!this.#sites.has(line.site.name)) this.#sites.set(line.site.name, line);
    if (!this.#partners.has(line.partner.name)) this.#partners.set(line.partner.name, line);
  }
}

function partnerOf(name: string, partnerClass: string, { partner }: IssueRules): IssueLine['partner'] {
  return { name, partnerClass, key: partner.key.includes(name) };
}

function filledFrom(template: string, cells: Cells): string {
  return cells.filled(template) || fail(columnsIn(template)[0] ?? '', 'is empty');
}

function filledIn(text: string, rule: TextRule): string {
  return text || fail(columnOf(rule), 'is empty');
}

function coded(text: string, rule: TextRule): string {
  return isCode(filledIn(text, rule))
    ? text
    : fail(columnOf(rule), `${shown(text)} is not of letters, digits, - and _: the mapping must look it up`);
}

function listed(text: string, rule: TextRule, known: readonly string[]): string {
  return known.includes(text)
    ? text
    : fail(columnOf(rule), `${shown(text)} is not one of ${known.filter((word) => word !== '').join(', ')}`);
}

/** The column to which a fault of a rule belongs. */
function columnOf(rule: TextRule): string {
  if ('column' in rule) return rule.column;
  if ('byColumn' in rule) return rule.byColumn;
  return 'text' in rule ? (columnsIn(rule.text)[0] ?? '') : '';
}

function fail(column: string, reason: string): never {
  throw new CellWrong(column, reason);
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
