import type { Context } from '../decider.js';
import type { PolicyBookState } from '../policy/policy-book.js';
import type { PlanAbsence } from './absences.js';
import type { GrantAsked } from './grants.js';
import type { Identity } from './person-facts.js';
import type { AttentionBudget, Conflict, PersonState } from './person.js';
import type { RoleGiven } from './rights.js';
import type { IssueToken, RotateToken } from './tokens.js';

/** `person` is the id: stream `person-<id>`. */
export type PersonCommand = { readonly person: string } & (
  | ({
      readonly type: 'RegisterPerson';
      /** 1 = middle manager … top; null: stands in no level. */
      readonly level: number | null;
      readonly reportsTo: string | null;
      readonly attention: AttentionBudget;
      readonly calendar: string | null;
    } & Identity)
  | ({ readonly type: 'ChangePerson'; readonly calendar?: string | null } & Partial<Identity>)
  | { readonly type: 'ChangeLevel'; readonly level: number | null }
  | { readonly type: 'ChangeReportingLine'; readonly reportsTo: string | null }
  | { readonly type: 'SetAttentionBudget'; readonly attention: AttentionBudget }
  | ({ readonly type: 'GiveRole' } & RoleGiven)
  | ({ readonly type: 'TakeRole' } & RoleGiven)
  /** The amount is in the routing currency. */
  | { readonly type: 'GiveGrant'; readonly grant: GrantAsked }
  | { readonly type: 'RevokeGrant'; readonly grantId: string; readonly reason: string }
  | PlanAbsence
  | { readonly type: 'EndAbsence'; readonly absenceId: string }
  | { readonly type: 'DeclareConflict'; readonly with: Conflict; readonly reason: string }
  | { readonly type: 'LiftConflict'; readonly with: Conflict }
  | IssueToken
  | RotateToken
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
