import type { AttentionBudget, Grant, Instant, Role, RoleGiven } from '#domain';
import type { AttentionMeter } from './executive-queue.js';
import type { Moment, PersonLabel } from './reading.js';

export interface PersonRow extends PersonLabel {
  /** Of the person's stream, for If-Match. */
  readonly revision: number;
  readonly email: string | null;
  readonly status: 'here' | 'left';
  readonly level: number | null;
  readonly reportsTo: PersonLabel | null;
  readonly calendar: string | null;
  readonly budget: AttentionBudget;
  readonly roles: readonly RoleGiven[];
  /** The absence that covers the moment. */
  readonly away: AbsenceRow | null;
  readonly attention: AttentionMeter;
}

export interface AbsenceRow {
  readonly absenceId: string;
  readonly from: Instant;
  readonly until: Instant;
  readonly substitute: PersonLabel | null;
}

export interface GrantRow extends Grant {
  readonly person: string;
  /** Of the entry that gave it. */
  readonly index: number;
  /** Within its time at the moment asked for; those that were revoked, or fell with the one they were passed on from, are not listed. */
  readonly live: boolean;
}

/** Never a secret, nor its hash. */
export interface TokenRow {
  readonly tokenId: string;
  readonly label: string;
  readonly roles: readonly RoleGiven[] | null;
  readonly issuedAt: Instant;
  readonly until: Instant | null;
  readonly revoked: boolean;
}

export interface ConflictRow {
  readonly partner: string | null;
  readonly site: string | null;
  readonly reason: string | null;
}

export interface PersonDetails extends PersonRow {
  readonly grants: readonly GrantRow[];
  /** Planned, running, and past ones that were not called off. */
  readonly absences: readonly AbsenceRow[];
  readonly conflicts: readonly ConflictRow[];
  readonly tokens: readonly TokenRow[];
  readonly reports: readonly PersonLabel[];
}

export interface People {
  /** By level from the top, then by id; those who left come last. */
  list(request: {
    readonly moment: Moment;
    readonly level?: number;
    readonly role?: Role;
    readonly programme?: string;
  }): Promise<readonly PersonRow[]>;
  person(request: { readonly id: string; readonly moment: Moment }): Promise<PersonDetails | null>;
  /** All grants that stood at the moment, by person. */
  grants(request: { readonly moment: Moment }): Promise<readonly GrantRow[]>;
  /** Everybody below the person's line, at any depth. */
  below(request: { readonly id: string; readonly moment: Moment }): Promise<readonly string[]>;
  labels(ids: readonly string[]): Promise<ReadonlyMap<string, PersonLabel>>;
}
