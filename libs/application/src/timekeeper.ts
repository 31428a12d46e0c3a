import { toMillis, type EscalationCommand, type Instant } from '#domain';
import { DuplicateEventId, WrongExpectedRevision, type EventStore, type Position, type RecordedEvent } from '#event-store';
import { actorName, authOf, systemClaim } from './claim.js';
import type { Clock, Timers } from './clock.js';
import { Dues, type Timed } from './dues.js';
import type { CommandHandling } from './handle-command.js';
import { derivedId } from './ids.js';
import { untilDone } from './insistence.js';
import type { Keep, KeptState } from './kept-state.js';
import { nouns } from './nouns.js';
import type { Standings } from './standings.js';
import type { Streams } from './streams.js';
import type { Subscriber } from './subscriber.js';
import type { Turn } from './turn.js';

export interface TimekeeperParts {
  readonly store: EventStore;
  readonly streams: Streams;
  readonly handling: CommandHandling;
  readonly standings: Standings;
  readonly clock: Clock;
  /** Of what it records, while a history is imported. */
  readonly origin: string | undefined;
  readonly timers: Timers;
  /** False: it does something only when it is told to `tick`. */
  readonly ticksByItself: boolean;
  /** Of leading; before it comes and once it is over nothing is done. */
  readonly turn?: Turn;
  /** Resolves when the router has done, and both have seen, all that was in the log. */
  readonly settled: () => Promise<void>;
  readonly onFailure: (error: unknown) => void;
  /** A command of the timekeeper was refused as it should not be; it goes on. */
  readonly onFault: (error: unknown) => void;
  readonly keep?: Keep;
}

const TIMEKEEPER = systemClaim('timekeeper');

/**
 * Turns due instants into events. What falls due is a fold over the log: after a downtime everything that fell due meanwhile is done
 * once, the earliest first, and a clock that was moved, stopped or answered in time does nothing.
 */
export class Timekeeper implements Subscriber {
  readonly name = 'timekeeper';
  readonly version = 1;
  readonly #parts: TimekeeperParts;
  readonly #dues: Dues;
  readonly #kept: KeptState | null;
  #ticking: Promise<number> | undefined;
  #alarm: { readonly at: Instant; readonly callOff: () => void } | undefined;
  #stopped = false;

  constructor(parts: TimekeeperParts) {
    this.#parts = parts;
    this.#dues = new Dues(parts.streams);
    this.#kept = parts.keep?.(this.name, this.#dues.parts) ?? null;
  }

  async position(): Promise<Position | null> {
    return (await this.#kept?.restore()) ?? null;
  }

  /** The reading has begun: also if it brings nothing new, what was due before will be seen to. */
  begin(): void {
    this.#setAlarm();
    void this.#parts.turn?.came.then(() => this.#setAlarm());
  }

  async apply(events: readonly RecordedEvent[], through: Position): Promise<void> {
    for (const event of events) await this.#dues.fold(event);
    this.#setAlarm();
    await this.#kept?.folded(events, through);
  }

  /** When the next thing falls due, if nothing happens before; null: nothing does. */
  nextDue(): Instant | null {
    return this.#dues.next()?.at ?? null;
  }

  /** Does all that is due by now, also what comes of it, and answers how much that was. */
  tick(): Promise<number> {
    this.#ticking ??= this.#tick()
      .catch((error: unknown) => {
        this.#stopped = true; // else what is due would ring again at once, for ever
        throw error;
      })
      .finally(() => {
        this.#ticking = undefined;
        this.#setAlarm();
      });
    return this.#ticking;
  }

  /** Resolves when what is being done is done. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#alarm?.callOff();
    await this.#ticking?.catch(() => undefined);
  }

  async #tick(): Promise<number> {
    for (let done = 0; ;) {
      await untilDone(this.#parts.settled, this.#parts.onFault, () => !this.#stopped);
      const dues = this.#stopped || !this.#isMyTurn ? [] : this.#dues.take(this.#parts.clock.now());
      if (dues.length === 0) return done;
      await Promise.all(dues.map((due) => this.#attend(due)));
      done += dues.length;
    }
  }

  async #attend(due: Timed): Promise<void> {
    const work = async (): Promise<void> => {
      if (!this.#isMyTurn) return; // it is over: whoever has it now does what is due
      await (due.kind === 'review' ? this.#review(due) : this.#command(due));
    };
    await untilDone(work, this.#parts.onFault, () => !this.#stopped);
  }

  get #isMyTurn(): boolean {
    return this.#parts.turn?.isMine !== false;
  }

  #setAlarm(): void {
    const at = this.nextDue();
    if (!this.#parts.ticksByItself || !this.#isMyTurn || this.#stopped || this.#alarm?.at === at) return;
    this.#alarm?.callOff();
    this.#alarm = undefined;
    if (at === null) return;
    const ring = (): void => {
      this.#alarm = undefined;
      this.tick().catch(this.#parts.onFailure);
    };
    this.#alarm = { at, callOff: this.#parts.timers.after(toMillis(at) - toMillis(this.#parts.clock.now()), ring) };
  }

  async #review({ issue, at, cause }: Extract<Timed, { kind: 'review' }>): Promise<void> {
    const last = this.#dues.clockRevision(issue);
    const event = {
      id: derivedId(cause.id, 'review'),
      type: 'RouteReviewDue',
      schema: 1,
      recordedAt: this.#parts.clock.now(),
      actor: actorName(TIMEKEEPER),
      auth: authOf(TIMEKEEPER),
      correlationId: cause.correlationId,
      causationId: cause.id,
      ...this.#origin(),
      data: { issue, dueAt: at },
    };
    try {
      await this.#parts.store.append(`clock-${issue}`, last < 0 ? 'noStream' : last, [event]);
    } catch (error) {
      // Another process's timekeeper was faster.
      if (!(error instanceof WrongExpectedRevision || error instanceof DuplicateEventId)) throw error;
    }
  }

  async #command(due: Exclude<Timed, { kind: 'review' }>): Promise<void> {
    const { handling } = this.#parts;
    const identity = { commandId: derivedId(due.cause.id, due.key) };
    const request = { claim: TIMEKEEPER, identity, correlationId: due.cause.correlationId, ...this.#origin() };
    if (due.kind === 'callSheet') {
      await handling.handle(nouns.callSheet, { ...request, id: due.callSheet, command: { type: 'CloseCallSheet', because: 'time' } });
      return;
    }
    const command = this.#commandFor(due);
    if (command !== null) await handling.handle(nouns.escalation, { ...request, id: due.escalation, command });
  }

  #origin(): { readonly origin?: string } {
    const { origin } = this.#parts;
    return origin === undefined ? {} : { origin };
  }

  /** null: there is nowhere to go; whoever answers for it keeps it. */
  #commandFor({ issue, due }: Extract<Timed, { kind: 'escalation' }>): EscalationCommand | null {
    switch (due.kind) {
      case 'warning':
        return { type: 'WarnClock' };
      case 'snooze':
        return { type: 'EndSnooze', because: 'time' };
      case 'effect':
        return { type: 'TakeEffect' };
      case 'clock': {
        const hop = this.#parts.standings.hop(issue, this.#parts.clock.now());
        return hop === null ? null : { type: 'ExpireClock', clock: due.clock, hop };
      }
    }
  }
}
