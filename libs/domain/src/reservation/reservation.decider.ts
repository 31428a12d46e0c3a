import type { ReservationEvent } from './reservation.js';

/** Stream `reservation-<keyed hash of the value>`. `holder` is the id of what will carry the value. */
export type ReservationCommand = { readonly type: 'ReserveName' } & ReservationEvent['data'];
