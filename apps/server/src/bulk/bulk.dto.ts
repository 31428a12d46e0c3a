import { FlagParameter } from '../http/fields.dto.js';

export class BulkQueryDto {
  @FlagParameter({ optional: true, says: 'Says what would happen, and writes nothing.' }) readonly dryRun: boolean = false;
  @FlagParameter({ optional: true, says: 'Refuses the file if any row is wrong.' }) readonly strict: boolean = false;
}
