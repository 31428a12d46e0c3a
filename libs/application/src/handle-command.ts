import { checkCode } from '#domain/check-value';
import { InvalidValue, type Actor, type Context, type EventShape } from '#domain';
import { DuplicateEventId, PartialDuplicate, WrongExpectedRevision, type NewEvent } from '#event-store';
import type { JsonObject } from '#ledger';
import { sealPersonal, type NewKey, type Vault } from '#vault';
import { actorName, type Claim } from './claim.js';
import type { Clock } from './clock.js';
import type { CommandObserver } from './command-observer.js';
import type { Accepted, CommandRequest, Given, Identity } from './command.js';
import type { Directory } from './directory.js';
import { envelopesOf, subjectsOf } from './envelopes.js';
import { IdempotencyKeyReused, RevisionMismatch, StreamContended } from './errors.js';
import { commandIdOf, derivedId, type NewId } from './ids.js';
import { InTurn } from './in-turn.js';
import { keyedHash } from './keyed-hash.js';
import type { AnyCommand, AnyNoun, CommandOf, SomeNoun } from './noun.js';
import type { Reservations } from './reservations.js';
import type { Standings } from './standings.js';
import { isStreamId, type Loaded, type LogOfCommands, type Streams, type Trace } from './streams.js';

export interface HandlingParts {
  readonly store: LogOfCommands;
  readonly streams: Streams;
  readonly directory: Directory;
  readonly standings: Standings;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Keys the hashes that stand in the log. */
  readonly secret: Uint8Array;
  /** @throws NotAllowed */
  readonly actorOf: (claim: Claim) => Promise<Actor>;
  readonly vault: Pick<Vault, 'putKeys'>;
  /** Makes the keys of personal texts: at random where it is left out; a demo's follow from its seed. */
  readonly newKey?: NewKey;
  readonly reservations: Reservations;
  readonly observe?: CommandObserver;
}

const MOST_ATTEMPTS = 5;

/** Loads, decides, appends: the only way by which a command of anybody comes into the log. */
export class CommandHandling {
  readonly #parts: HandlingParts;
  readonly #inTurn = new InTurn();

  constructor(parts: HandlingParts) {
    this.#parts = parts;
  }

  /**
   * @throws DomainError the decider's refusal, as it is
   * @throws InvalidValue the id cannot be one, or `occurredAt` lies in the future
   * @throws IdempotencyKeyReused, RevisionMismatch, StreamContended
   * @throws EventStoreError nothing was added
   */
  async handle<N extends SomeNoun>(some: N, request: CommandRequest<CommandOf<N>>): Promise<Accepted> {
    const noun = some as unknown as AnyNoun;
    const given = this.#given(noun, request as CommandRequest<AnyCommand>);
    const work = () => this.#inTurn.run(given.stream, () => this.#attempt(noun, given, 1));
    const { commandId, correlationId = commandId } = given;
    return this.#parts.observe?.({ noun: noun.name, type: given.command.type, correlationId }, work) ?? work();
  }

  /** What a command would lead to, without its coming to anything. @throws DomainError as `handle` */
  async rehearse<N extends SomeNoun>(some: N, request: CommandRequest<CommandOf<N>>): Promise<readonly EventShape[]> {
    const noun = some as unknown as AnyNoun;
    const given = this.#given(noun, request as CommandRequest<AnyCommand>);
    const { decided } = await this.#decide(noun, given, await this.#parts.streams.load(noun.rules, given.id));
    return decided;
  }

