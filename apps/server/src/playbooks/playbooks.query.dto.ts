import { Code } from '../http/fields.dto.js';
import { NowDto } from '../http/view-query.dto.js';

export class PlaybooksQueryDto extends NowDto {
  @Code({ optional: true }) readonly programme?: string;
}
