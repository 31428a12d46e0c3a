import type { ActionKind, StatedAsk } from '#domain';
import type { Dice } from './dice.js';
import { grouped } from './grouped.js';
import { UNIT_VALUE_DOLLARS, type KindCode } from './programme.js';
import { usd } from './policies.js';

/** What an ask speaks of. */
export interface AskWords {
  readonly units: number;
  readonly site: string;
  readonly partner: string;
}

type AskOf = (words: AskWords, dice: Dice) => StatedAsk;

const NOTHING = { spend: null, writeOff: null, delayAcceptedDays: 0, alternative: null } as const;

const said = (action: ActionKind, recommendation: string, rest: Partial<StatedAsk> = {}): StatedAsk => ({
  ...NOTHING,
  action,
  recommendation,
  ...rest,
});

/** A round sum that a manager would name: so many dollars a device on top of a base. */
function sum(dice: Dice, { units }: AskWords, least: number, most: number): number {
  return 50 * Math.round((dice.between(120, 400) + units * dice.between(least, most)) / 50);
}

const EXPEDITE: AskOf = (words, dice) => {
  const dollars = sum(dice, words, 8, 24);
  return said('spend', `Pay ${words.partner} $${grouped(dollars)} for an extra run to ${words.site}`, {
    spend: usd(dollars),
    alternative: `Let it come with the regular run, ${dice.between(2, 4)} days later`,
  });
};
const ACCEPT_DELAY: AskOf = ({ site }, dice) => {
  const days = dice.between(1, 3);
  return said('accept_delay', `Accept that ${site} gets it ${days === 1 ? 'a day' : `${days} days`} later, and tell the school`, {
    delayAcceptedDays: days,
  });
};
const WRITE_OFF: AskOf = ({ units, site }, dice) => {
  const pieces = Math.max(1, Math.floor((units * dice.between(3, 12)) / 100));
  return said('write_off', `Write off ${pieces === 1 ? 'a device' : `${pieces} devices`} at ${site} and reorder`, {
    writeOff: usd(pieces * UNIT_VALUE_DOLLARS),
    alternative: 'Send them for repair and lend spares meanwhile',
  });
};
const TECHNICIANS: AskOf = (words, dice) => {
  const dollars = sum(dice, words, 6, 16);
  return said('spend', `Send a contractor to ${words.site} for $${grouped(dollars)} to set the devices up on the spot`, {
    spend: usd(dollars),
    alternative: `Push the profile over the air and wait a night`,
  });
};
const MOVE_STAFF: AskOf = ({ site }) =>
  said('move_staff', `Lend two technicians from the next region to ${site} for a day`, { alternative: 'Train a teacher over the phone' });
const MOVE_STOCK: AskOf = ({ units, site }) =>
  said('move_stock', `Move ${grouped(units)} devices of the central reserve to ${site}`, {
    alternative: 'Share devices between two classes for a week',
  });
const CHANGE_SOURCE: AskOf = ({ units, site, partner }) =>
  said('change_source', `Take ${grouped(units)} devices for ${site} from the second supplier instead of ${partner}`);
const WAIVER: AskOf = ({ site }) =>
  said('waiver', `Waive the keyboard layout for ${site} this term`, { alternative: 'Exchange all of them, three weeks' });
const CONTRACT: AskOf = ({ partner }) => said('contract_change', `Change ${partner}'s contract: two delivery windows a day instead of one`);
const STATEMENT: AskOf = ({ site }) =>
  said('public_statement', `Tell the parents of ${site} in public what happened and when the devices come`);
const VISIT: AskOf = ({ site }) => said('official_visit', `Go to ${site}'s board meeting and explain the slip`);
const SOMETHING: AskOf = ({ site }, dice) =>
  said(
    'other',
    dice.pick([`Call the principal of ${site} and agree on another day`, `Let ${site} keep the spare cartons until the count is settled`]),
  );

type Table = readonly (readonly [weight: number, ask: AskOf])[];

/** Most of it a manager can grant; some only leaders may, whatever it costs. */
const BY_KIND: Readonly<Record<KindCode, Table>> = {
  late: [[100, EXPEDITE], [44, ACCEPT_DELAY], [16, SOMETHING], [5, MOVE_STOCK], [2, CONTRACT], [1, STATEMENT], [1, VISIT]],
  damaged: [[120, WRITE_OFF], [40, ACCEPT_DELAY], [6, MOVE_STOCK]],
  wrong_count: [[100, EXPEDITE], [40, ACCEPT_DELAY], [40, SOMETHING], [5, MOVE_STOCK]],
  wrong_model: [[60, ACCEPT_DELAY], [40, EXPEDITE], [12, CHANGE_SOURCE], [8, WAIVER]],
  wrong_serial: [[80, SOMETHING], [60, TECHNICIANS], [6, MOVE_STAFF]],
  misconfigured: [[120, TECHNICIANS], [32, ACCEPT_DELAY], [10, MOVE_STAFF]],
  refused: [[80, SOMETHING], [80, EXPEDITE], [2, VISIT]],
  returned: [[100, SOMETHING], [60, EXPEDITE]],
  stolen: [[80, WRITE_OFF], [10, STATEMENT]],
  lost: [[120, WRITE_OFF], [40, EXPEDITE]],
  battery: [[40, ACCEPT_DELAY], [30, MOVE_STOCK]],
  other: [[120, SOMETHING], [40, EXPEDITE], [3, MOVE_STAFF]],
}; // prettier-ignore

/** What a manager would ask for. */
export function askOf(kind: KindCode, words: AskWords, dice: Dice): StatedAsk {
  return dice.weighted(BY_KIND[kind])(words, dice);
}
