import { At, Parts, Text } from '../http/fields.dto.js';
import { RoleDto } from '../people/people.dto.js';

export class IssueTokenDto {
  @Text({ example: 'Laptop' }, 80) readonly label: string;
  @Parts(() => RoleDto, 40, { nullable: true, says: 'What it is limited to; null: all that the person has.' }) readonly roles:
    RoleDto[] | null = null;
  @At({ nullable: true }) readonly until: string | null = null;
}
