import type { EventRef, Instant } from '#domain';
import type { Outlook } from '#domain/routing/outlook';
import { levelAttention, type LevelAttention } from '#domain/routing/level-attention';
import type { RouterState } from '#domain/routing/router-state';
import type { EventStore, Position } from '#event-store';
import type { NewKey, Vault } from '#vault';
import { Actors, type Caller } from './actors.js';
import type { Claim } from './claim.js';
import { systemTimers, type Clock, type Timers } from './clock.js';
import type { CommandObserver } from './command-observer.js';
import type { Accepted, CommandRequest } from './command.js';
import { DirectoryFold } from './directory.js';
import type { Followed } from './followed.js';
import { CommandHandling } from './handle-command.js';
import { newId, type NewId } from './ids.js';
import { keptRouterState } from './kept-router-state.js';
import { KeptState, type Keep } from './kept-state.js';
import type { LaneHealth } from './lane.js';
import type { AnyNoun, CommandOf, SomeNoun } from './noun.js';
import { nouns } from './nouns.js';
import { Outlooks, type OutlookAsked } from './outlooks.js';
import { PastStates } from './past-states.js';
import { Reservations } from './reservations.js';
import { rehearsalOn, type Rehearsal } from './rehearsal.js';
import { recordedRoute, type RouteAnswer } from './route-answers.js';
import { Router } from './router.js';
import type { Snapshots } from './snapshots.js';
import { standingsIn } from './standings.js';
import { stateHash, type StateRows } from './state-hash.js';
import { Streams } from './streams.js';
import type { Subscriber } from './subscriber.js';
import { Subscriptions } from './subscriptions.js';
import { Timekeeper } from './timekeeper.js';
import type { Turn } from './turn.js';

type Nouns = typeof nouns;
type StateOf<N extends SomeNoun> = N['rules'] extends { readonly initial: infer State } ? State : never;

/** A state, and the commands that led to it. */
export interface Looked<State> {
  readonly state: State;
  knows(commandId: string): boolean;
}
export type NounName = keyof Nouns;

export interface EngineParts {
  readonly store: EventStore;
  readonly vault: Vault;
  /** Keys the hashes that stand in the log, of commands and of unique names: at least 32 bytes, kept with the vault. */
  readonly secret: Uint8Array;
  readonly clock: Clock;
  readonly timers?: Timers;
  /** Read models, ledger, outbox: they take part in the one reading of the log. */
  readonly subscribers?: readonly Subscriber[];
  /** False: another process routes and keeps time; this one takes commands and follows. */
  readonly leads?: boolean;
  /** Where several processes could lead: it begins when its turn comes. */
  readonly turn?: Turn;
  /** A subscriber's work that another process does: `waitFor` asks what that one has stored. */
  readonly follows?: Pick<Followed, 'name' | 'reached'>;
  /** False: nothing falls due by itself, `rest` looks for it. For clocks that are moved by hand. */
  readonly ticksByItself?: boolean;
  /** Id of the import whose history runs on this engine's clock: what falls due in it is part of it. */
  readonly origin?: string;
  /** Where the folds' states are stored, so that a start need not read the whole log; left out: nowhere. */
  readonly snapshots?: Snapshots;
  readonly newId?: NewId;
  readonly newKey?: NewKey;
  /** Stands around each command, whoever gives it. */
  readonly observe?: CommandObserver;
  /** Told of each part that stops for good. */
  readonly onFailure?: (part: string, error: unknown) => void;
  /** Told of a fault in one case, after which the part goes on. */
  readonly onFault?: (part: string, error: unknown) => void;
}

export interface Health {
  readonly failures: ReadonlyMap<string, unknown>;
  readonly subscribers: readonly LaneHealth[];
}

/** What the engine itself folds. */
const OWN = ['router', 'directory', 'timekeeper'] as const;

/** Everything behind the interfaces: commands in, routes and due instants turned into events, subscribers kept up to date. */
export class Engine {
  readonly #store: EventStore;
  readonly #handling: CommandHandling;
  readonly #streams: Streams;
  readonly #directory: DirectoryFold;
  readonly #rehearsal: () => Rehearsal;
  readonly #actors: Actors;
  readonly #router: Router;
  readonly #timekeeper: Timekeeper;
  readonly #subscriptions: Subscriptions;
  readonly #outlooks: Outlooks;
  readonly #leads: boolean;
  readonly #follows: EngineParts['follows'];
  readonly #state: RouterState;
  readonly #failures = new Map<string, unknown>();
  readonly #kept = new Map<string, KeptState>();

