import { toMinute, type Minute } from '../../instant.js';
import type { Money } from '../../money.js';
import type { Phase, ProgrammeEvent, UnitEconomics } from '../../programme/programme.js';

/** What routing knows of a programme. Amounts are as stated; whether they are in the routing currency is asked where they are used. */
export interface ProgrammeOfCases {
  readonly id: string;
  budget: Money;
  units: number;
  economics: UnitEconomics;
  /** Revision of the event in the programme's stream that stated the economics. */
  economicsRevision: number;
  sponsor: string;
  calendar: string;
  launchEndsAt: Minute;
  phase: Phase;
}

export function foldProgramme(programmes: Map<string, ProgrammeOfCases>, id: string, event: ProgrammeEvent, revision: number): void {
  if (event.type === 'ProgrammeStarted') {
    const { budget, totalUnits, economics, sponsor, calendar, launchEndsAt } = event.data;
    const launch = { launchEndsAt: toMinute(launchEndsAt), phase: 'launch' as const };
    programmes.set(id, { id, budget, units: totalUnits, economics, economicsRevision: revision, sponsor, calendar, ...launch });
    return;
  }
  const programme = programmes.get(id);
  if (programme !== undefined) change(programme, event, revision);
}

function change(programme: ProgrammeOfCases, event: Exclude<ProgrammeEvent, { type: 'ProgrammeStarted' }>, revision: number): void {
  switch (event.type) {
    case 'LaunchRenewed':
      programme.launchEndsAt = toMinute(event.data.until);
      return;
    case 'PhaseChanged':
      programme.phase = event.data.phase;
      return;
    case 'SponsorChanged':
      programme.sponsor = event.data.sponsor;
      return;
    case 'EconomicsChanged':
      programme.economics = event.data;
      programme.economicsRevision = revision;
      return;
    case 'BudgetChanged':
      programme.budget = event.data.budget;
      programme.units = event.data.totalUnits;
      return;
    case 'CalendarChosen':
      programme.calendar = event.data.calendar;
      return;
    case 'KindAdded':
    case 'CriticalDetailsChanged':
    case 'DemoMarked':
    case 'ImportStarted':
    case 'ImportEnded':
      return;
  }
}

/** Launch ends by time, unless it is renewed or was ended by hand. */
export function phaseAt({ phase, launchEndsAt }: ProgrammeOfCases, now: Minute): Phase {
  return phase === 'launch' && now >= launchEndsAt ? 'scaling' : phase;
}
