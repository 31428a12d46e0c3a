/** Stream `reservation-<keyed hash>`: something that must be unique across streams, such as a programme code. */
export type ReservationEvent = {
  readonly type: 'NameReserved';
  readonly data: { readonly what: 'programme_code' | 'external_reference'; readonly holder: string };
};

export type ReservationState = { readonly status: 'free' } | { readonly status: 'reserved'; readonly holder: string };

export function evolveReservation(_state: ReservationState, event: ReservationEvent): ReservationState {
  return { status: 'reserved', holder: event.data.holder };
}
