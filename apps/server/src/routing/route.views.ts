import {
  CEILING_CODES,
  FACTOR_CODES,
  FLOOR_CODES,
  INPUT_CODES,
  PHASES,
  type CeilingTerm,
  type Clocks,
  type FactorTerm,
  type Flip,
  type FloorTerm,
  type FullRoute,
  type IfNobodyDecides,
  type ThresholdTerm,
} from '#domain';
import type { Outlook } from '#domain/routing/outlook';
import {
  also,
  at,
  byName,
  either,
  exactly,
  flag,
  list,
  named,
  object,
  oneOf,
  orNull,
  text,
  whole,
  type Fields,
  type Schema,
} from '../http/schema.js';
import { eventRef, hash, programme } from '../http/view-parts.js';

const person = text('lee');
const level = whole(2);
const minor = whole(2_400_000);

const fact = either<number | string, boolean>(either(whole(2_400_000), text('spend')), flag());
const facts = byName<string, number | string | boolean | null>(orNull(fact), 'ownMinor');

const clocks = named<Clocks>('Clocks', { acknowledgeBy: at, warnAt: at, decideBy: at });
export const ifNobodyDecides = named<IfNobodyDecides>('IfNobodyDecides', {
  step: oneOf(['substitute', 'level', 'standing_order', 'stays']),
  at,
  to: orNull(person),
  level,
  playbook: orNull(text('late-carrier'), { shown: false }),
});

const floor = named<FloorTerm>('FloorTerm', { code: oneOf(FLOOR_CODES), level, facts, source: orNull(eventRef) });
const ceiling = named<CeilingTerm>('CeilingTerm', { code: oneOf(CEILING_CODES), level: whole(1), facts, source: orNull(eventRef) });
const factor = named<FactorTerm>('FactorTerm', {
  code: oneOf(FACTOR_CODES),
  value: orNull(whole(140)),
  unit: oneOf(['percent', 'stakes', 'successes', 'visibility', 'times']),
  bar: orNull(whole(150)),
  compare: oneOf(['at_most', 'at_least']),
  points: whole(75),
  weight: whole(18),
  score: whole(1350),
  facts,
  source: orNull(eventRef),
});
const threshold = named<ThresholdTerm>('ThresholdTerm', {
  level,
  entry: whole(5000),
  phaseShift: whole(-500),
  loadPercent: whole(40),
  loadPrice: whole(0),
  effective: whole(4500),
  hold: whole(4000),
});
const flip = named<Flip>('Flip', {
  fact: text('visibility'),
  direction: oneOf(['up', 'down']),
  flip: orNull(object<NonNullable<Flip['flip']>>({ value: whole(3), level })),
});

/** What a route says, and an outlook too. */
const outlookFields: Fields<Outlook> = {
  level,
  score: whole(5200),
  scoreLevel: level,
  concordance: flag(true),
  held: orNull(object<NonNullable<FullRoute['held']>>({ level, because: oneOf(['score', 'dwell']) }), { shown: false }),
  floors: list(floor),
  ceilings: list(ceiling, { shown: false }),
  factors: list(factor),
  thresholds: list(threshold),
  missing: list(oneOf(INPUT_CODES), { shown: false }),
  derived: list(oneOf(INPUT_CODES), { shown: false }),
  assumed: list(oneOf(['REMEDY', 'CALENDAR'])),
  question: orNull(oneOf(INPUT_CODES), { shown: false }),
  provisional: flag(),
  policy: hash,
  route: oneOf(['delegated', 'escalated']),
  holder: person,
  owner: text('dana'),
  noAuthority: flag(),
  emptyLevels: list(level, { shown: false }),
  phase: oneOf(PHASES),
  flips: list(flip),
};

/** Where an issue would go. */
export const outlook = named<Outlook>('Outlook', outlookFields);

/** The route as it is recorded. */
export const fullRoute: Schema<FullRoute> = named<FullRoute>(
  'Route',
  also<Outlook, Omit<FullRoute, keyof Outlook>>(outlookFields, {
    changed: exactly(true),
    issue: text('0199d1f0-3c5a-5e1b-9c9f-0d0c6a2f7b11'),
    programme,
    evaluator: exactly('v1'),
    trigger: eventRef,
    at,
    contacts: list(object<FullRoute['contacts'][number]>({ code: exactly('PARITY'), person }), { shown: false }),
    told: list(person, { shown: false }),
    clocks: orNull(clocks),
    ifNobodyDecides: orNull(ifNobodyDecides),
    pool: object<FullRoute['pool']>({ delayCostPerDay: minor, assumed: flag(), expectedMinutes: whole(20) }),
    nextReviewAt: orNull(at),
    flipsVersion: exactly(1),
  }),
);
