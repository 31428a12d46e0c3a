import { Code, Text } from '../http/fields.dto.js';

export class SiteDto {
  @Text({}, 80) readonly name: string;
  @Code() readonly siteClass: string;
  @Text({ nullable: true }, 80) readonly region: string | null = null;
}

export class RegisterSiteDto extends SiteDto {
  @Code() readonly code: string;
}
