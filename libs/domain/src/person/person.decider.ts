import type { Context } from '../decider.js';
import type { Instant } from '../instant.js';
import type { PolicyBookState } from '../policy/policy-book.js';
import type { AttentionBudget, Conflict, PersonState } from './person.js';
import type { Grant, RoleGiven } from './rights.js';

/** `person` is the id: stream `person-<id>`. */
export type PersonCommand = { readonly person: string } & (
  | {
      readonly type: 'RegisterPerson';
      readonly name: string;
      readonly title: string;
      readonly email?: string;
      /** 1 = middle manager … top; null: stands in no level. */
      readonly level: number | null;
      readonly reportsTo: string | null;
      readonly attention: AttentionBudget;
      readonly calendar: string | null;
    }
  | {
      readonly type: 'ChangePerson';
      readonly name?: string;
      readonly title?: string;
      readonly email?: string;
      readonly calendar?: string | null;
    }
  | { readonly type: 'ChangeLevel'; readonly level: number | null }
  | { readonly type: 'ChangeReportingLine'; readonly reportsTo: string | null }
  | { readonly type: 'SetAttentionBudget'; readonly attention: AttentionBudget }
  | ({ readonly type: 'GiveRole' } & RoleGiven)
  | ({ readonly type: 'TakeRole' } & RoleGiven)
  /** The giver is the actor. The amount is in the routing currency. */
  | { readonly type: 'GiveGrant'; readonly grant: Omit<Grant, 'givenBy'> }
  | { readonly type: 'RevokeGrant'; readonly grantId: string; readonly reason: string }
  | {
      readonly type: 'PlanAbsence';
      readonly absenceId: string;
      readonly from: Instant;
      readonly until: Instant;
      readonly substitute: string | null;
    }
  | { readonly type: 'EndAbsence'; readonly absenceId: string }
  | { readonly type: 'DeclareConflict'; readonly with: Conflict; readonly reason: string }
  | { readonly type: 'LiftConflict'; readonly with: Conflict }
  | {
      readonly type: 'IssueToken';
      readonly tokenId: string;
      /** SHA-256 of the secret in hex, computed by the caller; the secret itself never comes here. */
      readonly secretHash: string;
      /** null: all roles that the person has. */
      readonly roles: readonly RoleGiven[] | null;
      readonly until: Instant | null;
      readonly label: string;
    }
  | { readonly type: 'RevokeToken'; readonly tokenId: string }
  | { readonly type: 'RecordLeaving'; readonly reason: string }
);

export interface PersonContext extends Context {
  /** The organisation's policy book: a level is one of its levels, a grant is in its currency. */
  readonly book: PolicyBookState;
  /** The person whom `reportsTo` names; the initial state where it names none. */
  readonly superior: PersonState;
  /** Ids above that person, nearest first. */
  readonly superiors: readonly string[];
  /** The person whom `substitute` names; the initial state where it names none. */
  readonly substitute: PersonState;
}
