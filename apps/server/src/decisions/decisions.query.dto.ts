import { VERDICTS, type VerdictKind } from '#read-models';
import { At, Code, FlagParameter, OneOf, Text, WholeParameter } from '../http/fields.dto.js';
import { MomentDto, PageDto } from '../http/view-query.dto.js';

const MOST_MINOR = 10_000_000_000_000;

export class DecisionsQueryDto extends PageDto {
  @Code({ optional: true, says: 'The decider.' }) readonly person?: string;
  @Code({ optional: true }) readonly programme?: string;
  @Code({ optional: true }) readonly partner?: string;
  @Code({ optional: true }) readonly issue?: string;
  @OneOf(VERDICTS, { optional: true }) readonly verdict?: VerdictKind;
  @FlagParameter({ optional: true }) readonly selfDecided?: boolean;
  @At({ optional: true, says: 'Recorded at or after.' }) readonly from?: string;
  @At({ optional: true, says: 'Recorded before.' }) readonly until?: string;
  @WholeParameter(0, MOST_MINOR, { optional: true }) readonly leastMinor?: number;
  @WholeParameter(0, MOST_MINOR, { optional: true }) readonly mostMinor?: number;
  @Text({ optional: true, says: 'Words of the decision, the rationale or the title.' }, 200) readonly text?: string;
}

export class DecisionCountsQueryDto extends MomentDto {
  @At() readonly since: string;
}
