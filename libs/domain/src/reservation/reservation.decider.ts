import { checkCode } from '../check-value.js';
import type { Decider } from '../decider.js';
import { IllegalTransition } from '../errors.js';
import { evolveReservation, type ReservationEvent, type ReservationState } from './reservation.js';

/** Stream `reservation-<keyed hash of the value>`. `holder` is the id of what will carry the value. */
export type ReservationCommand = { readonly type: 'ReserveName' } & ReservationEvent['data'];

/** Where a command states the value. */
const FIELDS = { programme_code: 'code', external_reference: 'externalReference' } as const;

/** Something else carries this value already. */
export class NameTaken extends IllegalTransition {
  constructor(what: ReservationEvent['data']['what']) {
    super(`this ${what.replaceAll('_', ' ')} is taken`, FIELDS[what]);
  }
}

/** Whoever may create the holder may reserve its name, so rights are asked there. Reserving again for the same holder adds nothing. */
export const reservationDecider: Decider<ReservationCommand, ReservationEvent, ReservationState> = {
  initial: { status: 'free' },
  evolve: evolveReservation,
  decide({ what, holder }, state) {
    checkCode(holder, 'holder');
    if (state.status === 'free') return [{ type: 'NameReserved', data: { what, holder } }];
    if (state.holder !== holder) throw new NameTaken(what);
    return [];
  },
};
