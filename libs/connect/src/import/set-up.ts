import { Temporal } from 'temporal-polyfill';
import { defaultPolicy, fromMillis, parseMoney, presetLimits, toMillis, type Instant, type Money } from '#domain';
import { canonicalJson, sha256Hex } from '#ledger';
import { localInstant, resolveWorkingHours } from '../calendar-rule.js';
import type { MappedPerson, Setup } from './mapping.js';
import { deed, type ImportCommands, type NounName, type Step } from './step.js';

/** The calendar of the programme: one for all, published a year at a time. */
const CALENDAR = 'default';
/** How long the calendar is published ahead where a mapping's own period is over. */
const YEARS_AHEAD = 2;

/** When the set-up is made. What has a date after `now` is left out. */
export interface SetUpTime {
  /** In a history everything happens at its own time; else all of it happens at the opening. */
  readonly history: boolean;
  /** Everything without a date of its own stands from here on. */
  readonly opening: Instant;
  readonly now: Instant;
}

/** Makes a step of a part of the set-up. `by` is a person, for what only a person may do. */
type Make = <N extends NounName>(
  part: string,
  noun: N,
  command: ImportCommands[N],
  more?: { readonly at?: Instant; readonly by?: string },
) => Step;

/** The commands that make the organisation, its people, programme, policy and agreements, at the instants that the mapping names. */
export function setUpSteps(mapped: Setup, mappingHash: string, { history, opening, now }: SetUpTime): readonly Step[] {
  const setup = history ? mapped : untilToday(mapped, now);
  const make: Make = (part, noun, command, { at = opening, by = null as string | null } = {}) => {
    const place = `/setup/${part}`;
    const key = `set-up ${mappingHash} ${place} ${command.type}`;
    return { at, kind: 'set_up', row: 0, place, key, opens: null, by, ...deed(noun, command) };
  };
  const steps = [
    ...organisationSteps(setup, make),
    ...peopleSteps(setup, opening, make),
    make('programme', 'programme', programmeCommand(setup, opening)),
    ...policySteps(setup, make),
    ...playbookSteps(setup, opening, make),
    ...setup.phases.map(({ at, phase }, n) => {
      const change = {
        type: 'ChangePhase',
        programme: setup.programme.id,
        phase,
        reason: setup.reasons['phases'] ?? 'As mapped.',
      } as const;
      return make(`phases/${n}`, 'programme', change, { at: from(at, setup, opening), by: setup.programme.sponsor });
    }),
  ];
  return steps.filter(({ at }) => at <= now).map((step) => (history ? step : { ...step, at: opening }));
}

/** The instant at which a day of the mapping begins, and not before the opening. */
function from(day: string, { zone }: Setup, opening: Instant): Instant {
  const instant = localInstant(day, '00:00', zone);
  return instant < opening ? opening : instant;
}

function money(text: string, { currency }: Setup): Money {
  return parseMoney(text, currency, 'amount');
}

/** As it stands today: absences that are over are left out, and the calendar begins today and reaches some years ahead. */
function untilToday(setup: Setup, now: Instant): Setup {
  const today = Temporal.Instant.from(now).toZonedDateTimeISO(setup.zone).toPlainDate();
  const ahead = `${today.year + YEARS_AHEAD}-01-01`;
  const isAhead = (day: string): boolean => localInstant(day, '00:00', setup.zone) > now;
  return {
    ...setup,
    from: today.toString(),
    until: setup.until > ahead ? setup.until : ahead,
    people: setup.people.map((person) => ({ ...person, absences: person.absences.filter(({ until }) => isAhead(until)) })),
  };
}

function organisationSteps(setup: Setup, make: Make): readonly Step[] {
  const { organisation, currency, hours, zone } = setup;
  const levels = policyOf(setup).levels.map(({ code }) => code);
  const rule = `days ${hours.days.join(',')} ${hours.start}-${hours.end}`;
  return [
    make('organisation', 'policyBook', { type: 'SetUpOrganisation', name: organisation, routingCurrency: currency, levels }),
    ...yearsOf(setup).map(([start, end]) => {
      const intervals = resolveWorkingHours({ zone, ...hours }, start, end);
      const publication = { name: 'Working hours', zone, rule, from: start, until: end, intervals };
      const step = make('hours', 'calendar', { type: 'PublishCalendar', calendar: CALENDAR, ...publication });
      return { ...step, key: `${step.key} ${start}` };
    }),
  ];
}

function policyOf({ currency, preset }: Setup) {
  return defaultPolicy({ currency, limits: presetLimits(preset, currency), name: 'Default' });
}

