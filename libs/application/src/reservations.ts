import { reservationDecider, toMillis, type Context, type Instant, type ReservationEvent, type ReservationState } from '#domain';
import { WrongExpectedRevision, type NewEvent, type RecordedEvent } from '#event-store';
import { derivedId } from './ids.js';
import { keyedHash } from './keyed-hash.js';
import type { LogOfCommands } from './streams.js';

/** Something that must be unique across streams, and the stream that is about to claim it with its first event. */
export interface Reservation {
  readonly what: ReservationEvent['data']['what'];
  readonly value: readonly string[];
  /** The id part of the stream, and its name. */
  readonly holder: { readonly id: string; readonly stream: string };
}

/**
 * How long a name is held for somebody who never came into being, because the process stopped between the reservation and the
 * event that was to follow it: far longer than any command is under way.
 */
const HELD_FOR_NOBODY_MILLIS = 15 * 60_000;

/** Unique values: the keyed hash of each names a stream, and who stands last in it holds the value. */
export class Reservations {
  readonly #store: LogOfCommands;
  readonly #secret: Uint8Array;

  constructor(store: LogOfCommands, secret: Uint8Array) {
    this.#store = store;
    this.#secret = secret;
  }

  /** Reserves what the event, about to be appended, claims. For the same holder again it adds nothing. @throws NameTaken */
  async reserve(reservation: Reservation, event: NewEvent, base: Context): Promise<void> {
    const { what, value, holder } = reservation;
    const stream = `reservation-${keyedHash(this.#secret, [what, ...value])}`;
    const last = (await this.#store.readStream(stream)).at(-1);
    const state = last === undefined || (await this.#isAbandoned(last, holder, base.now)) ? reservationDecider.initial : stateAfter(last);
    const [decided] = reservationDecider.decide({ type: 'ReserveName', what, holder: holder.id }, state, base);
    if (decided === undefined) return;
    const { commandHash: _of, occurredAt: _at, ...envelope } = event;
    try {
      await this.#store.append(stream, last?.revision ?? 'noStream', [{ ...envelope, id: derivedId(event.id, 'reservation'), ...decided }]);
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision)) throw error;
      await this.reserve(reservation, event, base);
    }
  }

  async #isAbandoned(last: RecordedEvent, { id, stream }: Reservation['holder'], now: Instant): Promise<boolean> {
    if (holderOf(last) === id || toMillis(now) - toMillis(last.recordedAt) < HELD_FOR_NOBODY_MILLIS) return false;
    const prefix = stream.slice(0, -id.length);
    return (await this.#store.readStream(prefix + holderOf(last), { limit: 1 })).length === 0;
  }
}

function stateAfter(last: RecordedEvent): ReservationState {
  return reservationDecider.evolve(reservationDecider.initial, last as unknown as ReservationEvent);
}

function holderOf(event: RecordedEvent): string {
  return (event.data as unknown as ReservationEvent['data']).holder;
}
