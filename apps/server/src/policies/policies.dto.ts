import { Code, Flag, Lines, Opaque, Text, Whole } from '../http/fields.dto.js';

const CURRENCY = 3;

export class ProposePolicyDto {
  @Opaque({ $ref: '#/components/schemas/Policy' }) readonly policy: Record<string, unknown>;
  @Text({ nullable: true }) readonly note: string | null = null;
}

export class ApprovePolicyDto {
  @Text({ nullable: true }) readonly note: string | null = null;
}

export class RejectPolicyDto {
  @Text() readonly reason: string;
}

export class ActivatePolicyDto {
  @Code({ says: '`organisation`, or the id of a programme.' }) readonly scope: string;
}

export class SetUpOrganisationDto {
  @Text({}, 80) readonly name: string;
  @Text({ example: 'USD' }, CURRENCY) readonly routingCurrency: string;
  @Lines(5, 64, { says: 'Codes, lowest first.' }) readonly levels: string[];
}

export class SwitchSoloModeDto {
  @Flag() readonly on: boolean;
}

export class RecordExchangeRateDto {
  @Text({}, CURRENCY) readonly from: string;
  @Text({}, CURRENCY) readonly to: string;
  @Whole(1, Number.MAX_SAFE_INTEGER) readonly numerator: number;
  @Whole(1, Number.MAX_SAFE_INTEGER) readonly denominator: number;
}
