import type { CriticalDetail, Instant, Kind, Money, Phase, UnitEconomics } from '#domain';
import type { PersonLabel } from './reading.js';

export interface ProgrammeRow {
  readonly id: string;
  /** Of the programme's stream, for If-Match. */
  readonly revision: number;
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
  readonly sponsor: PersonLabel;
  readonly calendar: string;
  /** At the instant asked for: launch ends by time. */
  readonly phase: Phase;
  readonly launchEndsAt: Instant;
  /** The seed of a demonstration; null: a real programme. */
  readonly demoSeed: number | null;
  readonly imports: readonly ImportRow[];
}

export interface ImportRow {
  readonly importId: string;
  readonly fileSha256: string;
  readonly startedAt: Instant;
  readonly history: boolean;
  /** Null: it has not ended. */
  readonly result: { readonly rowsRead: number; readonly rowsRejected: number; readonly issuesFiled: number } | null;
}

export interface Programmes {
  /** By code. */
  list(now: Instant): Promise<readonly ProgrammeRow[]>;
  programme(id: string, now: Instant): Promise<ProgrammeRow | null>;
  byCode(code: string, now: Instant): Promise<ProgrammeRow | null>;
}
