import type { IntakeMapping } from '#domain';
import { Code, OneOf, Opaque, Text, Whole } from '../http/fields.dto.js';

export class SourceDto {
  @Text({}, 80) readonly name: string;
  @Code({ says: 'The person with the role service in whose name its issues are filed.' }) readonly feed: string;
  @Whole(1, 6000, { says: 'Messages that are taken in a minute.' }) readonly perMinute: number;
  @Opaque({ type: 'object', description: 'How messages become issues: see docs/intake.md.' }) readonly mapping: IntakeMapping;
}

export class RegisterSourceDto extends SourceDto {
  @Code() readonly source: string;
}

export class IssueSourceKeyDto {
  @OneOf(['token', 'signature'], { says: '`token`: is sent with each message. `signature`: signs each (Standard Webhooks).' })
  readonly use: 'token' | 'signature';
  @Text({}, 80) readonly label: string;
  @Text({ nullable: true, says: 'Of a signature, if the sender has made it: `whsec_` and base64. One is made if it is left out.' }, 200)
  readonly secret: string | null = null;
}

export class RevokeSourceKeyDto {
  @Code() readonly keyId: string;
}

export class CloseSourceDto {
  @Text() readonly reason: string;
}

export class DropDeadLetterDto {
  @Text() readonly reason: string;
}
