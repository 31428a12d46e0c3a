import type { NounName } from '#application';
import { fold, orderDecider, partnerDecider, siteDecider, type EventShape } from '#domain';
import { isSame } from '#domain/same-value';
import type { BulkKind, Values } from './bulk-kind.js';
import { flag, money, orNone, text, whole } from './codecs.js';

interface Kind extends Pick<BulkKind, 'plural' | 'columns' | 'needed' | 'defaults'> {
  readonly noun: NounName & ('site' | 'partner' | 'order');
  readonly rules: { readonly initial: object; evolve(state: never, event: never): object };
  /** How the two commands that carry the whole thing are called. */
  readonly registers: string;
  readonly changes: string;
}

/** What a programme keeps by code: one command carries the whole of it. */
function masterData({ rules, registers, changes, ...kind }: Kind): BulkKind {
  const names = Object.keys(kind.columns);
  return {
    ...kind,
    key: 'code',
    prefix: `${kind.noun}-`,
    idOf: (code, { programme }) => `${programme}.${code}`,
    valuesOf: async (events) => {
      const state: Values = fold<EventShape, object>(rules, events) as Values;
      return events.length === 0 ? null : Object.fromEntries(names.map((name) => [name, state[name]]));
    },
    commands: (code, { programme }, wanted, before) => {
      if (before !== null && isSame(wanted, before)) return [];
      return [{ type: before === null ? registers : changes, programme, code, ...wanted }];
    },
  };
}

export const sites = masterData({
  plural: 'sites',
  noun: 'site',
  rules: siteDecider,
  registers: 'RegisterSite',
  changes: 'ChangeSite',
  columns: { name: text, siteClass: text, region: orNone(text) },
  needed: ['name', 'siteClass'],
  defaults: { region: null },
});

export const partners = masterData({
  plural: 'partners',
  noun: 'partner',
  rules: partnerDecider,
  registers: 'RegisterPartner',
  changes: 'ChangePartner',
  columns: { name: text, partnerClass: text, key: flag },
  needed: ['name', 'partnerClass'],
  defaults: { key: false },
});

export const orders = masterData({
  plural: 'orders',
  noun: 'order',
  rules: orderDecider,
  registers: 'RegisterOrder',
  changes: 'ChangeOrder',
  columns: {
    partner: orNone(text),
    site: orNone(text),
    units: orNone(whole),
    unitValue: orNone(money),
    delayCostPerDay: orNone(money),
  },
  needed: [],
  defaults: { partner: null, site: null, units: null, unitValue: null, delayCostPerDay: null },
});
