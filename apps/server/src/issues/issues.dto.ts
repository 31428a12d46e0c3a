import { ACTION_KINDS, EXPOSURES } from '#domain';
import type { ActionKind, Exposure } from '#domain';
import { At, Code, Codes, Flag, Lines, Money, MoneyDto, OneOf, Part, Text, Whole } from '../http/fields.dto.js';
import { ReasonDto, StatementDto } from '../http/statement.dto.js';

export class AskDto {
  @OneOf(ACTION_KINDS) readonly action: ActionKind;
  @Money({ nullable: true }) readonly spend: MoneyDto | null = null;
  @Money({ nullable: true }) readonly writeOff: MoneyDto | null = null;
  @Whole(0, 3650, { optional: true, says: 'Calendar days of delay that are accepted; they count at the delay cost.' })
  readonly delayAcceptedDays: number = 0;
  @Text({ example: 'Pay for the night shift.' }) readonly recommendation: string;
  @Text({ nullable: true }) readonly alternative: string | null = null;
}

/** The facts of an issue; what is left out is unknown. */
export class FactsDto extends StatementDto {
  @Code({ example: 'late', says: "One of the programme's kinds." }) readonly kind: string;
  @Code({ nullable: true }) readonly site: string | null = null;
  @Code({ nullable: true }) readonly partner: string | null = null;
  @Code({ nullable: true }) readonly order: string | null = null;
  @Lines(200, 64, { optional: true }) readonly serials: string[] = [];
  @Whole(1, 1_000_000_000, { nullable: true }) readonly units: number | null = null;
  @Money({ nullable: true }) readonly valueAtRisk: MoneyDto | null = null;
  @Money({ nullable: true }) readonly delayCostPerDay: MoneyDto | null = null;
  @At({ nullable: true }) readonly neededBy: string | null = null;
  @At({ nullable: true, says: 'Until when a workaround carries; if later than neededBy, it is what counts.' })
  readonly workaroundUntil: string | null = null;
  @Whole(0, 3, { nullable: true, says: '0: nobody is watching … 3: press, board, legislator, regulator or public are.' })
  readonly visibility: number | null = null;
  @Flag({ optional: true }) readonly irreversible: boolean = false;
  @OneOf(EXPOSURES, { optional: true }) readonly exposure: Exposure = 'none';
  @Code({ nullable: true, says: "Code of the programme's critical detail that it breaks." }) readonly criticalDetail: string | null = null;
  @Part(() => AskDto, { nullable: true }) readonly ask: AskDto | null = null;
}

export class FileIssueDto extends FactsDto {
  @Code() readonly programme: string;
  @Text({ example: '1,792 tablets for Moss Ridge are late' }, 200) readonly title: string;
  @Text({ nullable: true }) readonly description: string | null = null;
  @Text({ nullable: true, says: 'In the source system; unique in the programme.' }, 200) readonly externalReference: string | null = null;
  @Whole(1, 1_000_000, { optional: true, says: 'How many lines of the source it stands for.' }) readonly lines: number = 1;
}

/** Only what changes; null says that it is unknown again. */
export class ChangesDto {
  @Code({ optional: true }) readonly kind?: string;
  @Code({ optional: true, nullable: true }) readonly site?: string | null;
  @Code({ optional: true, nullable: true }) readonly partner?: string | null;
  @Code({ optional: true, nullable: true }) readonly order?: string | null;
  @Lines(200, 64, { optional: true }) readonly serials?: string[];
  @Whole(1, 1_000_000_000, { optional: true, nullable: true }) readonly units?: number | null;
  @Money({ optional: true, nullable: true }) readonly valueAtRisk?: MoneyDto | null;
  @Money({ optional: true, nullable: true }) readonly delayCostPerDay?: MoneyDto | null;
  @At({ optional: true, nullable: true }) readonly neededBy?: string | null;
  @At({ optional: true, nullable: true }) readonly workaroundUntil?: string | null;
  @Whole(0, 3, { optional: true, nullable: true }) readonly visibility?: number | null;
  @Flag({ optional: true }) readonly irreversible?: boolean;
  @OneOf(EXPOSURES, { optional: true }) readonly exposure?: Exposure;
  @Code({ optional: true, nullable: true }) readonly criticalDetail?: string | null;
  @Part(() => AskDto, { optional: true, nullable: true }) readonly ask?: AskDto | null;
}

export class AmendIssueDto extends StatementDto {
  @Part(() => ChangesDto, { optional: true }) readonly changes: ChangesDto = new ChangesDto();
  @Text({ optional: true }, 200) readonly title?: string;
  @Text({ optional: true }) readonly description?: string;
}

export class LinkAsDuplicateDto extends StatementDto {
  @Code({ says: 'The issue that goes on.' }) readonly of: string;
}

export class AddNoteDto extends StatementDto {
  @Text() readonly text: string;
}

export class ReassignIssueDto extends ReasonDto {
  @Code() readonly to: string;
}

export class AskToGoUpDto extends StatementDto {
  @OneOf([...ACTION_KINDS, 'amount'], { nullable: true, says: 'Which authority is missing; null: every lever was tried.' })
  readonly missingAuthority: ActionKind | 'amount' | null = null;
  @Codes(20, { optional: true, says: "Codes of the playbook's levers." }) readonly leversTried: string[] = [];
  @Text({ says: 'What was tried.' }) readonly tried: string;
}

export class CallMineDto extends ReasonDto {
  @At({ nullable: true, says: 'null: until the issue is closed.' }) readonly until: string | null = null;
}

export class CallDelegateDto extends CallMineDto {
  @Whole(1, 4, { says: 'The highest level at which the score may keep it, below your own.' }) readonly level: number;
}

export class EndCallDto extends StatementDto {
  @OneOf(['mine', 'delegate']) readonly call: 'mine' | 'delegate';
}

export class ResolveIssueDto extends StatementDto {
  @OneOf(['fixed', 'accepted', 'failed']) readonly outcome: 'fixed' | 'accepted' | 'failed';
  @Text({ nullable: true }) readonly resolution: string | null = null;
}
