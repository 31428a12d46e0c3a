import { At, Rows, Text } from '../http/fields.dto.js';

const interval = { type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 2 };

export class PublishCalendarDto {
  @Text({}, 80) readonly name: string;
  @Text({ example: 'America/Chicago' }, 80) readonly zone: string;
  @Text({ says: 'Where the intervals come from, for people.' }, 200) readonly rule: string;
  @At() readonly from: string;
  @At() readonly until: string;
  @Rows(3000, interval, { says: 'Working time in minutes UTC since 1970, sorted and disjoint, within the period.' })
  readonly intervals: (readonly [number, number])[];
}
