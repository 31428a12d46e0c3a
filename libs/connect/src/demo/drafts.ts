import type { Exposure, FileIssue, Instant } from '#domain';
import { askOf } from './asks.js';
import { FEED, managersOf } from './cast.js';
import type { Dice } from './dice.js';
import { DISTRICTS, type District } from './districts.js';
import { grouped } from './grouped.js';
import { nameOfPartner, type PartnerCode } from './partners.js';
import { PROGRAMME, type CriticalCode, type KindCode } from './programme.js';
import { afterWork } from './story-time.js';
import { DESCRIPTIONS, titleOf } from './titles.js';

/** An issue that somebody is about to file. */
export interface Draft {
  readonly by: string;
  readonly filing: FileIssue;
  /** Working minutes that it takes a manager to get it out of the world. */
  readonly workMinutes: number;
}

interface KindOfDraft {
  readonly partners: readonly (readonly [weight: number, partner: PartnerCode | null])[];
  readonly work: readonly [least: number, most: number];
  readonly critical: CriticalCode | null;
}

const OF_KIND: Readonly<Record<KindCode, KindOfDraft>> = {
  late: { partners: [[50, 'northline'], [35, 'cedar-lake'], [15, 'halyard']], work: [300, 1_400], critical: 'on_time' },
  damaged: { partners: [[40, 'northline'], [40, 'cedar-lake'], [20, 'brightpath']], work: [400, 1_500], critical: 'packed_safely' },
  wrong_count: { partners: [[55, 'brightpath'], [45, 'halyard']], work: [120, 600], critical: 'right_model' },
  wrong_model: { partners: [[80, 'vantar'], [20, 'brightpath']], work: [600, 2_200], critical: 'right_model' },
  wrong_serial: { partners: [[50, 'vantar'], [50, 'orchard']], work: [60, 300], critical: null },
  misconfigured: { partners: [[60, 'orchard'], [40, 'brightpath']], work: [200, 1_000], critical: 'configured' },
  refused: { partners: [[60, null], [40, 'cedar-lake']], work: [200, 900], critical: null },
  returned: { partners: [[60, 'cedar-lake'], [40, null]], work: [300, 1_500], critical: null },
  stolen: { partners: [[50, 'northline'], [50, null]], work: [600, 2_000], critical: null },
  lost: { partners: [[60, 'cedar-lake'], [40, 'northline']], work: [600, 2_400], critical: null },
  battery: { partners: [[100, 'vantar']], work: [200, 900], critical: null },
  other: { partners: [[80, null], [20, 'halyard']], work: [60, 800], critical: null },
}; // prettier-ignore

const KIND_WEIGHTS: readonly (readonly [weight: number, kind: KindCode])[] = [
  [330, 'late'],
  [110, 'damaged'],
  [150, 'wrong_count'],
  [60, 'wrong_model'],
  [70, 'wrong_serial'],
  [130, 'misconfigured'],
  [45, 'refused'],
  [40, 'returned'],
  [10, 'stolen'],
  [25, 'lost'],
  [5, 'battery'],
  [60, 'other'],
];

/** Slack in working minutes. */
const SLACKS: readonly (readonly [weight: number, slack: readonly [least: number, most: number] | null])[] = [
  [5, [120, 540]],
  [15, [540, 1_080]],
  [32, [1_080, 2_160]],
  [34, [2_160, 4_860]],
  [10, [4_860, 8_000]],
  [4, null],
];

export interface Wish {
  readonly kind?: KindCode;
  readonly partner?: PartnerCode;
  readonly slack?: readonly [least: number, most: number];
  /** Devices: as many as there are in a small load, or in a truck. */
  readonly size?: 'truck';
  /** Working minutes until it is over. */
  readonly work?: readonly [least: number, most: number];
  /** Nobody asks for anything yet. */
  readonly asksNothing?: true;
}

const ASKING_PERCENT = 22;
const FEED_PERCENT = 12;
const CRITICAL_PERCENT = 14;

/** An issue of an ordinary day, filed now. */
export function draftOf(dice: Dice, now: Instant, wish: Wish = {}): Draft {
  const kind = wish.kind ?? dice.weighted(KIND_WEIGHTS);
  const { partners, work, critical } = OF_KIND[kind];
  const district = dice.pick(DISTRICTS);
  const partner = wish.partner ?? dice.weighted(partners);
  const units = unitsOf(dice, district, wish);
  const words = { units, site: district.name, partner: partner === null ? 'the carrier' : nameOfPartner(partner) };
  const isFed = wish.kind === undefined && dice.chance(FEED_PERCENT);
  const exposure: Exposure = kind === 'battery' ? 'safety' : kind === 'stolen' && dice.chance(30) ? 'legal' : 'none';
  const filing: FileIssue = {
    type: 'FileIssue',
    programme: PROGRAMME,
    title: titleOf(kind, { ...words, units: grouped(units) }, dice),
    description: dice.chance(18) ? dice.pick(DESCRIPTIONS) : null,
    externalReference: null,
    lines: 1,
    kind,
    site: district.code,
    partner,
    order: district.order,
    serials: [],
    units: dice.chance(95) ? units : null,
    valueAtRisk: null,
    delayCostPerDay: null,
    neededBy: neededBy(dice, now, wish),
    workaroundUntil: null,
    visibility: isFed ? null : dice.weighted([[72, 0], [16, 1], [7, 2], [2, 3], [3, null]]), // prettier-ignore
    irreversible: dice.chance(2),
    exposure,
    criticalDetail: critical !== null && dice.chance(CRITICAL_PERCENT) ? critical : null,
    ask: !isFed && wish.asksNothing !== true && dice.chance(ASKING_PERCENT) ? askOf(kind, words, dice) : null,
  };
  return { by: isFed ? FEED : filerIn(district, dice), filing, workMinutes: dice.between(...(wish.work ?? work)) };
}

function unitsOf(dice: Dice, { devices }: District, { size }: Wish): number {
  if (size === 'truck') return Math.min(devices, dice.between(120, 520));
  const [least, most] = dice.weighted([[62, [3, 40]], [27, [40, 130]], [9, [130, 420]], [2, [420, 1_100]]] as const); // prettier-ignore
  return Math.min(devices, dice.between(least, most));
}

function neededBy(dice: Dice, now: Instant, { slack }: Wish): Instant | null {
  const range = slack ?? dice.weighted(SLACKS);
  return range === null ? null : afterWork(now, dice.between(...range));
}

function filerIn({ region }: District, dice: Dice): string {
  return dice.pick(managersOf(region));
}
