import { unreachable } from '../decider.js';
import { BrokenHistory, NotFound } from '../errors.js';
import type { Instant } from '../instant.js';
import type { Money } from '../money.js';
import type { Personal } from '../personal.js';

export const PHASES = ['launch', 'scaling', 'steady'] as const;
export type Phase = (typeof PHASES)[number];

/** A kind of delivery issue: the programme's data. `disposition` is the GS1 CBV value for export. */
export interface Kind {
  readonly code: string;
  readonly label: string;
  readonly icon: string;
  readonly disposition: string | null;
}

/** Something that must go right or the programme fails ("configured before delivery"). */
export interface CriticalDetail {
  readonly code: string;
  readonly label: string;
}

/** What one unit is worth, and what a day of delay costs for each unit by class of site; null: not known, then it is a missing input. */
export interface UnitEconomics {
  readonly unitValue: Money | null;
  readonly delayCostPerUnitDay: readonly { readonly siteClass: string; readonly cost: Money }[];
}

/** What a programme is, as it starts. Amounts are in the routing currency. */
export interface ProgrammeDescription {
  readonly code: string;
  readonly name: string;
  readonly purpose: string;
  readonly unitNoun: string;
  readonly siteNoun: string;
  readonly budget: Money;
  readonly totalUnits: number;
  readonly kinds: readonly Kind[];
  readonly criticalDetails: readonly CriticalDetail[];
  readonly economics: UnitEconomics;
  readonly sponsor: string;
  readonly calendar: string;
  /** The launch phase ends here unless the sponsor renews it. */
  readonly launchEndsAt: Instant;
}

/** Stream `programme-<id>`. */
export type ProgrammeEvent =
  | { readonly type: 'ProgrammeStarted'; readonly data: ProgrammeDescription }
  | { readonly type: 'LaunchRenewed'; readonly data: { readonly until: Instant; readonly reason: Personal } }
  /** The first way out of launch is time; this is the way by hand (earlier, or from scaling to steady). */
  | { readonly type: 'PhaseChanged'; readonly data: { readonly phase: Phase; readonly reason: Personal } }
  | { readonly type: 'SponsorChanged'; readonly data: { readonly sponsor: string } }
  | { readonly type: 'KindAdded'; readonly data: Kind }
  | { readonly type: 'CriticalDetailsChanged'; readonly data: { readonly criticalDetails: readonly CriticalDetail[] } }
  | { readonly type: 'EconomicsChanged'; readonly data: UnitEconomics }
  | { readonly type: 'BudgetChanged'; readonly data: { readonly budget: Money; readonly totalUnits: number } }
  | { readonly type: 'CalendarChosen'; readonly data: { readonly calendar: string } }
  | { readonly type: 'DemoMarked'; readonly data: { readonly seed: number } }
  /** Opens an import; every event that it made carries its `origin`. */
  | {
      readonly type: 'ImportStarted';
      readonly data: {
        readonly importId: string;
        readonly fileSha256: string;
        readonly mappingHash: string;
        readonly history: boolean;
        readonly startedAt: Instant;
      };
    }
  | {
      readonly type: 'ImportEnded';
      readonly data: { readonly importId: string; readonly rowsRead: number; readonly rowsRejected: number; readonly issuesFiled: number };
    };

export type ProgrammeState = { readonly status: 'none' } | RunningProgramme;

export interface RunningProgramme extends Omit<ProgrammeDescription, 'name' | 'purpose' | 'unitNoun' | 'siteNoun'> {
  readonly status: 'running';
  /** As last set by hand; `phaseAt` also counts the end of launch by time. */
  readonly phase: Phase;
  readonly demo: boolean;
  /** Nothing has happened since the start: only now it can become a demo. */
  readonly fresh: boolean;
  readonly imports: readonly { readonly importId: string; readonly ended: boolean }[];
}

/** The most units that a programme, an order or an issue can name. */
export const MAX_UNITS = 1_000_000_000;

/** The programme, if it was started; throws `NotFound`. */
export function requireRunning(state: ProgrammeState, id: string): RunningProgramme {
  if (state.status === 'none') throw new NotFound('programme', id);
  return state;
}

/** The phase at an instant: launch also ends by time. */
export function phaseAt(programme: RunningProgramme, instant: Instant): Phase {
  return programme.phase === 'launch' && instant >= programme.launchEndsAt ? 'scaling' : programme.phase;
}

export function evolveProgramme(state: ProgrammeState, event: ProgrammeEvent): ProgrammeState {
  if (event.type === 'ProgrammeStarted') return started(event.data);
  if (state.status === 'none') throw new BrokenHistory(event.type, state.status);
  return { ...state, ...changeOf(state, event), fresh: false };
}

type Started = Extract<ProgrammeEvent, { type: 'ProgrammeStarted' }>;

function started(data: Started['data']): RunningProgramme {
  const { code, budget, totalUnits, kinds, criticalDetails, economics, sponsor, calendar, launchEndsAt } = data;
  const facts = { code, budget, totalUnits, kinds, criticalDetails, economics, sponsor, calendar, launchEndsAt };
  return { status: 'running', ...facts, phase: 'launch', demo: false, fresh: true, imports: [] };
}

function changeOf(state: RunningProgramme, event: Exclude<ProgrammeEvent, Started>): Partial<RunningProgramme> {
  switch (event.type) {
    case 'LaunchRenewed':
      return { launchEndsAt: event.data.until };
    case 'PhaseChanged':
      return { phase: event.data.phase };
    case 'SponsorChanged':
      return { sponsor: event.data.sponsor };
    case 'KindAdded':
      return { kinds: [...state.kinds, event.data] };
    case 'CriticalDetailsChanged':
      return { criticalDetails: event.data.criticalDetails };
    case 'EconomicsChanged':
      return { economics: event.data };
    case 'BudgetChanged':
      return { budget: event.data.budget, totalUnits: event.data.totalUnits };
    case 'CalendarChosen':
      return { calendar: event.data.calendar };
    case 'DemoMarked':
      return { demo: true };
    case 'ImportStarted':
      return { imports: [...state.imports, { importId: event.data.importId, ended: false }] };
    case 'ImportEnded':
      return { imports: state.imports.map((one) => (one.importId === event.data.importId ? { ...one, ended: true } : one)) };
    default:
      return unreachable(event);
  }
}
