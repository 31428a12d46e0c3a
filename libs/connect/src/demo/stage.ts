import { derivedId, systemClaim, type Accepted, type Claim, type CommandIds, type Engine, type SimulatedTime } from '#application';
import {
  fromMillis,
  toMillis,
  type CalendarCommand,
  type CallSheetCommand,
  type DomainEvent,
  type EscalationCommand,
  type Instant,
  type IssueCommand,
  type OrderCommand,
  type PartnerCommand,
  type PersonCommand,
  type PlaybookCommand,
  type PolicyBookCommand,
  type PolicyCommand,
  type ProgrammeCommand,
  type Recorded,
  type SiteCommand,
} from '#domain';
import type { EventStore } from '#event-store';
import { Agenda } from './agenda.js';
import type { Dice } from './dice.js';
import { afterMinutes, afterWork, atSecond } from './story-time.js';
import { World } from './world.js';

/** What can be done, by noun. */
export interface Commands {
  readonly policyBook: PolicyBookCommand;
  readonly policy: PolicyCommand;
  readonly calendar: CalendarCommand;
  readonly person: PersonCommand;
  readonly programme: ProgrammeCommand;
  readonly playbook: PlaybookCommand;
  readonly site: SiteCommand;
  readonly partner: PartnerCommand;
  readonly order: OrderCommand;
  readonly issue: IssueCommand;
  readonly escalation: EscalationCommand;
  readonly callSheet: CallSheetCommand;
}
type Noun = keyof Commands;

/** A person by id, an assistant in somebody's name, or the machine's own command line. */
export type Who = string | { readonly id: string; readonly inNameOf: string } | null;
export const OPERATOR: Who = null;

export interface StageParts {
  readonly engine: Pick<Engine, 'handle' | 'rest' | 'nextDue'>;
  /** The engine's clock. */
  readonly time: SimulatedTime;
  readonly store: EventStore;
  readonly seed: number;
}

/** A command of the story was refused: story and rules do not fit together any more. */
export class SceneRefused extends Error {
  override readonly name = 'SceneRefused';
  constructor(at: Instant, who: Who, command: { readonly type: string }, cause: unknown) {
    super(`${at}: ${command.type} by ${JSON.stringify(who)} was refused: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

const DEMOS = '8d9f7f2e-1c5b-5d0e-9a34-2f6f8f3f0b77';

/** The id of the demo of a seed: the origin of all its events. */
export function demoIdOf(seed: number): string {
  return derivedId(DEMOS, String(seed));
}

/** Where the story is played: people give commands to the engine, its clock moves, and everybody sees what came of it. */
export class Stage {
  readonly world = new World();
  readonly agenda = new Agenda();
  readonly seed: number;
  /** Issues that only a scene of the story touches. */
  readonly reserved = new Set<string>();
  readonly #parts: StageParts;
  readonly #demoId: string;
  readonly #watchers: ((event: Recorded<DomainEvent>) => void)[] = [];
  #given = 0;
  #seen = 0;

  constructor(parts: StageParts) {
    this.#parts = parts;
    this.seed = parts.seed;
    this.#demoId = demoIdOf(parts.seed);
  }

  now(): Instant {
    return this.#parts.time.now();
  }

  /** Is told of each event, after the world has taken it in. */
  watch(watcher: (event: Recorded<DomainEvent>) => void): void {
    this.#watchers.push(watcher);
  }

  /** Gives a command and waits until all that comes of it at once has come. @throws SceneRefused */
  async give<N extends Noun>(
    who: Who,
    noun: N,
    command: Commands[N] | ((ids: CommandIds) => Commands[N]),
    id: string | null = null,
  ): Promise<Accepted> {
    const request = { id, command, claim: this.#claimOf(who), identity: { key: `demo/${this.#given++}` }, origin: this.#demoId };
    const accepted = await this.#handle(noun, request).catch((error: unknown) => {
      throw new SceneRefused(this.now(), who, typeof command === 'function' ? { type: noun } : command, error);
    });
    await this.settle();
    return accepted;
  }

  /** Plans something after so many working minutes, at a second that the dice choose. */
  later(minutes: number, dice: Dice, act: () => Promise<void>): void {
    this.agenda.add(atSecond(afterWork(this.now(), minutes), dice.between(0, 59)), act);
  }

  /** The same after so many minutes of the clock. */
  laterByClock(minutes: number, dice: Dice, act: () => Promise<void>): void {
    this.agenda.add(atSecond(afterMinutes(this.now(), minutes), dice.between(0, 59)), act);
  }

  /** Lets everything happen up to an instant, each at its own: what people mean to do, and what falls due. */
  async play(until: Instant): Promise<void> {
    for (let next = this.agenda.next(); next !== null && next <= until; next = this.agenda.next()) {
      if (await this.#nextDueBy(next)) continue;
      this.#parts.time.advanceTo(next);
      await this.agenda.take()();
    }
    await this.#advanceTo(until);
  }

  /** Lets so many seconds pass in the middle of a scene. */
  async wait(seconds: number): Promise<void> {
    await this.#advanceTo(fromMillis(toMillis(this.now()) + seconds * 1000));
  }

  async #advanceTo(until: Instant): Promise<void> {
    while (await this.#nextDueBy(until));
    this.#parts.time.advanceTo(until);
    await this.settle();
  }

  /** Does the next thing that falls due, if it does by then; it may be that somebody plans something upon it. */
  async #nextDueBy(until: Instant): Promise<boolean> {
    const { engine, time } = this.#parts;
    const due = engine.nextDue();
    if (due === null || due > until) return false;
    time.advanceTo(due);
    await this.settle();
    if (engine.nextDue() === due) throw new Error(`what was due at ${due} did not happen`);
    return true;
  }

  async settle(): Promise<void> {
    await this.#parts.engine.rest();
    for (const event of await this.#parts.store.readFromIndex(this.#seen, Number.MAX_SAFE_INTEGER)) {
      this.#seen = event.index + 1;
      const seen = event as unknown as Recorded<DomainEvent>;
      this.world.fold(seen);
      for (const watcher of this.#watchers) watcher(seen);
    }
  }

  // The noun and its command belong together; TypeScript cannot carry that through a generic call.
  async #handle(noun: Noun, request: object): Promise<Accepted> {
    const { engine } = this.#parts;
    return (engine.handle.bind(engine) as (noun: string, request: object) => Promise<Accepted>)(noun, request);
  }

  #claimOf(who: Who): Claim {
    if (who === null) return systemClaim('operator');
    const auth = { method: 'demo', id: this.#demoId };
    if (typeof who === 'string') return { kind: 'person', id: who, auth, roles: null };
    return { kind: 'person', id: who.id, auth, roles: null, onBehalfOf: who.inNameOf };
  }
}
