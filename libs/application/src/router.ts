import type { DomainEvent, Recorded, RouteRecord } from '#domain';
import { step } from '#domain/routing/router-fold';
import type { RouterState } from '#domain/routing/router-state';
import { recordOf } from '#domain/routing/routed';
import { WrongExpectedRevision, type EventStore, type NewEvent, type Position, type RecordedEvent } from '#event-store';
import type { JsonObject } from '#ledger';
import { actorName, authOf, systemClaim } from './claim.js';
import type { Clock } from './clock.js';
import type { CommandHandling } from './handle-command.js';
import { InFlight } from './in-flight.js';
import { InTurn } from './in-turn.js';
import { untilDone } from './insistence.js';
import type { Keep, KeptParts, KeptState } from './kept-state.js';
import { nouns } from './nouns.js';
import { OpenTasks } from './open-tasks.js';
import { RouteAnswers } from './route-answers.js';
import { RouteDivergence } from './route-divergence.js';
import { callSheetCommand, escalationCommand, tasksOf, type Task } from './router-tasks.js';
import type { Subscriber } from './subscriber.js';
import { ALWAYS, type Turn } from './turn.js';

export interface RouterParts {
  readonly store: EventStore;
  readonly handling: CommandHandling;
  /** Folded in place: it stands where this subscriber stands. */
  readonly state: RouterState;
  /** How the state is stored, and where; left out: nowhere. */
  readonly kept?: { readonly parts: KeptParts; readonly keep: Keep };
  readonly clock: Clock;
  /** False: it follows what another process's router records, and answers from its state. */
  readonly leads: boolean;
  /** Of leading; until it comes it follows, and knows what would be left to do. */
  readonly turn?: Turn;
  readonly onFailure: (error: unknown) => void;
  /** A command of the router was refused as it should not be; it goes on. */
  readonly onFault: (error: unknown) => void;
}

const ROUTER = systemClaim('router');
/** Tasks under way beyond which the reading of the log waits. */
const MOST_IN_FLIGHT = 256;

/**
 * The process manager around the router's fold: what the fold asks for is recorded in `routing-<issue>` and followed by the
 * escalations and call sheets. Everything it does is idempotent: after a restart it folds the log again, or from where its state was
 * stored, and does what the fold asks for and the log does not show.
 */
export class Router implements Subscriber {
  readonly name = 'router';
  readonly version = 1;
  readonly answers = new RouteAnswers();
  readonly #parts: RouterParts;
  readonly #open = new OpenTasks();
  readonly #inTurn = new InTurn();
  readonly #inFlight = new InFlight(MOST_IN_FLIGHT);
  /** The end of the log when it started: up to there others may have done what the fold asks for. */
  #liveFrom: Position | null = null;
  /** Where the stored state stands. */
  #reached: Position | null = null;
  #live = false;
  /** Up to where it has folded. */
  #folded: Position | null = null;
  readonly #kept: KeptState | null;
  #failure: { readonly error: unknown } | undefined;
  #insists = true;
  /** Something was left undone: what comes after it in its queue would speak for it. */
  #gaveUp = false;

