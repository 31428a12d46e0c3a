import type { ProgrammeCommand } from '#domain';
import { ACTING, type Access } from '../http/access.js';
import { commandRows } from '../http/command-routes.js';
import {
  AddKindDto,
  ChangeBudgetDto,
  ChangeCriticalDetailsDto,
  ChangeEconomicsDto,
  ChangePhaseDto,
  ChangeSponsorDto,
  ChooseCalendarDto,
  RenewLaunchDto,
  StartProgrammeDto,
} from './programmes.dto.js';

const by: Access = ['administrator'];
const usd = (minor: number) => ({ minor, currency: 'USD' });
const economics = { unitValue: usd(38_300), delayCostPerUnitDay: [{ siteClass: 'large', cost: usd(150) }] };

/** What people do to a programme. Imports and the mark of a demo are the machine's own. */
export const programmeCommands = commandRows<ProgrammeCommand, 'programme', 'MarkDemo' | 'StartImport' | 'EndImport'>()({
  StartProgramme: {
    at: '',
    body: StartProgrammeDto,
    by,
    creates: (id) => `programmes/${id}`,
    does: 'Start a programme',
    example: {
      programme: 'phones',
      code: 'PHONES',
      name: 'A phone for every nurse',
      purpose: 'Every nurse can be reached on the ward.',
      unitNoun: 'phone',
      siteNoun: 'hospital',
      budget: usd(90_000_000),
      totalUnits: 4000,
      kinds: [{ code: 'late', label: 'Late', icon: 'clock' }],
      criticalDetails: [{ code: 'configured', label: 'Configured before delivery' }],
      economics,
      sponsor: 'kim',
      calendar: 'weekdays',
    },
  },
  RenewLaunch: {
    at: ':programme/renew-launch',
    body: RenewLaunchDto,
    by: ACTING,
    does: 'Prolong the launch phase',
    example: { until: '2027-02-01T00:00:00.000Z', reason: 'Half of the sites wait for their first delivery.' },
  },
  ChangePhase: {
    at: ':programme/change-phase',
    body: ChangePhaseDto,
    by: ACTING,
    does: 'Go on to another phase',
    example: { phase: 'scaling', reason: 'Ten sites in a row went well.' },
  },
  ChangeSponsor: { at: ':programme/change-sponsor', body: ChangeSponsorDto, by, does: 'Change the sponsor', example: { sponsor: 'lee' } },
  AddKind: {
    at: ':programme/add-kind',
    body: AddKindDto,
    by,
    does: 'Add a kind of issue',
    example: { kind: { code: 'expired', label: 'Expired', icon: 'calendar-x' } },
  },
  ChangeCriticalDetails: {
    at: ':programme/change-critical-details',
    body: ChangeCriticalDetailsDto,
    by,
    does: 'Change what must go right',
    example: {
      criticalDetails: [
        { code: 'configured', label: 'Configured before delivery' },
        { code: 'counted', label: 'The right number' },
      ],
    },
  },
  ChangeEconomics: {
    at: ':programme/change-economics',
    body: ChangeEconomicsDto,
    by,
    does: 'Change what a unit is worth, and what a day of delay costs',
    example: { economics: { ...economics, unitValue: usd(39_900) } },
  },
  ChangeBudget: {
    at: ':programme/change-budget',
    body: ChangeBudgetDto,
    by,
    does: 'Change budget and number of units',
    example: { budget: usd(21_000_000_000), totalUnits: 410_000 },
  },
  ChooseCalendar: {
    at: ':programme/choose-calendar',
    body: ChooseCalendarDto,
    by,
    does: 'Work by another calendar',
    example: { calendar: 'every-day' },
  },
});
