import type { EventRef } from '../../event.js';
import { MAX_MINOR_UNITS, type Money } from '../../money.js';
import type { Policy } from '../policy-document.js';
import type { RouterState } from '../router-state.js';
import type { Case } from './case.js';
import type { OrderOfCases } from './places.js';
import { siteClassOf } from './places.js';
import type { ProgrammeOfCases } from './programmes.js';

/** An amount that was stated, or worked out from what the programme knows; null: neither. */
export interface Input {
  readonly minor: number | null;
  readonly derived: boolean;
  /** The event that stated it, or stated what it was worked out from. */
  readonly source: EventRef | null;
}

const UNKNOWN: Input = { minor: null, derived: false, source: null };

/** Units that are affected: as stated, else all of the order. */
export function unitsOf(state: RouterState, { programme, stated }: Case): number | null {
  return stated.units ?? orderOf(state, programme, stated.order)?.stated.units ?? null;
}

/** Value at risk: as stated, else units × the order's unit value, else units × the programme's. */
export function valueAtRiskOf(state: RouterState, of: Case, programme: ProgrammeOfCases, { currency }: Policy): Input {
  const { stated } = of;
  if (stated.valueAtRisk !== null) return { minor: stated.valueAtRisk, derived: false, source: inIssue(of, stated.statedIn.stakes) };
  const units = unitsOf(state, of);
  if (units === null) return UNKNOWN;
  const order = orderOf(state, of.programme, stated.order);
  const ofOrder = minorIn(currency, order?.stated.unitValue);
  if (order !== null && ofOrder !== null) return { minor: times(units, ofOrder), derived: true, source: inOrder(order) };
  const ofProgramme = minorIn(currency, programme.economics.unitValue);
  return ofProgramme === null ? UNKNOWN : { minor: times(units, ofProgramme), derived: true, source: inProgramme(programme) };
}

/** Cost of delay a day: as stated, else the order's, else units × the programme's cost per unit and day for the class of site. */
export function delayCostOf(state: RouterState, of: Case, programme: ProgrammeOfCases, { currency }: Policy): Input {
  const { stated } = of;
  if (stated.delayCostPerDay !== null) {
    return { minor: stated.delayCostPerDay, derived: false, source: inIssue(of, stated.statedIn.delayCost) };
  }
  const order = orderOf(state, of.programme, stated.order);
  const ofOrder = minorIn(currency, order?.stated.delayCostPerDay);
  if (order !== null && ofOrder !== null) return { minor: ofOrder, derived: true, source: inOrder(order) };
  const units = unitsOf(state, of);
  const siteClass = siteClassOf(state.places, of.programme, stated.site);
  const perUnit = programme.economics.delayCostPerUnitDay.find((entry) => entry.siteClass === siteClass);
  const ofUnit = minorIn(currency, perUnit?.cost);
  if (units === null || ofUnit === null) return UNKNOWN;
  return { minor: times(units, ofUnit), derived: true, source: inProgramme(programme) };
}

/** What the ask commits: spend, value written off, and the days of delay accepted at the delay cost a day. What is unknown counts nothing. */
export function committedByAsk({ stated }: Case, delayCostPerDay: number | null): number {
  const { ask } = stated;
  return ask === null ? 0 : Math.min(MAX_MINOR_UNITS, (ask.amount ?? 0) + times(ask.delayDays, delayCostPerDay ?? 0));
}

/** Where an event of the issue stands. */
export function inIssue({ id }: Case, revision: number): EventRef {
  return { stream: `issue-${id}`, revision };
}

function inOrder({ stream, revision }: OrderOfCases): EventRef {
  return { stream, revision };
}

function inProgramme({ id, economicsRevision }: ProgrammeOfCases): EventRef {
  return { stream: `programme-${id}`, revision: economicsRevision };
}

function orderOf({ places }: RouterState, programme: string, order: string | null): OrderOfCases | null {
  return order === null ? null : (places.orders.get(`${programme}.${order}`) ?? null);
}

/** An amount in another currency than the one that cases are routed in is not known here: no rate was recorded with it. */
function minorIn(currency: string, money: Money | null | undefined): number | null {
  return money?.currency === currency ? money.minor : null;
}

/** Counts and amounts are at most 10^9 and 10^13, so the product may leave the safe integers; it stops at the greatest amount. */
function times(count: number, minor: number): number {
  const product = count * minor;
  return product <= MAX_MINOR_UNITS ? product : MAX_MINOR_UNITS;
}
