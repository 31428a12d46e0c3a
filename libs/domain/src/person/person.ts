import { unreachable } from '../decider.js';
import { BrokenHistory, IllegalTransition, NotFound } from '../errors.js';
import type { Instant } from '../instant.js';
import type { Personal } from '../personal.js';
import { isSame } from '../same-value.js';
import type { Grant, RoleGiven } from './rights.js';

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
  | { readonly type: 'RoleGiven'; readonly data: RoleGiven }
  | { readonly type: 'RoleTaken'; readonly data: RoleGiven }
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
        readonly roles: readonly RoleGiven[] | null;
        readonly until: Instant | null;
        readonly label: string;
      };
    }
  /** `from`: when it ends, if not at once. */
  | { readonly type: 'TokenRevoked'; readonly data: { readonly tokenId: string; readonly from?: Instant } }
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

/** Somebody who has left takes no part any more; an id is never used again. */
export class PersonHasLeft extends IllegalTransition {
  constructor(id: string) {
    super(`person ${id} has left`);
  }
}

/** The person, if registered and not gone; throws `NotFound` or `PersonHasLeft`. */
export function requireHere(state: PersonState, id: string): PresentPerson {
  if (state.status === 'none') throw new NotFound('person', id);
  if (state.status === 'left') throw new PersonHasLeft(id);
  return state;
}

export function evolvePerson(state: PersonState, event: PersonEvent): PersonState {
  if (event.type === 'PersonRegistered') return registered(event.data);
  if (state.status !== 'here') throw new BrokenHistory(event.type, state.status);
  if (event.type === 'PersonLeft') return { status: 'left' };
  return { ...state, ...changeOf(state, event) };
}

type Registered = Extract<PersonEvent, { type: 'PersonRegistered' }>;
type Changed = Exclude<PersonEvent, Registered | { type: 'PersonLeft' }>;

function registered({ level, reportsTo, attention, calendar }: Registered['data']): PresentPerson {
  const nothing = { roles: [], grants: [], revokedGrants: [], absences: [], conflicts: [], tokens: [] };
  return { status: 'here', level, reportsTo, attention, calendar, ...nothing };
}

function changeOf(state: PresentPerson, event: Changed): Partial<PresentPerson> {
  switch (event.type) {
    case 'PersonChanged':
      return event.data.calendar === undefined ? {} : { calendar: event.data.calendar };
    case 'LevelChanged':
      return { level: event.data.level };
    case 'ReportingLineChanged':
      return { reportsTo: event.data.reportsTo };
    case 'AttentionBudgetSet':
      return { attention: event.data };
    case 'RoleGiven':
      return { roles: [...state.roles, event.data] };
    case 'RoleTaken':
      return { roles: state.roles.filter((held) => !isSame(held, event.data)) };
    case 'GrantGiven':
      return { grants: [...state.grants, event.data] };
    case 'GrantRevoked': {
      const { grantId } = event.data;
      return { grants: state.grants.filter((grant) => grant.grantId !== grantId), revokedGrants: [...state.revokedGrants, grantId] };
    }
    case 'AbsencePlanned':
      return { absences: [...state.absences, { ...event.data, ended: false }] };
    case 'AbsenceEnded':
      return { absences: state.absences.map((one) => (one.absenceId === event.data.absenceId ? { ...one, ended: true } : one)) };
    case 'ConflictDeclared':
      return { conflicts: [...state.conflicts, conflictOf(event.data)] };
    case 'ConflictLifted':
      return { conflicts: state.conflicts.filter((one) => !isSame(one, conflictOf(event.data))) };
    case 'TokenIssued': {
      const { tokenId, secretHash, roles, until } = event.data;
      return { tokens: [...state.tokens, { tokenId, secretHash, roles, until, revoked: false }] };
    }
    case 'TokenRevoked':
      return { tokens: state.tokens.map((one) => (one.tokenId === event.data.tokenId ? ended(one, event.data.from) : one)) };
    default:
      return unreachable(event);
  }
}

function ended(token: AccessToken, from: Instant | undefined): AccessToken {
  if (from === undefined) return { ...token, revoked: true };
  return { ...token, until: token.until === null || from < token.until ? from : token.until };
}

function conflictOf({ partner, site }: { readonly partner?: string; readonly site?: string }): Conflict {
  return partner !== undefined ? { partner } : { site: site as string };
}
