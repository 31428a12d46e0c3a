import { Code } from '../http/fields.dto.js';
import { NowDto } from '../http/view-query.dto.js';

export class ProgrammesQueryDto extends NowDto {
  @Code({ optional: true, says: 'The one with this code.' }) readonly code?: string;
}
