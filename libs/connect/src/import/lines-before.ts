import { shown } from './cells.js';
import { wrongCell } from './import-errors.js';
import type { IssueLine } from './issue-line.js';
import { columnOf } from './line-facts.js';
import type { IssueRules } from './mapping.js';

/** What the lines before said that a line must not say again, or say otherwise. Lines of issues alone: it must not grow with the file. */
export class LinesBefore {
  readonly #rules: IssueRules;
  readonly #rowOfKey = new Map<string, number>();
  readonly #sites = new Map<string, IssueLine>();
  readonly #partners = new Map<string, IssueLine>();

  constructor(rules: IssueRules) {
    this.#rules = rules;
  }

  /** @throws CellWrong the key was there before, or site or partner are of another class */
  add(key: string, line: IssueLine): void {
    const { rowKey, site, partner } = this.#rules;
    const row = this.#rowOfKey.get(key);
    if (row !== undefined) wrongCell(rowKey, `${shown(key)} stands in row ${row} already`);
    const { name, siteClass, region } = line.site;
    const sameSite = this.#sites.get(name);
    if (sameSite !== undefined && (sameSite.site.siteClass !== siteClass || sameSite.site.region !== region))
      wrongCell(columnOf(site.name), `${shown(name)} has another class or region in row ${sameSite.row}`);
    const samePartner = this.#partners.get(line.partner.name);
    if (samePartner !== undefined && samePartner.partner.partnerClass !== line.partner.partnerClass)
      wrongCell(columnOf(partner.name), `${shown(line.partner.name)} has another class in row ${samePartner.row}`);
    this.#rowOfKey.set(key, line.row);
    if (sameSite === undefined) this.#sites.set(name, line);
    if (samePartner === undefined) this.#partners.set(line.partner.name, line);
  }
}