  constructor(parts: EngineParts) {
    const {
      store,
      clock,
      timers = systemTimers,
      leads = true,
      ticksByItself = leads,
      onFailure = () => undefined,
      onFault = () => undefined,
    } = parts;
    const failed = (part: string) => (error: unknown) => {
      if (this.#failures.has(part)) return;
      this.#failures.set(part, error);
      onFailure(part, error);
    };
    const fault = (part: string) => (error: unknown) => onFault(part, error);
    const streams = new Streams(store);
    const keep: Keep = (fold, kept, version = '') => {
      const rows = parts.snapshots?.of(fold, version) ?? null;
      if (rows !== null) this.#kept.set(fold, new KeptState(kept, rows, store, fault(fold)));
      return this.#kept.get(fold) ?? null;
    };
    const { state, parts: routed } = keptRouterState();
    const standings = standingsIn(state);
    const directory = new DirectoryFold(() => this.#reachHead('directory'), keep);
    this.#store = store;
    this.#streams = streams;
    this.#directory = directory;
    this.#state = state;
    this.#leads = leads;
    this.#follows = parts.follows;
    this.#actors = new Actors(streams, clock);
    const deciding = {
      ...parts,
      directory,
      standings,
      newId: parts.newId ?? newId,
      actorOf: (claim: Claim) => this.#actors.actorOf(claim),
    };
    this.#handling = new CommandHandling({ ...deciding, streams, reservations: new Reservations(store, parts.secret) });
    this.#rehearsal = () => rehearsalOn(store, deciding);
    const handling = this.#handling;
    this.#outlooks = new Outlooks(new PastStates(store, () => this.#kept.get('router')?.rows ?? null), handling, state, clock);
    const turn = parts.turn === undefined ? {} : { turn: parts.turn };
    const stopped = { onFailure: failed('router'), onFault: fault('router') };
    this.#router = new Router({ store, handling, state, kept: { parts: routed, keep }, clock, leads, ...turn, ...stopped });
    this.#timekeeper = new Timekeeper({
      store,
      streams,
      handling,
      standings,
      clock,
      timers,
      origin: parts.origin,
      ticksByItself: leads && ticksByItself,
      ...turn,
      settled: () => this.#settled(),
      onFailure: failed('timekeeper'),
      onFault: fault('timekeeper'),
      keep,
    });
    const subscribers = [this.#router, directory, this.#timekeeper, ...(parts.subscribers ?? [])];
    this.#subscriptions = new Subscriptions(store, timers, subscribers, (name, error) => failed(name)(error));
  }

  /** Begins to read the log, and resolves when the engine's own folds have reached what was its end, or have stopped (`health`). */
  async start(): Promise<void> {
    await this.#router.start();
    await this.#subscriptions.start();
    this.#router.begin();
    this.#timekeeper.begin();
    await Promise.allSettled(OWN.map((name) => this.#reachHead(name)));
  }

  /** Finishes what is under way, and stores the folds' states. The store and the vault stay open. */
  async stop(): Promise<void> {
    this.#router.insistNoMore(); // for it the timekeeper waits
    await this.#timekeeper.stop();
    await this.#subscriptions.stop();
    await this.#router.done().catch(() => undefined);
    // What broke off in the middle of a batch stands nowhere in the log.
    const whole = this.health().subscribers.filter(({ state }) => state !== 'failed');
    for (const { name } of whole) await this.#kept.get(name)?.stop();
  }

  /** Decides a command of one of the nouns and appends what it leads to. @throws what `CommandHandling.handle` throws */
  async handle<N extends NounName>(noun: N, request: CommandRequest<CommandOf<Nouns[N]>>): Promise<Accepted> {
    return this.#handling.handle<Nouns[N]>(nouns[noun], request);
  }

  /** A place to try commands in: they are decided upon what the log holds and upon each other, and nothing is written. */
  rehearsal(): Rehearsal {
    return this.#rehearsal();
  }

  /** What a stream comes to, read to its end. */
  async look<N extends NounName>(noun: N, id: string): Promise<Looked<StateOf<Nouns[N]>>> {
    const { state, commands } = await this.#streams.load((nouns[noun] as unknown as AnyNoun).rules, id);
    return { state: state as StateOf<Nouns[N]>, knows: (commandId) => commands.has(commandId) };
  }

  /** The source whose token has this SHA-256, once the log up to a moment ago was read; null: none. */
  async sourceOfToken(hash: string): Promise<string | null> {
    const known = this.#directory.sourceOfToken(hash);
    if (known !== null) return known;
    // It may have been issued just now.
    await this.#reachHead('directory');
    return this.#directory.sourceOfToken(hash);
  }

  /** Who comes with a bearer token, and what they may do now. @throws NotAuthenticated */
  async authenticate(token: string): Promise<Caller> {
    return this.#actors.authenticate(token);
  }

  /**
   * Resolves when a subscriber has stored everything up to a position: reading one's own write.
   * @throws NotCaughtUp after `milliseconds`
   * @throws SubscriberStopped, UnknownSubscriber
   */
  async waitFor(subscriber: string, position: Position, milliseconds?: number): Promise<void> {
    if (this.#follows?.name !== subscriber) return this.#subscriptions.waitFor(subscriber, position, milliseconds);
    return this.#subscriptions.within(this.#follows.reached(position), subscriber, milliseconds);
  }
  /**
   * The route that a command led to for an issue, once it is recorded; null: it led to none.
   * @throws NotCaughtUp after `milliseconds`
   * @throws SubscriberStopped the router has stopped
   */
  async routeOf({ stream, events, position }: Accepted, issue: string, milliseconds?: number): Promise<RouteAnswer | null> {
    if (position === null) return null;
    const route = this.#routeOf(
      events.map(({ revision }) => ({ stream, revision })),
      issue,
      position,
    );
    return this.#subscriptions.within(route, 'router', milliseconds);
  }

  /** Where an issue would go, now or then, as it is or as somebody is about to state it. See `Outlooks`. */
  async outlook(asked: OutlookAsked): Promise<Outlook | null> {
    return this.#outlooks.outlook(asked);
  }

  /**
   * Resolves when nothing is left to do by now: every command is routed, escalations follow, and what is due is done. For clocks that
   * are moved by hand: append, rest, move the clock to the next thing that happens or to `nextDue()`.
   * @throws what stopped the router or the timekeeper
   */
  async rest(): Promise<void> {
    for (let before: Position | undefined; ;) {
      await this.#settled();
      if (this.#leads) await this.#timekeeper.tick();
      const head = (await this.#store.head())?.position;
      if (head === before) return;
      before = head;
    }
  }

  /**
   * The state hash of a moment, and the last entry of the log by then: what `replay` of the same log gives. Reads every row, so it is for
   * auditors; null: the log did not stand still while it was read.
   */
  async stateHash(views: StateRows & { readonly name: string }): Promise<{ readonly index: number; readonly hash: string } | null> {
    await this.#settled();
    const head = await this.#store.head();
    if (head !== null) await this.waitFor(views.name, head.position);
    const hash = await stateHash(views, this.#state);
    const after = await this.#store.head();
    return after?.position === head?.position ? { index: head?.index ?? -1, hash } : null;
  }

  /** When the next thing falls due, if nothing happens before; null: nothing does. Meaningful after `rest`. */
  nextDue(): Instant | null {
    return this.#timekeeper.nextDue();
  }

  /** Each level's people, and how much of their attention is spent or spoken for, as the router counts it. */
  attention(): readonly LevelAttention[] {
    return levelAttention(this.#state);
  }

  /** Parts that have stopped for good, by name, and how far each subscriber has come. */
  health(): Health {
    const { subscribers, failure } = this.#subscriptions.health();
    if (failure !== undefined) this.#failures.set('log', failure);
    return { failures: this.#failures, subscribers };
  }

  async #routeOf(triggers: readonly EventRef[], issue: string, position: Position): Promise<RouteAnswer | null> {
    await this.#subscriptions.waitFor('router', position);
    const answers = triggers.map((trigger) => this.#router.answers.of(trigger, issue)).filter((answer) => answer !== null);
    if (answers[0] !== undefined) return answers[0];
    // It may have been made long ago, when the command was given first.
    return recordedRoute(this.#store, triggers, issue);
  }

  /** Resolves when the router has done, and router and timekeeper have seen, all that was in the log. */
  async #settled(): Promise<void> {
    await this.#reachHead('router');
    await this.#router.done();
    await Promise.all([this.#reachHead('router'), this.#reachHead('timekeeper')]);
  }

  async #reachHead(subscriber: (typeof OWN)[number]): Promise<void> {
    const head = await this.#store.head();
    if (head !== null) await this.#subscriptions.waitFor(subscriber, head.position);
  }
}
