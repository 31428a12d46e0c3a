import { Code, Money, MoneyDto, Whole } from '../http/fields.dto.js';

export class OrderDto {
  @Code({ nullable: true }) readonly partner: string | null = null;
  @Code({ nullable: true }) readonly site: string | null = null;
  @Whole(1, 1_000_000_000, { nullable: true }) readonly units: number | null = null;
  @Money({ nullable: true, says: 'In the routing currency.' }) readonly unitValue: MoneyDto | null = null;
  @Money({ nullable: true, says: 'In the routing currency.' }) readonly delayCostPerDay: MoneyDto | null = null;
}

export class RegisterOrderDto extends OrderDto {
  @Code() readonly code: string;
}