function policySteps(setup: Setup, make: Make): readonly Step[] {
  const policy = policyOf(setup);
  const hash = sha256Hex(canonicalJson(policy));
  return [
    make('preset', 'policy', { type: 'ProposePolicy', hash, policy, builtIn: true, note: null }),
    make('preset', 'policyBook', { type: 'ActivatePolicy', scope: 'organisation', hash }),
  ];
}

function programmeCommand(setup: Setup, opening: Instant): ImportCommands['programme'] {
  const { id, launchDays, budget, ...rest } = setup.programme;
  return {
    type: 'StartProgramme',
    programme: id,
    ...rest,
    budget: money(budget, setup),
    economics: { unitValue: null, delayCostPerUnitDay: [] },
    calendar: CALENDAR,
    launchEndsAt: fromMillis(toMillis(opening) + launchDays * 86_400_000),
  };
}

function peopleSteps(setup: Setup, opening: Instant, make: Make): readonly Step[] {
  const people = setup.people.map((person, n) => ({ person, part: `people/${n}` }));
  return [
    ...superiorsFirst(people).map(({ person: { id, name, title, level, reportsTo, attention }, part }) =>
      make(part, 'person', { type: 'RegisterPerson', person: id, name, title, level, reportsTo, attention, calendar: null }),
    ),
    ...people.flatMap(({ person, part }) => rightsOf(person, part, setup, opening, make)),
    // Whoever stands in is registered by now.
    ...people.flatMap(({ person: { id, absences }, part }) =>
      absences.map(({ from: first, until, substitute }, n) => {
        const period = { from: from(first, setup, opening), until: from(until, setup, opening), substitute };
        return make(`${part}/absences/${n}`, 'person', { type: 'PlanAbsence', person: id, absenceId: `${id}-away-${n + 1}`, ...period });
      }),
    ),
  ];
}

function rightsOf({ id, roles, grants }: MappedPerson, part: string, setup: Setup, opening: Instant, make: Make): readonly Step[] {
  return [
    ...roles.map((given, n) => make(`${part}/roles/${n}`, 'person', { type: 'GiveRole', person: id, ...given })),
    ...grants.map(({ amount, ...given }, n) => {
      const covers = { amount: amount === null ? null : money(amount, setup), from: opening, until: null };
      return make(`${part}/grants/${n}`, 'person', {
        type: 'GiveGrant',
        person: id,
        grant: { grantId: `${id}-${n + 1}`, ...given, ...covers },
      });
    }),
  ];
}

/** A superior must be there before those who report to them; who reports to themselves, however far up, comes as they stand. */
function superiorsFirst<T extends { readonly person: MappedPerson }>(people: readonly T[]): readonly T[] {
  const placed = new Set<T>();
  const place = (one: T, below: readonly T[]): void => {
    if (below.includes(one)) return;
    const superior = people.find(({ person }) => person.id === one.person.reportsTo);
    if (superior !== undefined) place(superior, [...below, one]);
    placed.add(one);
  };
  for (const one of people) place(one, []);
  return [...placed];
}

function playbookSteps(setup: Setup, opening: Instant, make: Make): readonly Step[] {
  const { id: programme, sponsor } = setup.programme;
  return setup.playbooks.flatMap(({ id: playbook, pattern, levers, model, handOver, standingOrder }, n) => {
    const steps = [
      make(`playbooks/${n}`, 'playbook', { type: 'OpenPlaybook', playbook, programme, pattern, levers, model }, { by: sponsor }),
    ];
    if (standingOrder !== null) {
      const { at, by, option, maxAmount, text } = standingOrder;
      const terms = { option, maxAmount: maxAmount === null ? null : money(maxAmount, setup), text, until: null };
      const when = { at: from(at, setup, opening), by };
      steps.push(make(`playbooks/${n}/standingOrder`, 'playbook', { type: 'AgreeStandingOrder', playbook, ...terms }, when));
    }
    if (handOver !== null) {
      const { at, by, to, amountLimit, valueLimit } = handOver;
      const limits = { amountLimit: money(amountLimit, setup), valueLimit: money(valueLimit, setup), until: null };
      const when = { at: from(at, setup, opening), by };
      steps.push(make(`playbooks/${n}/handOver`, 'playbook', { type: 'GiveHandOver', playbook, to, ...limits }, when));
    }
    return steps;
  });
}

/** One publication a year keeps each event well under its limit. */
function yearsOf({ from: first, until, zone }: Setup): readonly (readonly [start: Instant, end: Instant])[] {
  const bounds = [first];
  for (let year = Number(first.slice(0, 4)) + 1; `${year}-01-01` < until; year++) bounds.push(`${year}-01-01`);
  const instants = [...bounds, until].map((day) => localInstant(day, '00:00', zone));
  return instants.slice(1).map((end, index) => [instants[index] as Instant, end]);
}
