import { Code, OneOf, Part, Text, Whole } from '../http/fields.dto.js';
import { ChangesDto, FactsDto } from '../issues/issues.dto.js';

/** An issue that nobody has filed. */
export class DraftDto extends FactsDto {
  @Code() readonly programme: string;
  @Text({ optional: true }, 200) readonly title: string = 'A draft';
}

export class DryRunDto {
  @Code({ optional: true, says: 'An issue that was filed.' }) readonly issue?: string;
  @Part(() => ChangesDto, { optional: true, says: 'As if the issue said this.' }) readonly overrides?: ChangesDto;
  @Part(() => DraftDto, { optional: true, says: 'In place of an issue.' }) readonly draft?: DraftDto;
  @Whole(0, Number.MAX_SAFE_INTEGER, { optional: true, says: 'By what was known after this entry of the log.' })
  readonly factsIndex?: number;
  @OneOf(['own', 'in_force'], { optional: true, says: 'By the policy that the issue was routed with, or by the one in force.' })
  readonly by: 'own' | 'in_force' = 'in_force';
}
