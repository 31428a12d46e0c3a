import { Text } from '../http/fields.dto.js';
import { NowPageDto } from '../http/view-query.dto.js';

export class SitesQueryDto extends NowPageDto {
  @Text({ optional: true }, 80) readonly region?: string;
  @Text({ optional: true, says: 'The beginning of the code, or of a word of the name.' }, 80) readonly text?: string;
}
