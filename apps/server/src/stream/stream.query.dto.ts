import { WholeParameter } from '../http/fields.dto.js';

export class StreamQueryDto {
  @WholeParameter(0, Number.MAX_SAFE_INTEGER, { optional: true, says: 'As `Last-Event-ID`, for who cannot set a header.' })
  readonly after?: number;
}
