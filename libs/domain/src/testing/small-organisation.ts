import { toMinute } from '../instant.js';
import type { IssueEvent, IssueFacts } from '../issue/issue.js';
import type { Amount, Money } from '../money.js';
import { plain } from '../personal.js';
import type { Grant, Role, Scope } from '../person/rights.js';
import { defaultPolicy, presetLimits } from '../routing/default-policy.js';
import type { Policy } from '../routing/policy-document.js';
import type { RoutedLog } from './routed-log.js';

export const usd = (minor: number): Money => ({ minor, currency: 'USD' });
/** Dollars that need no rate. */
export const dollars = (major: number): Amount => ({ stated: usd(major * 100), routed: usd(major * 100) });

/** What a manager may commit is 25,000 dollars, a senior leader 250,000. */
export const POLICY: Policy = defaultPolicy({ currency: 'USD', limits: presetLimits('large', 'USD'), name: 'Default' });
export const POLICY_HASH = 'a'.repeat(64);

/** Long past, so that it is live in every test. */
const LONG_AGO = '2020-01-01T00:00:00.000Z';

interface Member {
  readonly level: number | null;
  readonly reportsTo?: string;
  readonly role: Role;
  readonly scope?: Scope;
  /** Dollars; null: without limit; absent: no grant. */
  readonly mayCommit?: number | null;
  readonly minutesPerWeek?: number;
}

/** Eva and Ed lead all; Lea and Lou are senior leaders under Eva; Mia and Max work for Lea, Moe for Lou. Sue is the sponsor. */
export const MEMBERS: Readonly<Record<string, Member>> = {
  sue: { level: null, role: 'executive' },
  ed: { level: 3, role: 'executive', mayCommit: null },
  eva: { level: 3, role: 'executive', mayCommit: null },
  lea: { level: 2, reportsTo: 'eva', role: 'leader', mayCommit: 250_000 },
  lou: { level: 2, reportsTo: 'eva', role: 'leader', mayCommit: 250_000 },
  mia: { level: 1, reportsTo: 'lea', role: 'manager', mayCommit: 25_000 },
  max: { level: 1, reportsTo: 'lea', role: 'manager', mayCommit: 25_000 },
  moe: { level: 1, reportsTo: 'lou', role: 'manager', mayCommit: 25_000 },
};

/** Registers a person with a role and, if they may commit anything, a grant `<id>-all`. */
export function joins(world: RoutedLog, id: string, member: Member): void {
  const { level, reportsTo = null, role, scope = {}, mayCommit, minutesPerWeek = 240 } = member;
  const attention = { minutesPerWeek, interruptionsPer12Hours: 2, handsOnLimit: 3 };
  const identity = { name: plain(id), title: plain(role) };
  world.record('person-', id, { type: 'PersonRegistered', data: { ...identity, level, reportsTo, attention, calendar: null } });
  world.record('person-', id, { type: 'RoleGiven', data: { role, scope } });
  if (mayCommit !== undefined) grants(world, id, { amount: mayCommit === null ? null : usd(mayCommit * 100) });
}

/** Gives a grant over every action and pattern, without limit, for ever, unless said otherwise. */
export function grants(world: RoutedLog, id: string, changes: Partial<Grant> = {}): void {
  const all = { grantId: `${id}-all`, action: null, amount: null, pattern: {}, from: LONG_AGO, until: null };
  world.record('person-', id, { type: 'GrantGiven', data: { ...all, mayRedelegate: false, givenBy: 'root', ...changes } });
}

/** The organisation, its policy, its people, and the programme `dev` with a school and a carrier. */
export function founds(world: RoutedLog, policy: Policy = POLICY): RoutedLog {
  const levels = policy.levels.map(({ code }) => code);
  world.log.by('system:operator');
  world.record('policybook-', 'organisation', {
    type: 'OrganisationSetUp',
    data: { name: 'Schools', routingCurrency: policy.currency, levels },
  });
  activates(world, policy, POLICY_HASH);
  for (const [id, member] of Object.entries(MEMBERS)) joins(world, id, member);
  startsProgramme(world, 'dev');
  return world;
}

