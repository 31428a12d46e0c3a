import { Code, Flag, Text, Whole } from '../http/fields.dto.js';

export class PartnerDto {
  @Text({}, 80) readonly name: string;
  @Code() readonly partnerClass: string;
  @Flag({ optional: true, says: 'A key partner gets a counterpart for each senior person whom it puts forward.' }) readonly key: boolean =
    false;
}

export class RegisterPartnerDto extends PartnerDto {
  @Code() readonly code: string;
}

export class PutPersonForwardDto {
  @Whole(1, 5, { says: 'The level of ours that equals theirs.' }) readonly rank: number;
  @Text({}, 80) readonly name: string;
  @Text({}, 80) readonly title: string;
}

export class StandPersonDownDto {
  @Text() readonly reason: string;
}
