import { PHASES, type CriticalDetail, type Kind, type UnitEconomics } from '#domain';
import type { ImportRow, ProgrammeRow } from '#read-models';
import { at, flag, list, named, object, oneOf, orNull, text, whole } from '../http/schema.js';
import { hash, listing, money, personLabel, programme, revision } from '../http/view-parts.js';

const importRow = named<ImportRow>('Import', {
  importId: text('import-1'),
  fileSha256: hash,
  startedAt: at,
  history: flag(true),
  result: orNull(object<NonNullable<ImportRow['result']>>({ rowsRead: whole(5234), rowsRejected: whole(12), issuesFiled: whole(363) })),
});

export const programmeRow = named<ProgrammeRow>('Programme', {
  id: programme,
  revision,
  code: text('TABLETS'),
  name: text('A tablet for every pupil'),
  purpose: text('Every pupil learns at home from the first day on.'),
  unitNoun: text('tablet'),
  siteNoun: text('school district'),
  budget: money,
  totalUnits: whole(400_000),
  kinds: list(
    named<Kind>('Kind', {
      code: text('late'),
      label: text('Late'),
      icon: text('clock'),
      disposition: orNull(text('in_transit'), { shown: false }),
    }),
  ),
  criticalDetails: list(named<CriticalDetail>('CriticalDetail', { code: text('configured'), label: text('Configured before delivery') })),
  economics: named<UnitEconomics>('UnitEconomics', {
    unitValue: orNull(money),
    delayCostPerUnitDay: list(object<UnitEconomics['delayCostPerUnitDay'][number]>({ siteClass: text('large'), cost: money })),
  }),
  sponsor: personLabel,
  calendar: text('weekdays'),
  phase: oneOf(PHASES),
  launchEndsAt: at,
  demoSeed: orNull(whole(1), { shown: false }),
  imports: list(importRow, { shown: false }),
});

export const programmes = listing('Programmes', programmeRow);
