import { WholeParameter } from '../http/fields.dto.js';

export class LogQueryDto {
  @WholeParameter(0, Number.MAX_SAFE_INTEGER, { optional: true, says: 'The first entry.' }) readonly from: number = 0;
  @WholeParameter(1, 200, { optional: true, says: 'Entries on a page.' }) readonly limit: number = 50;
}

export class RefusalsQueryDto {
  @WholeParameter(1, 1000, { optional: true, says: 'How many at most.' }) readonly limit: number = 100;
}
