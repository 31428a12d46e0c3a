import type { Mapping } from '../mapping.js';

/** The columns of a made-up file of parcels, in its order. */
export const COLUMNS = ['Id', 'Order', 'Notice', 'Town', 'Maker', 'Way', 'Due', 'Came', 'Count', 'Value', 'Freight', 'What'] as const;
type Column = (typeof COLUMNS)[number];
export type Parcel = Readonly<Record<Column, string>>;

/** A parcel that came three days late: an issue. */
export const LATE: Parcel = {
  Id: '1', Order: 'O-1', Notice: 'N-1', Town: 'Lyon', Maker: 'Acme', Way: 'road', Due: '2010-03-01', Came: '2010-03-04',
  Count: '10', Value: '5000', Freight: '300', What: 'Lamps',
}; // prettier-ignore

export const parcel = (changes: Partial<Parcel> = {}): Parcel => ({ ...LATE, ...changes });

const REASON = 'Made up for a test.';
const column = (name: Column) => ({ column: name, reason: REASON });

const desk = (id: string, level: number, reportsTo: string | null, role: 'manager' | 'leader' | 'executive', amount: string | null) => ({
  id,
  name: id,
  title: role,
  level,
  reportsTo,
  attention: { minutesPerWeek: 240, interruptionsPer12Hours: 2, handsOnLimit: 3 },
  roles: [{ role, scope: {} }],
  grants: [{ action: null, pattern: {}, mayRedelegate: level > 1, amount }],
  absences: [],
});

/** A mapping for it: mia and max at L1, lea and leo at L2, eva at L3, in the year 2010. */
export const PARCELS: Mapping = {
  format: 'gravitas-mapping/1',
  name: 'Parcels',
  setup: {
    organisation: 'Parcels',
    currency: 'USD',
    zone: 'Europe/Paris',
    preset: 'small',
    from: '2010-01-04',
    until: '2011-01-01',
    hours: { days: [1, 2, 3, 4, 5], start: '09:00', end: '17:00' },
    programme: {
      id: 'parcels',
      code: 'PAR',
      name: 'Parcels',
      purpose: 'A lamp for everybody',
      unitNoun: 'lamps',
      siteNoun: 'town',
      budget: '1000000',
      totalUnits: 100_000,
      kinds: [{ code: 'late', label: 'Late', icon: 'clock', disposition: 'in_transit' }],
      criticalDetails: [{ code: 'whole', label: 'Arrives whole' }],
      sponsor: 'eva',
      launchDays: 30,
    },
    people: [
      desk('mia', 1, 'lea', 'manager', '500'),
      desk('max', 1, 'leo', 'manager', '500'),
      { ...desk('lea', 2, 'eva', 'leader', '5000'), absences: [{ from: '2010-03-08', until: '2010-03-15', substitute: 'leo' }] },
      desk('leo', 2, 'eva', 'leader', '5000'),
      { ...desk('eva', 3, null, 'executive', null), absences: [{ from: '2010-07-01', until: '2010-08-01', substitute: 'lea' }] },
    ],
    phases: [{ at: '2010-06-01', phase: 'steady' }],
    playbooks: [
      {
        id: 'late-by-road',
        pattern: { kind: 'late', partnerClass: 'road' },
        levers: [{ code: 'call', label: 'Call the driver' }],
        model: 'Call the driver, then the town.',
        handOver: { at: '2010-05-03', by: 'lea', to: 'mia', amountLimit: '400', valueLimit: '4000' },
        standingOrder: { at: '2010-02-01', by: 'eva', option: 'alternative', maxAmount: null, text: 'Wait for the next one.' },
      },
    ],
    reasons: { phases: 'Half of the lamps were out by June.' },
  },
  issue: {
    when: { dateOf: 'Came', after: 'Due', reason: REASON },
    sameDelivery: { columns: ['Notice', 'Due'], reason: REASON },
    rowKey: 'Id',
    title: 'Late for {Town}: {What}',
    kind: { value: 'late', reason: REASON },
    order: column('Order'),
    site: {
      name: column('Town'),
      siteClass: { byColumn: 'Town', table: { Ajaccio: 'island' }, otherwise: 'mainland', reason: REASON },
      region: { value: 'south', reason: REASON },
    },
    partner: {
      name: { text: '{Maker} ({Way})', reason: REASON },
      partnerClass: { byColumn: 'Way', table: { road: 'road', sea: 'sea' }, otherwise: null, reason: REASON },
      key: ['Acme (road)'],
    },
    units: column('Count'),
    valueAtRisk: { permille: 1000, of: 'Value', reason: REASON },
    delayCostPerDay: { permille: 20, of: 'Value', reason: REASON },
    neededBy: {
      date: 'Due',
      plusDays: { byColumn: 'Way', table: { sea: 10 }, otherwise: 5 },
      at: '17:00',
      reason: REASON,
    },
    criticalDetail: { byColumn: 'What', table: { Glass: 'whole' }, otherwise: '', reason: REASON },
    visibility: { value: 0, reason: REASON },
    ask: {
      action: { byColumn: 'Way', table: { sea: 'change_source' }, otherwise: 'spend', reason: REASON },
      spend: { permille: 1000, of: 'Freight', otherwise: { permille: 10, of: 'Value' }, reason: REASON },
      recommendation: 'Send another {What} to {Town}',
      alternative: 'Wait',
    },
    filedAt: { date: 'Due', plusDays: 1, at: '07:00', reason: REASON },
    resolvedAt: { date: 'Came', plusDays: 0, at: '15:00', reason: REASON },
  },
};
