import { ACTION_KINDS, ROLES, type ActionKind, type Role } from '#domain';
import { At, Code, Flag, Money, MoneyDto, OneOf, Part, Text, Whole } from '../http/fields.dto.js';

const LABEL = 80;
const EMAIL = 254;

/** kind × partner class × site class; what is left out matches everything. */
export class PatternDto {
  @Code({ optional: true }) readonly kind?: string;
  @Code({ optional: true }) readonly partnerClass?: string;
  @Code({ optional: true }) readonly siteClass?: string;
}

/** Where a role holds; what is left out means everywhere. */
export class ScopeDto {
  @Code({ optional: true }) readonly programme?: string;
  @Text({ optional: true }, LABEL) readonly region?: string;
  @Code({ optional: true }) readonly partner?: string;
}

export class AttentionDto {
  @Whole(0, 10_080) readonly minutesPerWeek: number;
  @Whole(0, 100) readonly interruptionsPer12Hours: number;
  @Whole(0, 100) readonly handsOnLimit: number;
}

export class RegisterPersonDto {
  @Code({ optional: true, says: 'The id; one is made if it is left out.' }) readonly person?: string;
  @Text({}, LABEL) readonly name: string;
  @Text({}, LABEL) readonly title: string;
  @Text({ optional: true }, EMAIL) readonly email?: string;
  @Whole(1, 5, { nullable: true, says: '1: middle manager … the top; null: stands in no level.' }) readonly level: number | null = null;
  @Code({ nullable: true }) readonly reportsTo: string | null = null;
  @Part(() => AttentionDto) readonly attention: AttentionDto;
  @Code({ nullable: true, says: "null: the programme's." }) readonly calendar: string | null = null;
}

export class ChangePersonDto {
  @Text({ optional: true }, LABEL) readonly name?: string;
  @Text({ optional: true }, LABEL) readonly title?: string;
  @Text({ optional: true }, EMAIL) readonly email?: string;
  @Code({ optional: true, nullable: true }) readonly calendar?: string | null;
}

export class ChangeLevelDto {
  @Whole(1, 5, { nullable: true }) readonly level: number | null = null;
}

export class ChangeReportingLineDto {
  @Code({ nullable: true }) readonly reportsTo: string | null = null;
}

export class SetAttentionBudgetDto {
  @Part(() => AttentionDto) readonly attention: AttentionDto;
}

export class RoleDto {
  @OneOf(ROLES) readonly role: Role;
  @Part(() => ScopeDto, { optional: true }) readonly scope: ScopeDto = new ScopeDto();
}

export class GrantDto {
  @Code({ optional: true, says: 'One is made if it is left out.' }) readonly grantId?: string;
  @OneOf(ACTION_KINDS, { nullable: true, says: 'null: every ordinary action.' }) readonly action: ActionKind | null = null;
  @Money({ nullable: 'said', says: 'In the routing currency; null: without limit.' }) readonly amount: MoneyDto | null;
  @Part(() => PatternDto, { optional: true }) readonly pattern: PatternDto = new PatternDto();
  @At() readonly from: string;
  @At({ nullable: true }) readonly until: string | null = null;
  @Flag({ optional: true }) readonly mayRedelegate: boolean = false;
}

export class GiveGrantDto {
  @Part(() => GrantDto) readonly grant: GrantDto;
}

export class RevokeGrantDto {
  @Code() readonly grantId: string;
  @Text() readonly reason: string;
}

export class PlanAbsenceDto {
  @Code({ optional: true, says: 'One is made if it is left out.' }) readonly absenceId?: string;
  @At() readonly from: string;
  @At() readonly until: string;
  @Code({ nullable: true }) readonly substitute: string | null = null;
}

export class EndAbsenceDto {
  @Code() readonly absenceId: string;
}

/** A partner or a site. */
export class ConflictDto {
  @Code({ optional: true }) readonly partner?: string;
  @Code({ optional: true }) readonly site?: string;
}

export class LiftConflictDto {
  @Part(() => ConflictDto) readonly with: ConflictDto;
}

export class DeclareConflictDto extends LiftConflictDto {
  @Text() readonly reason: string;
}

export class RevokeTokenDto {
  @Code() readonly tokenId: string;
}

export class RecordLeavingDto {
  @Text() readonly reason: string;
}
