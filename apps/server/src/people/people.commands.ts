import type { Conflict, PersonCommand } from '#domain';
import { ACTING, type Access } from '../http/access.js';
import { commandRows } from '../http/command-routes.js';
import {
  ChangeLevelDto,
  ChangePersonDto,
  ChangeReportingLineDto,
  DeclareConflictDto,
  EndAbsenceDto,
  GiveGrantDto,
  LiftConflictDto,
  PlanAbsenceDto,
  RecordLeavingDto,
  RegisterPersonDto,
  RevokeGrantDto,
  RevokeTokenDto,
  RoleDto,
  SetAttentionBudgetDto,
} from './people.dto.js';

const by: Access = ['administrator'];
const attention = { minutesPerWeek: 240, interruptionsPer12Hours: 2, handsOnLimit: 3 };

/** What people do to a person. `IssueToken` and `RotateToken` have routes of their own, which make the secret. */
export const personCommands = commandRows<PersonCommand, 'person', 'IssueToken' | 'RotateToken'>()({
  RegisterPerson: {
    at: '',
    body: RegisterPersonDto,
    by,
    creates: (id) => `people/${id}`,
    does: 'Register a person',
    example: { person: 'dana', name: 'Dana Okafor', title: 'Regional manager, South', level: 1, reportsTo: 'lee', attention },
  },
  ChangePerson: {
    at: ':person/change',
    body: ChangePersonDto,
    by: ACTING,
    does: 'Change who somebody is',
    example: { title: 'Regional manager, East' },
  },
  ChangeLevel: { at: ':person/change-level', body: ChangeLevelDto, by, does: 'Put somebody on another level', example: { level: 2 } },
  ChangeReportingLine: {
    at: ':person/change-reporting-line',
    body: ChangeReportingLineDto,
    by,
    does: 'Change to whom somebody reports',
    example: { reportsTo: 'kim' },
  },
  SetAttentionBudget: {
    at: ':person/set-attention-budget',
    body: SetAttentionBudgetDto,
    by: ACTING,
    does: 'Set how much attention somebody has',
    example: { attention: { ...attention, minutesPerWeek: 180 } },
  },
  GiveRole: {
    at: ':person/give-role',
    body: RoleDto,
    by,
    does: 'Give a role',
    example: { role: 'manager', scope: { programme: 'tablets', region: 'South' } },
  },
  TakeRole: {
    at: ':person/take-role',
    body: RoleDto,
    by,
    does: 'Take a role',
    example: { role: 'manager', scope: { programme: 'tablets', region: 'South' } },
  },
  GiveGrant: {
    at: ':person/give-grant',
    body: GiveGrantDto,
    by: ACTING,
    does: 'Give authority',
    says: 'An administrator gives what they like; whoever else gives passes on part of what they hold.',
    example: {
      grant: { grantId: 'spend-25k', action: 'spend', amount: { minor: 2_500_000, currency: 'USD' }, from: '2026-11-01T00:00:00.000Z' },
    },
    command: ({ grant }, { ids }) => ({ grant: { ...grant, grantId: grant.grantId ?? ids.derived('grant') } }),
  },
  RevokeGrant: {
    at: ':person/revoke-grant',
    body: RevokeGrantDto,
    by: ACTING,
    does: 'Take authority back',
    example: { grantId: 'spend-25k', reason: 'The roll-out is done.' },
  },
  PlanAbsence: {
    at: ':person/plan-absence',
    body: PlanAbsenceDto,
    by: ACTING,
    does: 'Plan an absence',
    example: { absenceId: 'winter', from: '2026-12-21T00:00:00.000Z', until: '2027-01-04T00:00:00.000Z', substitute: 'kim' },
    command: (said, { ids }) => ({ ...said, absenceId: said.absenceId ?? ids.derived('absence') }),
  },
  EndAbsence: { at: ':person/end-absence', body: EndAbsenceDto, by: ACTING, does: 'End an absence', example: { absenceId: 'winter' } },
  DeclareConflict: {
    at: ':person/declare-conflict',
    body: DeclareConflictDto,
    by: ACTING,
    does: 'Declare a conflict of interest',
    example: { with: { partner: 'northline' }, reason: 'My brother works there.' },
    command: (said) => ({ ...said, with: said.with as Conflict }),
  },
  LiftConflict: {
    at: ':person/lift-conflict',
    body: LiftConflictDto,
    by,
    does: 'Lift a conflict of interest',
    example: { with: { partner: 'northline' } },
    command: (said) => ({ with: said.with as Conflict }),
  },
  RevokeToken: {
    at: ':person/revoke-token',
    body: RevokeTokenDto,
    by: ACTING,
    does: 'Revoke a token',
    example: { tokenId: '0199d1f0-3c5a-7e1b-9c9f-0d0c6a2f7b11' },
  },
  RecordLeaving: {
    at: ':person/record-leaving',
    body: RecordLeavingDto,
    by,
    does: 'Record that somebody has left',
    example: { reason: 'Retired.' },
  },
});
