import { ACTION_KINDS, EXPOSURES, ROLES, type Amount, type EventRef, type Money, type Pattern, type RoleGiven, type Scope } from '#domain';
import type { CodeLabel, Count, Page, PersonLabel } from '#read-models';
import { eventIndex, flag, list, maybe, named, object, oneOf, orNull, text, whole, type Schema } from './schema.js';

/** Schemas of what more than one view is made of. */

export const code = text('moss-ridge');
export const programme = text('tablets');
export const hash = text('9f2b6c1e0d3a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4');
export const revision: Schema<number> = whole(3);
export const action = oneOf(ACTION_KINDS);
export const exposure = oneOf(EXPOSURES);
const role = oneOf(ROLES);

export const personLabel = named<PersonLabel>('PersonLabel', {
  id: text('lee'),
  name: orNull(text('Ann Lee')),
  title: orNull(text('Senior leader, deliveries')),
});
export const codeLabel = named<CodeLabel>('CodeLabel', { code, name: orNull(text('Moss Ridge')) });
export const money = named<Money>('Money', { minor: whole(2_400_000), currency: text('USD') });
export const count = named<Count>('Count', { count: whole(7), atLeast: flag() });
export const eventRef = named<EventRef>('EventRef', { stream: text('issue-42'), revision: whole(0) });

export const amount = named<Amount>('Amount', {
  stated: money,
  routed: orNull(money),
  rate: maybe(object<NonNullable<Amount['rate']>>({ numerator: whole(108), denominator: whole(100), recordedIn: eventRef })),
});

export const pattern = named<Pattern>('Pattern', {
  kind: maybe(text('late')),
  partnerClass: maybe(text('carrier')),
  siteClass: maybe(text('large')),
});
const scope = named<Scope>('Scope', {
  programme: maybe(programme),
  region: maybe(text('South')),
  partner: maybe(text('northline')),
});
export const roleGiven = named<RoleGiven>('RoleGiven', { role, scope });

const cursor = orNull(text('WyJib2FyZCIsNTUxNV0'));

/** A page of items, in the order that the view says. */
export function pageOf<Item>(name: string, item: Schema<Item>): Schema<Page<Item>> {
  return named<Page<Item>>(name, { items: list(item), next: cursor, index: eventIndex });
}

/** Items that all fit one answer. */
export interface Listing<Item> {
  readonly items: readonly Item[];
}

export function listing<Item>(name: string, item: Schema<Item>): Schema<Listing<Item>> {
  return named<Listing<Item>>(name, { items: list(item) });
}
