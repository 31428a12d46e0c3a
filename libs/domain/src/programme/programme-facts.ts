import { checkCode, checkCount, checkInteger, checkLabel, checkUnique } from '../check-value.js';
import { checkRoutedMoney, type Money } from '../money.js';
import { MAX_UNITS, type CriticalDetail, type Kind, type UnitEconomics } from './programme.js';

/** The most kinds, critical details or classes of site that one programme can list. */
const MAX_ENTRIES = 40;
const MAX_PURPOSE = 400;

/** The words by which a programme goes. */
export function checkWords(words: { code: string; name: string; purpose: string; unitNoun: string; siteNoun: string }): void {
  checkCode(words.code, 'code');
  checkLabel(words.name, 'name');
  checkLabel(words.purpose, 'purpose', MAX_PURPOSE);
  checkLabel(words.unitNoun, 'unitNoun');
  checkLabel(words.siteNoun, 'siteNoun');
}

export function checkBudget(budget: Money, totalUnits: number, routingCurrency: string): void {
  checkRoutedMoney(budget, routingCurrency, 'budget');
  checkInteger(totalUnits, 'totalUnits', 1, MAX_UNITS);
}

export function checkKinds(kinds: readonly Kind[]): void {
  checkCount(kinds, 'kinds', 1, MAX_ENTRIES);
  for (const [i, { code, label, icon, disposition }] of kinds.entries()) {
    checkCode(code, `kinds[${i}].code`);
    checkLabel(label, `kinds[${i}].label`);
    checkLabel(icon, `kinds[${i}].icon`);
    if (disposition !== null) checkLabel(disposition, `kinds[${i}].disposition`);
  }
  checkUnique(kinds, 'kinds', 'code');
}

export function checkCriticalDetails(details: readonly CriticalDetail[]): void {
  checkCount(details, 'criticalDetails', 0, MAX_ENTRIES);
  for (const [i, { code, label }] of details.entries()) {
    checkCode(code, `criticalDetails[${i}].code`);
    checkLabel(label, `criticalDetails[${i}].label`);
  }
  checkUnique(details, 'criticalDetails', 'code');
}

export function checkEconomics({ unitValue, delayCostPerUnitDay }: UnitEconomics, routingCurrency: string): void {
  if (unitValue !== null) checkRoutedMoney(unitValue, routingCurrency, 'economics.unitValue');
  checkCount(delayCostPerUnitDay, 'economics.delayCostPerUnitDay', 0, MAX_ENTRIES);
  for (const [i, { siteClass, cost }] of delayCostPerUnitDay.entries()) {
    checkCode(siteClass, `economics.delayCostPerUnitDay[${i}].siteClass`);
    checkRoutedMoney(cost, routingCurrency, `economics.delayCostPerUnitDay[${i}].cost`);
  }
  checkUnique(delayCostPerUnitDay, 'economics.delayCostPerUnitDay', 'siteClass');
}
