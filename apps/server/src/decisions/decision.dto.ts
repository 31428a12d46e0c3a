import { DECISION_OPTIONS, type DecisionOption } from '#domain';
import { Lines, Money, MoneyDto, OneOf, Part, Text, Whole } from '../http/fields.dto.js';
import { StatementDto } from '../http/statement.dto.js';

export class TermsDto {
  @Money({ nullable: true }) readonly spend: MoneyDto | null = null;
  @Money({ nullable: true }) readonly writeOff: MoneyDto | null = null;
  @Whole(0, 3650, { optional: true, says: 'Calendar days.' }) readonly delayAcceptedDays: number = 0;
}

/** What somebody decides, and why. */
export class DecisionDto extends StatementDto {
  @OneOf(DECISION_OPTIONS, { says: '`recommended` commits what the ask says; `no` commits nothing; the others commit their terms.' })
  readonly option: DecisionOption;
  @Part(() => TermsDto, { nullable: true, says: 'For `alternative` and `other` alone.' }) readonly terms: TermsDto | null = null;
  @Text({ example: 'Approved: the night shift.' }) readonly decision: string;
  @Text({ example: 'A week late costs more than the shift.' }) readonly rationale: string;
  @Lines(10, 500, { optional: true }) readonly optionsConsidered: string[] = [];
}
