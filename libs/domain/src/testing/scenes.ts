import { fold } from '../decider.js';
import type { Instant } from '../instant.js';
import { plain } from '../personal.js';
import { personDecider } from '../person/person.decider.js';
import type { PersonEvent, PersonState } from '../person/person.js';
import { policyBookDecider } from '../policy/policy-book.decider.js';
import type { PolicyBookEvent } from '../policy/policy-book.js';
import { programmeDecider } from '../programme/programme.decider.js';
import type { ProgrammeEvent } from '../programme/programme.js';

/** The minute in which the specs of the deciders play. */
export const NOW: Instant = '2026-03-02T09:00:00.000Z';
export const HOUR_AGO: Instant = '2026-03-02T08:00:00.000Z';
export const TOMORROW: Instant = '2026-03-03T09:00:00.000Z';
export const NEXT_WEEK: Instant = '2026-03-09T09:00:00.000Z';
export const NEXT_MONTH: Instant = '2026-04-01T09:00:00.000Z';

export const usd = (minor: number) => ({ minor, currency: 'USD' });

export const setUp: PolicyBookEvent = {
  type: 'OrganisationSetUp',
  data: { name: 'Tablets for schools', routingCurrency: 'USD', levels: ['L1', 'L2', 'L3'] },
};
export const emptyBook = policyBookDecider.initial;
export const book = fold(policyBookDecider, [setUp]);

export const started: ProgrammeEvent = {
  type: 'ProgrammeStarted',
  data: {
    code: 'tablets',
    name: 'Tablets',
    purpose: 'A tablet for every pupil',
    unitNoun: 'tablet',
    siteNoun: 'school',
    budget: usd(20_000_000_00),
    totalUnits: 400_000,
    kinds: [{ code: 'late', label: 'Late', icon: 'clock', disposition: null }],
    criticalDetails: [{ code: 'configured', label: 'Configured before delivery' }],
    economics: { unitValue: usd(500_00), delayCostPerUnitDay: [{ siteClass: 'school', cost: usd(1_00) }] },
    sponsor: 'sam',
    calendar: 'weekdays',
    launchEndsAt: NEXT_MONTH,
  },
};
export const noProgramme = programmeDecider.initial;
export const programme = fold(programmeDecider, [started]);

export function registered(level: number | null, reportsTo: string | null = null): PersonEvent {
  const attention = { minutesPerWeek: 240, interruptionsPer12Hours: 2, handsOnLimit: 3 };
  return {
    type: 'PersonRegistered',
    data: { name: plain('Ann Lee'), title: plain('Manager'), level, reportsTo, attention, calendar: null },
  };
}
export const left: PersonEvent = { type: 'PersonLeft', data: { reason: plain('retired') } };
export const nobody = personDecider.initial;
export const someone = (level: number | null): PersonState => fold(personDecider, [registered(level)]);
export const gone: PersonState = fold(personDecider, [registered(1), left]);
