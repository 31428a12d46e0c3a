import { Code, Parts, Whole } from '../http/fields.dto.js';
import { DecisionDto } from './decision.dto.js';

class OneOfTogetherDto {
  @Code() readonly escalation: string;
  @Whole(0, Number.MAX_SAFE_INTEGER, { optional: true, says: 'The revision at which it was seen.' }) readonly revision?: number;
}

export class DecideTogetherDto extends DecisionDto {
  @Code({ optional: true, says: 'One is made if it is left out.' }) readonly decisionGroup?: string;
  @Parts(() => OneOfTogetherDto, 50, { says: 'Those that the decision is for.' }) readonly escalations: OneOfTogetherDto[];
}
