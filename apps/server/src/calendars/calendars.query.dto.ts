import { At } from '../http/fields.dto.js';
import { NowDto } from '../http/view-query.dto.js';

export class WorkingTimeQueryDto extends NowDto {
  @At() readonly from: string;
  @At() readonly until: string;
}
