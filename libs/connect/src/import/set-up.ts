import { defaultPolicy, fromMillis, parseMoney, presetLimits, toMillis, type AttentionBudget, type Instant, type Money } from '#domain';
import { canonicalJson, sha256Hex } from '#ledger';
import { localInstant, resolveWorkingHours } from '../calendar-rule.js';
import type { MappedPerson, Setup } from './mapping.js';
import { byPerson, bySystem, type Step } from './step.js';

/** The calendar of the programme: one for all, published a year at a time. */
export const CALENDAR = 'default';

/**
 * The commands that make the organisation, its people, programme, policy and agreements, at the instants that the mapping names.
 * @param opening the first of them: everything without a date of its own stands from here on
 */
export function setUpSteps(setup: Setup, opening: Instant): readonly Step[] {
  const at = (day: string): Instant => {
    const instant = localInstant(day, '00:00', setup.zone);
    return instant < opening ? opening : instant;
  };
  const money = (text: string): Money => parseMoney(text, setup.currency, 'amount');
  const policy = defaultPolicy({ currency: setup.currency, limits: presetLimits(setup.preset, setup.currency), name: 'Default' });
  const hash = sha256Hex(canonicalJson(policy));
  const now = bySystem(opening);
  return [
    now('policyBook', {
      type: 'SetUpOrganisation',
      name: setup.organisation,
      routingCurrency: setup.currency,
      levels: policy.levels.map(({ code }) => code),
    }),
    ...years(setup).map(({ from, until }) =>
      now('calendar', { type: 'PublishCalendar', calendar: CALENDAR, ...publication(setup, from, until) }),
    ),
    ...superiorsFirst(setup.people).flatMap((person) => peopleSteps(person, opening, at, money)),
    now('programme', programmeCommand(setup, opening, money)),
    now('policy', { type: 'ProposePolicy', hash, policy, builtIn: true, note: null }),
    now('policyBook', { type: 'ActivatePolicy', scope: 'organisation', hash }),
    ...setup.playbooks.flatMap(({ id, pattern, levers, model, handOver, standingOrder }) => [
      byPerson(opening, setup.programme.sponsor)('playbook', {
        type: 'OpenPlaybook',
        playbook: id,
        programme: setup.programme.id,
        pattern,
        levers,
        model,
      }),
      ...(standingOrder === null
        ? []
        : [
            byPerson(at(standingOrder.at), standingOrder.by)('playbook', {
              type: 'AgreeStandingOrder',
              playbook: id,
              option: standingOrder.option,
              maxAmount: standingOrder.maxAmount === null ? null : money(standingOrder.maxAmount),
              text: standingOrder.text,
              until: null,
            }),
          ]),
      ...(handOver === null
        ? []
        : [
            byPerson(at(handOver.at), handOver.by)('playbook', {
              type: 'GiveHandOver',
              playbook: id,
              to: handOver.to,
              amountLimit: money(handOver.amountLimit),
              valueLimit: money(handOver.valueLimit),
              until: null,
            }),
          ]),
    ]),
    ...setup.phases.map(({ at: day, phase }) =>
      byPerson(at(day), setup.programme.sponsor)('programme', {
        type: 'ChangePhase',
        programme: setup.programme.id,
        phase,
        reason: setup.reasons['phases'] ?? 'as mapped',
      }),
    ),
  ];
}

function programmeCommand({ programme }: Setup, opening: Instant, money: (text: string) => Money) {
  const { id, launchDays, budget, sponsor, ...rest } = programme;
  return {
    type: 'StartProgramme' as const,
    programme: id,
    ...rest,
    budget: money(budget),
    economics: { unitValue: null, delayCostPerUnitDay: [] },
    sponsor,
    calendar: CALENDAR,
    launchEndsAt: fromMillis(toMillis(opening) + launchDays * 86_400_000),
  };
}

function peopleSteps(person: MappedPerson, opening: Instant, at: (day: string) => Instant, money: (text: string) => Money): Step[] {
  const { id, name, title, level, reportsTo, roles, grants, absences } = person;
  const attention: AttentionBudget = person.attention;
  const now = bySystem(opening);
  return [
    now('person', { type: 'RegisterPerson', person: id, name, title, level, reportsTo, attention, calendar: null }),
    ...roles.map((given) => now('person', { type: 'GiveRole', person: id, ...given })),
    ...grants.map(({ amount, ...grant }, index) =>
      now('person', {
        type: 'GiveGrant',
        person: id,
        grant: { grantId: `${id}-${index + 1}`, ...grant, amount: amount === null ? null : money(amount), from: opening, until: null },
      }),
    ),
    ...absences.map(({ from, until, substitute }, index) =>
      now('person', {
        type: 'PlanAbsence',
        person: id,
        absenceId: `${id}-away-${index + 1}`,
        from: at(from),
        until: at(until),
        substitute,
      }),
    ),
  ];
}

/** A superior and a substitute must be there before they are named; substitutes are colleagues, so absences come with their person's turn. */
function superiorsFirst(people: readonly MappedPerson[]): readonly MappedPerson[] {
  const placed = new Map<string, MappedPerson>();
  const place = (person: MappedPerson, below: readonly string[]): void => {
    if (placed.has(person.id) || below.includes(person.id)) return;
    for (const other of [person.reportsTo, ...person.absences.map(({ substitute }) => substitute)]) {
      const found = people.find(({ id }) => id === other);
      if (found !== undefined) place(found, [...below, person.id]);
    }
    placed.set(person.id, person);
  };
  for (const person of people) place(person, []);
  return [...placed.values()];
}

function publication({ hours, zone }: Setup, from: Instant, until: Instant) {
  const intervals = resolveWorkingHours({ zone, ...hours }, from, until);
  return { name: 'Working hours', zone, rule: `days ${hours.days.join(',')} ${hours.start}-${hours.end}`, from, until, intervals };
}

/** One publication a year keeps each event well under its limit. */
function years({ from, until, zone }: Setup): readonly { from: Instant; until: Instant }[] {
  const bounds = [from];
  for (let year = Number(from.slice(0, 4)) + 1; `${year}-01-01` < until; year++) bounds.push(`${year}-01-01`);
  bounds.push(until);
  const instants = bounds.map((day) => localInstant(day, '00:00', zone));
  return instants.slice(0, -1).map((start, index) => ({ from: start, until: instants[index + 1] as Instant }));
}