/** Proposes a policy and puts it in force, for the organisation unless a programme is named. */
export function activates(world: RoutedLog, policy: Policy, hash: string, scope = 'organisation'): void {
  world.record('policy-', hash, { type: 'PolicyProposed', data: { hash, policy, by: 'root', builtIn: true, note: null } });
  world.record('policybook-', scope, {
    type: 'PolicyActivated',
    data: { hash, scope, effectiveFrom: world.log.now, approvedIn: null },
  });
}

/** A programme of 400,000 devices and 200 million dollars, in its first 60 days, with a school and a carrier that is a key partner. */
export function startsProgramme(world: RoutedLog, id: string): void {
  world.record('programme-', id, {
    type: 'ProgrammeStarted',
    data: {
      code: id.toUpperCase(),
      name: 'Devices',
      purpose: 'A device for every pupil',
      unitNoun: 'device',
      siteNoun: 'school',
      budget: usd(20_000_000_000),
      totalUnits: 400_000,
      kinds: [{ code: 'late', label: 'Late', icon: 'clock', disposition: 'in_transit' }],
      criticalDetails: [{ code: 'configured', label: 'Configured before delivery' }],
      economics: { unitValue: null, delayCostPerUnitDay: [] },
      sponsor: 'sue',
      calendar: 'office',
      launchEndsAt: '2026-03-06T09:00:00.000Z',
    },
  });
  publishesYear(world, 'office', 2026);
  const place = { programme: id, code: 'school-1' };
  world.record('site-', `${id}.school-1`, {
    type: 'SiteRegistered',
    data: { ...place, name: 'School', siteClass: 'primary', region: 'north' },
  });
  const partner = { programme: id, code: 'acme', name: 'Acme', partnerClass: 'carrier', key: true };
  world.record('partner-', `${id}.acme`, { type: 'PartnerRegistered', data: partner });
}

/** Monday to Friday, 8 to 17 UTC, as a published calendar. */
function publishesYear(world: RoutedLog, calendar: string, year: number): void {
  const [from, until] = [`${year}-01-01T00:00:00.000Z`, `${year + 1}-01-01T00:00:00.000Z`];
  const intervals: [number, number][] = [];
  for (let day = toMinute(from); day < toMinute(until); day += 1440) {
    // The epoch was a Thursday.
    if ((day / 1440 + 3) % 7 < 5) intervals.push([day + 480, day + 1020]);
  }
  const rule = 'Mon-Fri 8-17';
  world.record('calendar-', calendar, { type: 'CalendarPublished', data: { name: calendar, zone: 'UTC', rule, from, until, intervals } });
}

/** An issue that nothing makes urgent: 40 days of slack, little cost, nobody watching. Score 1,500, for being new. */
export const CALM: IssueFacts = {
  kind: 'late',
  site: 'school-1',
  partner: 'acme',
  order: null,
  serials: [],
  units: 10,
  valueAtRisk: dollars(100),
  delayCostPerDay: dollars(10),
  neededBy: '2026-02-27T17:00:00.000Z',
  workaroundUntil: null,
  visibility: 0,
  irreversible: false,
  exposure: 'none',
  criticalDetail: null,
  ask: null,
};

/** The same with all that makes it a leader's: it is dear, seen by all, and much is at stake. Score 6,150: L2. */
export const GRAVE: IssueFacts = { ...CALM, valueAtRisk: dollars(1_000_000), delayCostPerDay: dollars(20_000), visibility: 3 };

/** A request for money that costs nothing but money. */
export function asks(major: number | null, changes: Partial<NonNullable<IssueFacts['ask']>> = {}): NonNullable<IssueFacts['ask']> {
  const spend = major === null ? null : dollars(major);
  return { action: 'spend', spend, writeOff: null, delayAcceptedDays: 0, recommendation: plain('pay'), alternative: null, ...changes };
}

/** Somebody files an issue in `dev`, calm unless said otherwise. */
export function files(world: RoutedLog, by: string, issue: string, facts: Partial<IssueFacts> = {}, programme = 'dev'): void {
  const words = { title: plain('late'), description: null, externalReference: null, lines: 1 };
  world.log.by(by);
  world.record('issue-', issue, { type: 'IssueFiled', data: { ...CALM, ...facts, programme, region: 'north', ...words } });
}

/** Somebody does something to an issue. */
export function does(world: RoutedLog, by: string, issue: string, event: IssueEvent): void {
  world.log.by(by);
  world.record('issue-', issue, event);
}
