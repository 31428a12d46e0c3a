import type { CalendarState } from '../calendar/calendar.js';
import type { Context } from '../decider.js';
import type { Instant } from '../instant.js';
import type { Money } from '../money.js';
import type { PersonState } from '../person/person.js';
import type { PolicyBookState } from '../policy/policy-book.js';
import type { CriticalDetail, Kind, Phase, ProgrammeDescription, UnitEconomics } from './programme.js';

/** `programme` is the id: stream `programme-<id>`. Amounts are in the routing currency. */
export type ProgrammeCommand = { readonly programme: string } & (
  | ({
      readonly type: 'StartProgramme';
      /** null: 60 days from now. */
      readonly launchEndsAt: Instant | null;
    } & Omit<ProgrammeDescription, 'launchEndsAt'>)
  | { readonly type: 'RenewLaunch'; readonly until: Instant; readonly reason: string }
  | { readonly type: 'ChangePhase'; readonly phase: Phase; readonly reason: string }
  | { readonly type: 'ChangeSponsor'; readonly sponsor: string }
  | { readonly type: 'AddKind'; readonly kind: Kind }
  | { readonly type: 'ChangeCriticalDetails'; readonly criticalDetails: readonly CriticalDetail[] }
  | { readonly type: 'ChangeEconomics'; readonly economics: UnitEconomics }
  | { readonly type: 'ChangeBudget'; readonly budget: Money; readonly totalUnits: number }
  | { readonly type: 'ChooseCalendar'; readonly calendar: string }
  | { readonly type: 'MarkDemo'; readonly seed: number }
  | {
      readonly type: 'StartImport';
      readonly importId: string;
      readonly fileSha256: string;
      readonly mappingHash: string;
      readonly history: boolean;
      readonly startedAt: Instant;
    }
  | {
      readonly type: 'EndImport';
      readonly importId: string;
      readonly rowsRead: number;
      readonly rowsRejected: number;
      readonly issuesFiled: number;
    }
);

export interface ProgrammeContext extends Context {
  /** The organisation's policy book. */
  readonly book: PolicyBookState;
  /** The person whom the command names as sponsor; the initial state where it names none. */
  readonly sponsor: PersonState;
  /** The calendar that the command names; the initial state where it names none. */
  readonly calendar: CalendarState;
}
