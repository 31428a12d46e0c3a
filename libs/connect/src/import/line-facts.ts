import { ACTION_KINDS, type ActionKind } from '#domain';
import { columnsIn, shown, type Cells } from './cells.js';
import { isCode } from './code-of.js';
import { wrongCell } from './import-errors.js';
import type { IssueLine } from './issue-line.js';
import { label } from './label.js';
import type { Mapping, TextRule } from './mapping.js';
import type { RowFaults } from './row-faults.js';

const MAX_TITLE = 160;
const MAX_SENTENCE = 400;
const MAX_NAME = 2000;

/** The facts of a line, but for its instants. */
export type LineFacts = Omit<IssueLine, 'row' | 'filedAt' | 'neededBy' | 'resolvedAt'>;

/** Reads the facts of rows by the rules of a mapping. */
export function lineFactsBy({ issue: rules, setup }: Mapping): (cells: Cells, faults: RowFaults) => LineFacts {
  const kinds = setup.programme.kinds.map(({ code }) => code);
  const details = ['', ...setup.programme.criticalDetails.map(({ code }) => code)];
  return (cells, faults) => {
    const name = (rule: TextRule) => faults.take(() => label(filled(cells.say(rule), rule), MAX_NAME));
    const code = (rule: TextRule) => faults.take(() => coded(cells.say(rule), rule));
    const oneOf = (rule: TextRule, known: readonly string[]) => faults.take(() => listed(cells.say(rule), rule, known));
    const words = (template: string, most: number) => faults.take(() => label(putTogether(template, cells), most));
    const partner = { name: name(rules.partner.name), partnerClass: code(rules.partner.partnerClass) };
    return {
      delivery: faults.take(() => rules.sameDelivery.columns.map((column) => cells.required(column)).join(' / ')),
      title: words(rules.title, MAX_TITLE),
      kind: oneOf(rules.kind, kinds),
      order: faults.take(() => filled(cells.say(rules.order), rules.order)),
      site: { name: name(rules.site.name), siteClass: code(rules.site.siteClass), region: name(rules.site.region) },
      partner: { ...partner, key: rules.partner.key.includes(partner.name) },
      units: faults.take(() => cells.count(rules.units.column)),
      valueAtRisk: faults.take(() => cells.money(rules.valueAtRisk)),
      delayCostPerDay: faults.take(() => cells.money(rules.delayCostPerDay)),
      criticalDetail: oneOf(rules.criticalDetail, details) || null,
      visibility: rules.visibility.value,
      ask: {
        action: oneOf(rules.ask.action, ACTION_KINDS) as ActionKind,
        spend: faults.take(() => cells.money(rules.ask.spend)),
        recommendation: words(rules.ask.recommendation, MAX_SENTENCE),
        alternative: words(rules.ask.alternative, MAX_SENTENCE),
      },
    };
  };
}

/** The column to which a fault of a rule belongs. */
export function columnOf(rule: TextRule): string {
  if ('column' in rule) return rule.column;
  if ('byColumn' in rule) return rule.byColumn;
  return 'text' in rule ? (columnsIn(rule.text)[0] ?? '') : '';
}

function putTogether(template: string, cells: Cells): string {
  return cells.filled(template) || wrongCell(columnsIn(template)[0] ?? '', 'is empty');
}

function filled(text: string, rule: TextRule): string {
  return text || wrongCell(columnOf(rule), 'is empty');
}

function coded(text: string, rule: TextRule): string {
  if (isCode(filled(text, rule))) return text;
  return wrongCell(columnOf(rule), `${shown(text)} is not of letters, digits, - and _: the mapping must look it up`);
}

function listed(text: string, rule: TextRule, known: readonly string[]): string {
  if (known.includes(text)) return text;
  return wrongCell(columnOf(rule), `${shown(text)} is not one of ${known.filter((word) => word !== '').join(', ')}`);
}
