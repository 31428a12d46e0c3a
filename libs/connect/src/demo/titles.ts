import type { Dice } from './dice.js';
import type { KindCode } from './programme.js';

/** What a title speaks of. */
export interface TitleWords {
  /** How many, as people write it. */
  readonly units: string;
  readonly site: string;
  readonly partner: string;
}

type Title = (words: TitleWords, dice: Dice) => string;

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'] as const;
const truck = (dice: Dice) => `Truck ${dice.between(104, 788)}`;
const list = (dice: Dice) => dice.between(112, 989);

const TITLES: Readonly<Record<KindCode, readonly Title[]>> = {
  late: [
    ({ units, site }, dice) => `${truck(dice)} held at the state line, ${units} laptops short for ${site}`,
    ({ site }, dice) => `Pallets for ${site} missed ${dice.pick(WEEKDAYS)}'s truck`,
    ({ site, partner }, dice) => `${partner} says ${site} slips by ${dice.between(2, 6)} days`,
    ({ site }) => `Consolidated load for ${site} split without notice`,
    ({ units, site }, dice) => `${truck(dice)} broke down with ${units} devices for ${site}`,
    ({ site }) => `Delivery window at ${site} missed, the janitor had gone home`,
    ({ units, site, partner }) => `${units} devices for ${site} still at the hub of ${partner}`,
  ],
  damaged: [
    ({ units, site }) => `Crushed corners on ${units} cartons at ${site}`,
    ({ site }) => `Water damage on two pallets, ${site}`,
    ({ units, site }) => `${units} screens cracked out of the box at ${site}`,
    ({ site }) => `Pallet tipped over on the ramp at ${site}`,
  ],
  wrong_count: [
    ({ site }, dice) => `Packing list ${list(dice)} does not match the count at ${site}`,
    ({ units, site }, dice) => `${units} devices short of packing list ${list(dice)}, ${site}`,
    ({ units, site }) => `${units} devices too many at ${site}, nobody ordered them`,
    ({ site }, dice) => `Carton ${dice.between(3, 60)} of the ${site} order came empty`,
  ],
  wrong_model: [
    ({ units, site }) => `${units} units with the wrong keyboard layout, ${site}`,
    ({ units, site }) => `Chargers of the old model in ${units} boxes, ${site}`,
    ({ units, site }) => `${units} tablets instead of laptops at ${site}`,
    ({ units, site }) => `Half the memory that was ordered in ${units} devices, ${site}`,
  ],
  wrong_serial: [
    ({ site }, dice) => `Serial list ${list(dice)} does not match the labels at ${site}`,
    ({ units, site }) => `${units} serial numbers enrolled twice, ${site}`,
    ({ units, site }) => `Asset tags swapped on ${units} devices at ${site}`,
  ],
  misconfigured: [
    ({ units, site }) => `${units} devices boot into the wrong tenant at ${site}`,
    ({ site }, dice) => `Content filter missing on image ${dice.between(101, 112)}, ${site}`,
    ({ units, site }) => `${units} devices ask for a pass code nobody has, ${site}`,
    ({ units, site }) => `No wireless profile on ${units} devices, ${site}`,
  ],
  refused: [
    ({ units, site }, dice) => `${site} refused ${units} devices: no storage until ${dice.pick(WEEKDAYS)}`,
    ({ site }) => `Nobody at ${site} would sign for the delivery`,
  ],
  returned: [
    ({ units, site }) => `${units} devices sent back by ${site} without a form`,
    ({ site, partner }) => `Return from ${site} stands unclaimed at ${partner}`,
  ],
  stolen: [
    ({ units, site }) => `${units} devices taken from the loading dock at ${site}`,
    ({ units, site }) => `Van broken into behind ${site}, ${units} devices gone`,
  ],
  lost: [
    ({ units, site }) => `Carton of ${units} devices for ${site} untraced since the hub`,
    ({ site, partner }) => `${partner} cannot find the second pallet for ${site}`,
  ],
  battery: [
    ({ units, site }) => `Swollen batteries in ${units} devices at ${site}`,
    ({ site }) => `A charging cart at ${site} smells of burnt plastic`,
  ],
  other: [
    ({ site }) => `${site} wants its delivery at the other campus`,
    ({ site }, dice) => `Fire drill at ${site} on delivery day, ${dice.pick(WEEKDAYS)}`,
    ({ units, site }) => `${units} parents' forms missing at ${site}, devices cannot be handed out`,
    ({ site }) => `The dock at ${site} is under repair`,
  ],
};

/** What stands below the line, where somebody took the time. */
export const DESCRIPTIONS = [
  'The principal called at seven. Photos follow as soon as somebody is on site.',
  'Second time this month at this school. The custodian has kept the packaging.',
  'Driver and dispatcher tell different stories; the times are from our own scanner.',
  'Classes start with these devices, there is nothing else in the building.',
  'We have told the district that we know, and that they hear from us by tomorrow noon.',
] as const;

/** A line that a manager would write. */
export function titleOf(kind: KindCode, words: TitleWords, dice: Dice): string {
  return dice.pick(TITLES[kind])(words, dice);
}
