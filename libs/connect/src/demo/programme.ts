import type { CriticalDetail, Kind, Lever, Pattern, ProgrammeCommand } from '#domain';
import { ANN, HELEN, SPONSOR } from './cast.js';
import { TOTAL_DEVICES } from './districts.js';
import { usd } from './policies.js';

export const PROGRAMME = 'devices';
export const CALENDAR = 'office-hours';

const KINDS = [
  { code: 'late', label: 'Late', icon: 'clock', disposition: 'in_transit' },
  { code: 'damaged', label: 'Damaged', icon: 'package-x', disposition: 'damaged' },
  { code: 'wrong_count', label: 'Wrong count', icon: 'hash', disposition: 'mismatch_quantity' },
  { code: 'wrong_model', label: 'Wrong model', icon: 'laptop', disposition: 'mismatch_instance' },
  { code: 'wrong_serial', label: 'Wrong serial numbers', icon: 'barcode', disposition: 'mismatch_instance' },
  { code: 'misconfigured', label: 'Not configured', icon: 'settings-2', disposition: 'non_conformant' },
  { code: 'refused', label: 'Refused at the door', icon: 'ban', disposition: 'returned' },
  { code: 'returned', label: 'Sent back', icon: 'undo-2', disposition: 'returned' },
  { code: 'stolen', label: 'Stolen', icon: 'shield-alert', disposition: 'stolen' },
  { code: 'lost', label: 'Lost on the way', icon: 'map-pin-off', disposition: 'unknown' },
  { code: 'battery', label: 'Battery trouble', icon: 'battery-warning', disposition: 'recalled' },
  { code: 'other', label: 'Something else', icon: 'circle-help', disposition: null },
] as const satisfies readonly Kind[];
export type KindCode = (typeof KINDS)[number]['code'];

const CRITICAL_DETAILS = [
  { code: 'on_time', label: 'On site before the first lesson' },
  { code: 'right_model', label: 'The right number and model' },
  { code: 'packed_safely', label: 'Packed so that it arrives whole' },
  { code: 'configured', label: 'Ready to use out of the box' },
] as const satisfies readonly CriticalDetail[];
export type CriticalCode = (typeof CRITICAL_DETAILS)[number]['code'];

export const UNIT_VALUE_DOLLARS = 383;
/** What a day without its device costs a pupil's school, by class of district. */
const DELAY_DOLLARS = { city: 26, town: 28, rural: 30 } as const;

export const START: Extract<ProgrammeCommand, { type: 'StartProgramme' }> = {
  type: 'StartProgramme',
  programme: PROGRAMME,
  code: 'DEVICES',
  name: 'A device for every pupil',
  purpose: 'Put a working device into the hands of every pupil of 148 districts before the autumn term is lost',
  unitNoun: 'devices',
  siteNoun: 'district',
  budget: usd(18_500_000),
  totalUnits: TOTAL_DEVICES,
  kinds: KINDS,
  criticalDetails: CRITICAL_DETAILS,
  economics: {
    unitValue: usd(UNIT_VALUE_DOLLARS),
    delayCostPerUnitDay: Object.entries(DELAY_DOLLARS).map(([siteClass, dollars]) => ({ siteClass, cost: usd(dollars) })),
  },
  sponsor: SPONSOR,
  calendar: CALENDAR,
  launchEndsAt: null,
};

export interface PlaybookOfStory {
  readonly playbook: string;
  readonly by: string;
  readonly pattern: Pattern;
  readonly levers: readonly Lever[];
  readonly model: string;
}

export const PLAYBOOKS = {
  lateTown: {
    playbook: 'late-to-a-town',
    by: HELEN,
    pattern: { kind: 'late', siteClass: 'town' },
    levers: [
      { code: 'call_carrier', label: 'Call the carrier for the next slot' },
      { code: 'borrow', label: 'Borrow from a neighbouring district' },
    ],
    model:
      'Tell the district the new day before you look for the reason. Ask the carrier for a firm slot; borrow when it is more than two days away.',
  },
  countAtStaging: {
    playbook: 'count-at-staging',
    by: HELEN,
    pattern: { kind: 'wrong_count', partnerClass: 'staging' },
    levers: [
      { code: 'recount', label: 'Recount against the packing list, with photos' },
      { code: 'top_up', label: 'Top up from the staging buffer' },
    ],
    model:
      'Recount with the district on the phone, top up from the buffer the same day, and settle the packing list with staging on Friday.',
  },
  imageAtStaging: {
    playbook: 'image-at-staging',
    by: ANN,
    pattern: { kind: 'misconfigured', partnerClass: 'staging' },
    levers: [
      { code: 'push_profile', label: 'Push the profile again over the air' },
      { code: 'swap_image', label: 'Ask staging for a clean image' },
    ],
    model: 'A device that a pupil cannot use on the first morning is worse than one that comes a day later.',
  },
} as const satisfies Record<string, PlaybookOfStory>;
