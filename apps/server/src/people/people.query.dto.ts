import { ROLES, type Role } from '#domain';
import { Code, OneOf, WholeParameter } from '../http/fields.dto.js';
import { MomentDto } from '../http/view-query.dto.js';

export class PeopleQueryDto extends MomentDto {
  @WholeParameter(1, 5, { optional: true }) readonly level?: number;
  @OneOf(ROLES, { optional: true }) readonly role?: Role;
  @Code({ optional: true, says: 'Those with a role there.' }) readonly programme?: string;
}
