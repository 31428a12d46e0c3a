import { Code } from '../http/fields.dto.js';
import { MomentDto } from '../http/view-query.dto.js';

export class ActivationsQueryDto extends MomentDto {
  @Code({ optional: true, says: '`organisation`, or the id of a programme.' }) readonly scope?: string;
}

export class InForceQueryDto extends MomentDto {
  @Code() readonly programme: string;
}
