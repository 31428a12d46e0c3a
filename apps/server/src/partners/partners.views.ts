import type { PartnerRow } from '#read-models';
import { at, flag, named, object, orNull, text, whole } from '../http/schema.js';
import { pageOf, programme, revision } from '../http/view-parts.js';

export const partnerRow = named<PartnerRow>('Partner', {
  programme,
  code: text('northline'),
  revision,
  name: text('Northline Freight'),
  partnerClass: text('carrier'),
  key: flag(true),
  putForward: orNull(
    object<NonNullable<PartnerRow['putForward']>>({
      rank: whole(3),
      name: orNull(text('Pat Moreau')),
      title: orNull(text('Vice president, logistics')),
      at,
    }),
  ),
});
export const partnerPage = pageOf('PartnerPage', partnerRow);
