import { STANDING_OPTIONS, type Lever } from '#domain';
import type { PlaybookRow } from '#read-models';
import { at, list, named, object, oneOf, orNull, text } from '../http/schema.js';
import { listing, money, pattern, personLabel, programme, revision } from '../http/view-parts.js';

export const playbookRow = named<PlaybookRow>('Playbook', {
  id: text('late-carrier'),
  revision,
  programme,
  pattern,
  levers: list(named<Lever>('Lever', { code: text('second-truck'), label: text('Ask for a second truck') })),
  model: orNull(text('All in place before the bell rings.')),
  handOver: orNull(
    object<NonNullable<PlaybookRow['handOver']>>({
      to: personLabel,
      by: personLabel,
      amountLimit: money,
      valueLimit: money,
      until: orNull(at),
      since: at,
    }),
  ),
  standingOrder: orNull(
    object<NonNullable<PlaybookRow['standingOrder']>>({
      by: personLabel,
      option: oneOf(STANDING_OPTIONS),
      maxAmount: orNull(money),
      text: orNull(text('Pay for the second truck.')),
      until: orNull(at),
    }),
  ),
});
export const playbooks = listing('Playbooks', playbookRow);
