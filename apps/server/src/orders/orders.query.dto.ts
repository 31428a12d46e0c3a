import { Code, Text } from '../http/fields.dto.js';
import { NowPageDto } from '../http/view-query.dto.js';

export class OrdersQueryDto extends NowPageDto {
  @Code({ optional: true }) readonly site?: string;
  @Text({ optional: true, says: 'The beginning of the code.' }, 80) readonly text?: string;
}
