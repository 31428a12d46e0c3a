import { At, Code, Parts, Text, Whole } from '../http/fields.dto.js';
import { RoleDto } from '../people/people.dto.js';

const UNTIL = { optional: true, nullable: true, says: 'Left out: 90 days from now. null: until it is revoked.' } as const;

export class IssueTokenDto {
  @Text({ example: 'Laptop' }, 80) readonly label: string;
  @Parts(() => RoleDto, 40, { nullable: true, says: 'What it is limited to; null: all that the person has.' }) readonly roles:
    RoleDto[] | null = null;
  @At(UNTIL) readonly until?: string | null;
}

export class RotateTokenDto {
  @Code({ says: 'The one that ends.' }) readonly tokenId: string;
  @Text({ example: 'Laptop' }, 80) readonly label: string;
  @At(UNTIL) readonly until?: string | null;
  @Whole(0, 10_080, { optional: true, says: 'Minutes that the old one goes on, so that whoever uses it has time to change.' })
  readonly overlapMinutes: number = 1440;
}
