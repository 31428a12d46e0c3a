import { ACTION_KINDS, FACTOR_CODES, type FactorCode, type Policy } from '#domain';
import type { ActivationRow, OrganisationRow, PolicyRow } from '#read-models';
import {
  also,
  at,
  eventIndex,
  exactly,
  flag,
  list,
  named,
  numbers,
  object,
  oneOf,
  orNull,
  someByName,
  text,
  whole,
  type Fields,
  type Schema,
} from '../http/schema.js';
import { action, eventRef, hash, listing, money, personLabel, revision } from '../http/view-parts.js';

const step = named<Policy['steps']['TIME'][number]>('PolicyStep', { bar: whole(100), points: whole(100) });
const clock = object<Policy['clocks']['decide']>({ divisor: whole(3), least: whole(60), most: whole(960) });

function eachFactor<T>(schema: Schema<T>): Fields<Readonly<Record<FactorCode, T>>> {
  return Object.fromEntries(FACTOR_CODES.map((factor) => [factor, schema])) as Fields<Readonly<Record<FactorCode, T>>>;
}

const policy = named<Policy>('Policy', {
  format: exactly('gravitas-policy/1'),
  evaluator: exactly('v1'),
  name: text('Built in'),
  currency: text('USD'),
  levels: list(object<Policy['levels'][number]>({ code: text('L1'), name: text('Manager') })),
  limits: list(money),
  actionLevels: someByName<(typeof ACTION_KINDS)[number], number>(whole(3), 'waiver'),
  safetyLevel: whole(2),
  critical: object<Policy['critical']>({ level: whole(2), stakes: whole(2), successesInARow: whole(10) }),
  commitmentWindowDays: whole(30),
  weights: object<Policy['weights']>(eachFactor(whole(18))),
  steps: object<Policy['steps']>(eachFactor(list(step))),
  stakes: object<Policy['stakes']>({
    limitMultiples: numbers<readonly [number, number, number]>([1, 10, 30]),
    programmePercent: numbers<readonly [number, number, number, number]>([1, 2, 3, 5]),
  }),
  noveltyWindowDays: whole(180),
  successSettlesAfterDays: whole(14),
  concordancePoints: whole(75),
  entry: list(whole(5000)),
  hold: list(whole(4000)),
  dwellMinutes: whole(480),
  loadPrice: object<Policy['loadPrice']>({ fromPercent: whole(70), most: whole(2000) }),
  phaseShift: whole(500),
  remedy: object<Policy['remedy']>({
    defaults: list(object<Policy['remedy']['defaults'][number]>({ kind: text('late'), minutes: whole(960) })),
    otherwise: whole(960),
    enough: whole(5),
  }),
  assumedDelayCostPercent: object<Policy['assumedDelayCostPercent']>({
    defaults: list(object<Policy['assumedDelayCostPercent']['defaults'][number]>({ kind: text('late'), percent: whole(10) })),
    otherwise: whole(5),
  }),
  clocks: object<Policy['clocks']>({ acknowledge: clock, decide: clock, timeBoxMinutes: whole(4800), returnedMinutes: whole(960) }),
  attention: object<Policy['attention']>({
    expectedMinutes: list(object<Policy['attention']['expectedMinutes'][number]>({ action, minutes: whole(20) })),
    otherwise: whole(20),
    enough: whole(10),
    mostMinutesEach: whole(120),
  }),
  parity: object<Policy['parity']>({ contacts: whole(2), workingMinutes: whole(4800) }),
});

const policyFields = {
  hash,
  name: text('Built in'),
  revision,
  status: oneOf(['built_in', 'proposed', 'approved', 'rejected']),
  author: personLabel,
  proposedAt: at,
  note: orNull(text('The same limits.')),
  judgedBy: orNull(personLabel),
  judgedAt: orNull(at),
  judgement: orNull(text('Back-tested on last year.')),
  selfApproved: flag(),
  scopes: list(text('organisation')),
};

const policyRow = named<PolicyRow>('PolicyVersion', policyFields);
export const policies = listing('PolicyVersions', policyRow);
export const policyDetails = named<PolicyRow & { readonly policy: Policy }>(
  'PolicyVersionDetails',
  also<PolicyRow, { readonly policy: Policy }>(policyFields, { policy }),
);

export const activationRow = named<ActivationRow>('Activation', {
  scope: text('organisation'),
  hash,
  policyName: orNull(text('Built in')),
  effectiveFrom: at,
  activatedBy: personLabel,
  at,
  index: eventIndex,
  approvedIn: orNull(eventRef, { shown: false }),
  inForce: flag(true),
});
export const activations = listing('Activations', activationRow);

export const organisation = named<OrganisationRow>('Organisation', {
  name: text('Tablets for all'),
  routingCurrency: text('USD'),
  levels: list(text('L1')),
  soloMode: flag(),
  rates: list(
    object<OrganisationRow['rates'][number]>({ from: text('EUR'), to: text('USD'), numerator: whole(108), denominator: whole(100), at }),
  ),
  revision,
});
