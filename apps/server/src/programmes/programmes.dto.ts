import { PHASES, type Phase } from '#domain';
import { At, Code, Money, MoneyDto, OneOf, Part, Parts, Text, Whole } from '../http/fields.dto.js';

const LABEL = 80;
const MOST_ROWS = 200;

export class KindDto {
  @Code() readonly code: string;
  @Text({}, LABEL) readonly label: string;
  @Text({}, LABEL) readonly icon: string;
  @Text({ nullable: true, says: 'GS1 CBV disposition, for export.' }, LABEL) readonly disposition: string | null = null;
}

export class CriticalDetailDto {
  @Code() readonly code: string;
  @Text({}, LABEL) readonly label: string;
}

export class DelayCostDto {
  @Code() readonly siteClass: string;
  @Money() readonly cost: MoneyDto;
}

export class EconomicsDto {
  @Money({ nullable: true }) readonly unitValue: MoneyDto | null = null;
  @Parts(() => DelayCostDto, MOST_ROWS, { optional: true }) readonly delayCostPerUnitDay: DelayCostDto[] = [];
}

export class StartProgrammeDto {
  @Code({ optional: true, says: 'The id; one is made if it is left out.' }) readonly programme?: string;
  @Code({ says: 'Unique in the organisation.' }) readonly code: string;
  @Text({}, 200) readonly name: string;
  @Text() readonly purpose: string;
  @Text({ example: 'tablet' }, LABEL) readonly unitNoun: string;
  @Text({ example: 'school district' }, LABEL) readonly siteNoun: string;
  @Money() readonly budget: MoneyDto;
  @Whole(1, 1_000_000_000) readonly totalUnits: number;
  @Parts(() => KindDto, MOST_ROWS) readonly kinds: KindDto[];
  @Parts(() => CriticalDetailDto, MOST_ROWS, { optional: true }) readonly criticalDetails: CriticalDetailDto[] = [];
  @Part(() => EconomicsDto, { optional: true }) readonly economics: EconomicsDto = new EconomicsDto();
  @Code({ says: 'A person.' }) readonly sponsor: string;
  @Code() readonly calendar: string;
  @At({ nullable: true, says: 'null: 60 days from now.' }) readonly launchEndsAt: string | null = null;
}

export class RenewLaunchDto {
  @At() readonly until: string;
  @Text() readonly reason: string;
}

export class ChangePhaseDto {
  @OneOf(PHASES) readonly phase: Phase;
  @Text() readonly reason: string;
}

export class ChangeSponsorDto {
  @Code() readonly sponsor: string;
}

export class AddKindDto {
  @Part(() => KindDto) readonly kind: KindDto;
}

export class ChangeCriticalDetailsDto {
  @Parts(() => CriticalDetailDto, MOST_ROWS) readonly criticalDetails: CriticalDetailDto[];
}

export class ChangeEconomicsDto {
  @Part(() => EconomicsDto) readonly economics: EconomicsDto;
}

export class ChangeBudgetDto {
  @Money() readonly budget: MoneyDto;
  @Whole(1, 1_000_000_000) readonly totalUnits: number;
}

export class ChooseCalendarDto {
  @Code() readonly calendar: string;
}
