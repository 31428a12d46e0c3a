import { STANDING_OPTIONS } from '#domain';
import { At, Code, Money, MoneyDto, OneOf, Part, Parts, Text } from '../http/fields.dto.js';
import { PatternDto } from '../people/people.dto.js';

export class LeverDto {
  @Code() readonly code: string;
  @Text({}, 80) readonly label: string;
}

export class ChangeLeversDto {
  @Parts(() => LeverDto, 20) readonly levers: LeverDto[];
}

export class OpenPlaybookDto extends ChangeLeversDto {
  @Code({ optional: true, says: 'The id; one is made if it is left out.' }) readonly playbook?: string;
  @Code() readonly programme: string;
  @Part(() => PatternDto) readonly pattern: PatternDto;
  @Text({ says: 'What good looks like.' }) readonly model: string;
}

export class LimitHandOverDto {
  @Money({ says: 'In the routing currency.' }) readonly amountLimit: MoneyDto;
  @Money({ says: 'In the routing currency.' }) readonly valueLimit: MoneyDto;
  @At({ nullable: true }) readonly until: string | null = null;
}

export class GiveHandOverDto extends LimitHandOverDto {
  @Code() readonly to: string;
}

export class AgreeStandingOrderDto {
  @OneOf(STANDING_OPTIONS) readonly option: (typeof STANDING_OPTIONS)[number];
  @Money({ nullable: true, says: 'null: whatever the ask says.' }) readonly maxAmount: MoneyDto | null = null;
  @Text() readonly text: string;
  @At({ nullable: true }) readonly until: string | null = null;
}

export class EndDto {
  @Text() readonly reason: string;
}
