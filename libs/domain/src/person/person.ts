import type { Instant } from '../instant.js';
import type { Personal } from '../personal.js';
import type { Grant, Role, RoleGiven, Scope } from './rights.js';

/** Minutes of attention a week, pushes in any 12 hours, and cases in hand at once. */
export interface AttentionBudget {
  readonly minutesPerWeek: number;
  readonly interruptionsPer12Hours: number;
  readonly handsOnLimit: number;
}

/** Stream `person-<id>`. */
export type PersonEvent =
  | {
      readonly type: 'PersonRegistered';
      readonly data: {
        readonly name: Personal;
        readonly title: Personal;
        readonly email?: Personal;
        /** 1 = middle manager … top; null: stands in no level. */
        readonly level: number | null;
        readonly reportsTo: string | null;
        readonly attention: AttentionBudget;
        /** The calendar that this person works by; null: the programme's. */
        readonly calendar: string | null;
      };
    }
  | {
      readonly type: 'PersonChanged';
      readonly data: { readonly name?: Personal; readonly title?: Personal; readonly email?: Personal; readonly calendar?: string | null };
    }
  | { readonly type: 'LevelChanged'; readonly data: { readonly level: number | null } }
  | { readonly type: 'ReportingLineChanged'; readonly data: { readonly reportsTo: string | null } }
  | { readonly type: 'AttentionBudgetSet'; readonly data: AttentionBudget }
  | { readonly type: 'RoleGiven'; readonly data: { readonly role: Role; readonly scope: Scope } }
  | { readonly type: 'RoleTaken'; readonly data: { readonly role: Role; readonly scope: Scope } }
  | { readonly type: 'GrantGiven'; readonly data: Grant }
  | { readonly type: 'GrantRevoked'; readonly data: { readonly grantId: string; readonly reason: Personal } }
  | {
      readonly type: 'AbsencePlanned';
      readonly data: { readonly absenceId: string; readonly from: Instant; readonly until: Instant; readonly substitute: string | null };
    }
  | { readonly type: 'AbsenceEnded'; readonly data: { readonly absenceId: string } }
  | { readonly type: 'ConflictDeclared'; readonly data: { readonly partner?: string; readonly site?: string; readonly reason: Personal } }
  | { readonly type: 'ConflictLifted'; readonly data: { readonly partner?: string; readonly site?: string } }
  /** Access for a program or a demo card. Only the SHA-256 of the secret is kept. `roles` null: all that the person has. */
  | {
      readonly type: 'TokenIssued';
      readonly data: {
        readonly tokenId: string;
        readonly secretHash: string;
        readonly roles: readonly { role: Role; scope: Scope }[] | null;
        readonly until: Instant | null;
        readonly label: string;
      };
    }
  | { readonly type: 'TokenRevoked'; readonly data: { readonly tokenId: string } }
  | { readonly type: 'PersonLeft'; readonly data: { readonly reason: Personal } };

export interface Absence {
  readonly absenceId: string;
  readonly from: Instant;
  readonly until: Instant;
  readonly substitute: string | null;
  /** Before its time, by hand. */
  readonly ended: boolean;
}

/** A partner or a site, by code, in every programme that uses the code. */
export type Conflict = { readonly partner: string } | { readonly site: string };

export interface AccessToken {
  readonly tokenId: string;
  /** SHA-256 of the secret, in hex. */
  readonly secretHash: string;
  /** null: all roles that the person has. */
  readonly roles: readonly RoleGiven[] | null;
  readonly until: Instant | null;
  readonly revoked: boolean;
}

/** Who has left holds nothing: no role, grant, absence or token. */
export type PersonState = { readonly status: 'none' } | { readonly status: 'left' } | PresentPerson;

export interface PresentPerson {
  readonly status: 'here';
  readonly level: number | null;
  readonly reportsTo: string | null;
  readonly attention: AttentionBudget;
  readonly calendar: string | null;
  readonly roles: readonly RoleGiven[];
  /** Not revoked; whether one is live is a question of time. */
  readonly grants: readonly Grant[];
  readonly revokedGrants: readonly string[];
  readonly absences: readonly Absence[];
  readonly conflicts: readonly Conflict[];
  readonly tokens: readonly AccessToken[];
}
