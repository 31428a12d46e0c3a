import type { SiteRow } from '#read-models';
import { named, orNull, text } from '../http/schema.js';
import { code, pageOf, programme, revision } from '../http/view-parts.js';

export const siteRow = named<SiteRow>('Site', {
  programme,
  code,
  revision,
  name: text('Moss Ridge'),
  siteClass: text('large'),
  region: orNull(text('South')),
});
export const sitePage = pageOf('SitePage', siteRow);
