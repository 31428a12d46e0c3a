import { At, Codes, Text } from './fields.dto.js';

/** What every command about a case may say beside itself. */
export class StatementDto {
  @At({ optional: true, says: 'When it happened by your own account: never in the future. Shown, never ranked on.' })
  readonly occurredAt?: string;
  @Codes(20, { optional: true, says: 'People whom the words are about, beside yourself: whoever of them is erased is erased here too.' })
  readonly mentions?: string[];
}

export class ReasonDto extends StatementDto {
  @Text({ example: 'The carrier confirmed the reload for tonight.' }) readonly reason: string;
}
