import { OneOf } from '../http/fields.dto.js';

export const STEPS = { PT1H: 3_600_000, P1D: 86_400_000 } as const;

export class AdvanceDto {
  @OneOf(Object.keys(STEPS)) readonly advance: keyof typeof STEPS;
}
