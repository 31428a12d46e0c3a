import { Code, OneOf } from '../http/fields.dto.js';
import { MomentDto, PageDto } from '../http/view-query.dto.js';

const LEADER = { optional: true, says: 'Left out: yourself.' };

export class QueueHeaderQueryDto extends MomentDto {
  @Code(LEADER) readonly leader?: string;
}

export class QueueQueryDto extends PageDto {
  @Code(LEADER) readonly leader?: string;
  @OneOf(['waiting', 'snoozed'], { optional: true }) readonly shelf: 'waiting' | 'snoozed' = 'waiting';
}