  #given(noun: AnyNoun, request: CommandRequest<AnyCommand>): Given<AnyCommand> {
    const { identity, claim } = request;
    const commandId = commandIdFor(identity, actorName(claim)) ?? this.#parts.newId();
    const target = request.id ?? derivedId(commandId, noun.name);
    const ids = { target, derived: (name: string) => derivedId(commandId, name) };
    const command = typeof request.command === 'function' ? request.command(ids) : request.command;
    const id = noun.idOf?.(command) ?? target;
    if (noun.idOf === undefined) checkCode(id, 'id');
    else if (!isStreamId(id)) throw new InvalidValue('id', 'must be made of codes: letters, digits, - or _');
    const stream = noun.rules.prefix + id;
    const hash =
      identity !== null && 'key' in identity
        ? keyedHash(this.#parts.secret, { stream, command, onBehalfOf: onBehalfOf(claim) })
        : undefined;
    // The stream too: the same key may come again for another one, and no two events share an id, nor texts of theirs a key.
    const eventId = identity === null ? once(this.#parts.newId) : (n: number) => derivedId(commandId, `${stream}/${n}`);
    const isNew = identity === null && id !== request.id && noun.idOf === undefined;
    return { ...request, id, stream, command, commandId, hash, eventId, isNew };
  }

  async #attempt(noun: AnyNoun, given: Given<AnyCommand>, attempt: number): Promise<Accepted> {
    const { store, streams } = this.#parts;
    const loaded = given.isNew && attempt === 1 ? streams.unborn(noun.rules, given.id) : await streams.load(noun.rules, given.id);
    const trace = loaded.commands.get(given.commandId);
    if (trace !== undefined) return this.#answerAgain(given, trace);
    const { decided, base } = await this.#decide(noun, given, loaded);
    if (decided.length === 0) return unchanged(given, loaded);
    const unsealed = envelopesOf(decided, given, base.now);
    await this.#reserve(noun, given, unsealed, base);
    const events = await this.#seal(noun, given, unsealed);
    try {
      const appended = await store.append(given.stream, loaded.revision < 0 ? 'noStream' : loaded.revision, events);
      if (appended.duplicate)
        return await this.#answerAgain(given, {
          hash: appended.events[0]?.commandHash,
          first: appended.firstRevision,
          last: appended.lastRevision,
        });
      streams.appended(noun.rules, loaded, appended.events);
      return accepted(given, appended.events);
    } catch (error) {
      if (!isConflict(error)) throw error;
      if (attempt === MOST_ATTEMPTS) throw new StreamContended(given.stream);
      return this.#attempt(noun, given, attempt + 1);
    }
  }

  async #decide(
    noun: AnyNoun,
    { id, command, claim, expectedRevision }: Given<AnyCommand>,
    { state, startedBy, revision }: Loaded<unknown>,
  ): Promise<{ readonly decided: readonly EventShape[]; readonly base: Context }> {
    const { streams, directory, standings, clock, actorOf } = this.#parts;
    const base: Context = { now: clock.now(), actor: await actorOf(claim) };
    checkOccurredAt(command, base.now);
    const context = await noun.context({ command, id, state, startedBy, base, streams, directory, standings });
    const known = { ...base, ...context };
    if (expectedRevision !== undefined && expectedRevision !== revision) {
      // A stranger is not told how often it changed, nor that it is there.
      noun.rules.requireSight?.(command, state, known);
      throw new RevisionMismatch(noun.rules.prefix + id, expectedRevision, revision);
    }
    return { decided: noun.rules.decide(command, state, known), base };
  }

  async #reserve(noun: AnyNoun, { id, stream }: Given<AnyCommand>, events: readonly NewEvent[], base: Context): Promise<void> {
    for (const event of events) {
      const claimed = noun.reserves?.(event) ?? null;
      if (claimed !== null) await this.#parts.reservations.reserve({ ...claimed, holder: { id, stream } }, event, base);
    }
  }

  async #seal(noun: AnyNoun, given: Given<AnyCommand>, events: readonly NewEvent[]): Promise<readonly NewEvent[]> {
    const { vault, newKey } = this.#parts;
    const unsealed = events.map(({ id: eventId, type, data }) => ({ eventId, data, subjects: subjectsOf(type, given, noun.identity) }));
    const sealed = await sealPersonal(vault, unsealed, newKey);
    return events.map((event, n) => ({ ...event, data: sealed[n] as JsonObject }));
  }

  async #answerAgain(given: Given<AnyCommand>, trace: Trace): Promise<Accepted> {
    if (trace.hash !== given.hash) throw new IdempotencyKeyReused();
    return accepted(given, await this.#parts.streams.eventsOf(given.stream, trace));
  }
}

/** Somebody else wrote to the stream: perhaps this very command, given to another process. */
function isConflict(error: unknown): boolean {
  return error instanceof WrongExpectedRevision || error instanceof PartialDuplicate || error instanceof DuplicateEventId;
}

function checkOccurredAt(command: object, now: string): void {
  if ('occurredAt' in command && typeof command.occurredAt === 'string' && command.occurredAt > now) {
    throw new InvalidValue('occurredAt', 'must not lie in the future');
  }
}

function onBehalfOf(claim: Claim): string | null {
  return claim.kind === 'person' ? (claim.onBehalfOf ?? null) : null;
}

function commandIdFor(identity: Identity | null, actor: string): string | null {
  if (identity === null) return null;
  return 'key' in identity ? commandIdOf(actor, identity.key) : identity.commandId;
}

/** The same ids in each attempt, so that no key is made in vain. */
function once(newId: NewId): (n: number) => string {
  const ids: string[] = [];
  return (n) => (ids[n] ??= newId());
}

function accepted({ id, stream }: Given<AnyCommand>, events: Accepted['events']): Accepted {
  const last = events.at(-1);
  return { id, stream, revision: last?.revision ?? -1, events, position: last?.position ?? null, index: last?.index ?? null };
}

function unchanged({ id, stream }: Given<AnyCommand>, { revision, end }: Loaded<unknown>): Accepted {
  return { id, stream, revision, events: [], position: end?.position ?? null, index: end?.index ?? null };
}