  constructor(parts: RouterParts) {
    this.#parts = parts;
    const { kept, leads } = parts;
    const maps = [...(kept?.parts.maps ?? []), ...this.#open.maps];
    this.#kept = kept?.keep(this.name, { ...kept.parts, maps }, leads ? 'leads' : 'follows') ?? null;
  }

  /** To be called before the log is read. */
  async start(): Promise<void> {
    this.#liveFrom = (await this.#parts.store.head())?.position ?? null;
    const { turn = ALWAYS } = this.#parts;
    this.#live = this.#liveFrom === null && turn.isMine;
    if (!turn.isMine) void turn.came.then(() => this.#goLiveAt(this.#folded));
  }

  async position(): Promise<Position | null> {
    const position = (await this.#kept?.restore()) ?? null;
    if (position === null) return null;
    for (const { body } of [...this.#parts.state.unmet.values()].flat()) this.answers.expect(body.trigger, body.issue);
    this.#reached = position;
    return position;
  }

  /** The reading has begun: also if it brings nothing new, what is left to do will be done. */
  begin(): void {
    if (this.#reached !== null) this.#goLiveAt(this.#reached);
  }

  /** Resolves once the events are folded; what they ask for goes on by itself (`done`). @throws RouteDivergence */
  async apply(events: readonly RecordedEvent[], through: Position): Promise<void> {
    try {
      for (const event of events) this.#fold(event);
    } catch (error) {
      this.#stop(error);
      throw error;
    }
    this.#goLiveAt(through);
    await this.#kept?.folded(events, through);
    await this.#inFlight.room();
    this.#throwFailure();
  }

  /** What fails from now on for a reason that passes is left for the next start: nobody waits for a full disk to stop. */
  insistNoMore(): void {
    this.#insists = false;
  }

  /** Resolves when all that the fold has asked for so far is done. @throws what stopped the router */
  async done(): Promise<void> {
    await this.#inFlight.done();
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  #fold(event: RecordedEvent): void {
    const stepped = step(this.#parts.state, event as unknown as Recorded<DomainEvent>);
    const { met } = stepped;
    if (met !== null) {
      if (!met.same) throw new RouteDivergence(met);
      this.answers.give({ record: met.recorded, revision: met.revision, position: event.position });
    }
    for (const { body } of stepped.routes) this.answers.expect(body.trigger, body.issue);
    if (!this.#parts.leads) return;
    this.#open.met(event);
    for (const task of tasksOf(stepped, event, this.#parts.state)) {
      this.#open.add(task);
      if (this.#live) this.#begin(task);
    }
  }

  #goLiveAt(position: Position | null): void {
    this.#folded = position;
    if (this.#live || this.#parts.turn?.isMine === false) return;
    if (this.#liveFrom !== null && (position === null || position < this.#liveFrom)) return;
    this.#live = true;
    for (const task of this.#open.all()) this.#begin(task);
  }

  #begin(task: Task): void {
    this.#inFlight.start(() => this.#inTurn.run(task.queue, () => this.#attend(task)).catch((error: unknown) => this.#fail(error)));
  }

  async #attend(task: Task): Promise<void> {
    let isOver = false as boolean; // changed within the callback
    const work = async (): Promise<void> => {
      isOver = this.#gaveUp || this.#failure !== undefined || this.#parts.turn?.isMine === false;
      if (!isOver) await (task.kind === 'route' ? this.#record(task) : this.#command(task));
    };
    const isDone = await untilDone(work, this.#parts.onFault, () => this.#insists);
    // What is left to another stays open, also in the stored state: there may be no other.
    if (isDone && !isOver) this.#open.done(task);
    else this.#gaveUp = true;
  }

  async #record({ routed, id, stream, cause }: Extract<Task, { kind: 'route' }>): Promise<void> {
    const record = recordOf(routed);
    const event = this.#envelope(id, cause, record);
    try {
      const { position } = await this.#parts.store.append(stream, routed.revision === 0 ? 'noStream' : routed.revision - 1, [event]);
      this.answers.give({ record, revision: routed.revision, position });
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision)) throw error;
      // What stands there is adopted; the log will bring it, and it will be held against the fold's own.
      const [there] = await this.#parts.store.readStream(stream, { fromRevision: routed.revision, limit: 1 });
      if (there === undefined) throw new RouteDivergence({ issue: routed.issue, revision: routed.revision, recorded: record, own: null });
    }
  }

  async #command(task: Exclude<Task, { kind: 'route' }>): Promise<void> {
    const { handling } = this.#parts;
    const { cause } = task;
    const request = {
      id: task.target,
      claim: ROUTER,
      identity: { commandId: task.id },
      correlationId: cause.correlationId,
      ...(cause.origin === undefined ? undefined : { origin: cause.origin }),
    };
    if (task.kind === 'callSheet') await handling.handle(nouns.callSheet, { ...request, command: callSheetCommand(task.move) });
    else await handling.handle(nouns.escalation, { ...request, command: escalationCommand(task.move) });
  }

  #envelope(id: string, cause: Task['cause'], record: RouteRecord): NewEvent {
    return {
      id,
      type: 'IssueRouted',
      schema: 1,
      recordedAt: this.#parts.clock.now(),
      actor: actorName(ROUTER),
      auth: authOf(ROUTER),
      correlationId: cause.correlationId,
      causationId: cause.id,
      ...(cause.origin === undefined ? undefined : { origin: cause.origin }),
      data: record as unknown as JsonObject,
    };
  }

  #fail(error: unknown): void {
    this.#stop(error);
    this.#parts.onFailure(error);
  }

  /** Nothing that was asked for is done any more. */
  #stop(error: unknown): void {
    this.#failure ??= { error };
    this.answers.fail(error);
  }
}
