import { commandIdOf, derivedId, NotAuthenticated, StreamContended, type Claim, type Engine } from '#application';
import { AlreadyExists, DomainError, type FileIssue, type IssueCommand, type OpenSource } from '#domain';
import { canonicalJson, sha256Hex } from '#ledger';
import { IssueThread, type Occurrence } from './issue-thread.js';
import { meaningOf, MessageUnmappable, type Meaning } from './map-message.js';
import type { Message } from './message.js';

/** What a message came to. `kept`: nobody understood it, and somebody has to look at it. */
export interface Taken {
  readonly outcome: 'filed' | 'known' | 'noted' | 'resolved' | 'ignored' | 'kept';
  /** The issue that it concerns. */
  readonly issue: string | null;
}

/** A message that cannot become anything: which rule it breaks, and at which fact or field. */
export class MessageRefused extends Error {
  override readonly name = 'MessageRefused';
  constructor(
    readonly problem: string,
    readonly field: string,
    detail: string,
  ) {
    super(detail);
  }
}

type Commands = Pick<Engine, 'handle' | 'look'>;

const MOST_REFERENCE = 190;

/** Turns messages of sources into commands, in the name of each source's feed, with its rights and no others. */
export class Intake {
  readonly #engine: Commands;

  constructor(engine: Commands) {
    this.#engine = engine;
  }

  /**
   * What a message leads to; one that is not understood is kept.
   * @throws DeadLettersFull too many are kept already
   * @throws NotAuthenticated the source's feed takes no part any more
   * @throws what the engine throws when it could not be done now
   */
  async take(source: string, state: OpenSource, message: Message): Promise<Taken> {
    const claim = await this.#claimOf(source, state);
    try {
      return await this.#deliver(source, state, message, claim);
    } catch (error) {
      if (!(error instanceof MessageRefused)) throw error;
      const { problem, field } = error;
      const letter = derivedId(commandIdOf(`source:${source}`, 'letter'), message.id ?? sha256Hex(canonicalText(message)));
      const command = {
        type: 'KeepDeadLetter',
        source,
        letter,
        protocol: message.protocol,
        problem,
        field,
        message: JSON.stringify(message),
      } as const;
      await this.#engine.handle('deadLetters', { id: null, command, claim, identity: null });
      return { outcome: 'kept', issue: null };
    }
  }

  /** The same of a message that was kept, once its mapping was mended; it is not kept again. @throws MessageRefused, NotAuthenticated */
  async again(source: string, state: OpenSource, message: Message): Promise<Taken> {
    return this.#deliver(source, state, message, await this.#claimOf(source, state));
  }

  /** The feed, with its roles as a service alone: what else that person may do is not for machines. */
  async #claimOf(source: string, { feed }: OpenSource): Promise<Claim> {
    const { state } = await this.#engine.look('person', feed);
    if (state.status !== 'here') throw new NotAuthenticated();
    const roles = state.roles.filter(({ role }) => role === 'service');
    return { kind: 'person', id: feed, auth: { method: 'source', id: source }, roles };
  }

  async #deliver(source: string, state: OpenSource, message: Message, claim: Claim): Promise<Taken> {
    try {
      const meaning = meaningOf(state.mapping, message);
      if (meaning.action === 'ignore') return { outcome: 'ignored', issue: null };
      return await new Delivery(this.#engine, source, state, claim, message, meaning).done();
    } catch (error) {
      if (error instanceof MessageUnmappable) throw new MessageRefused(error.problem, error.field, error.message);
      if (!(error instanceof DomainError) || error instanceof StreamContended || error instanceof NotAuthenticated) throw error;
      throw new MessageRefused(error.code, error.field ?? '', error.message);
    }
  }
}

/** One message on its way. Throws the decider's refusals as they are. */
class Delivery {
  readonly #thread: IssueThread;
  /** By which a repetition of the message is known; null: its protocol knows none. */
  readonly #commandId: string | null;

  constructor(
    readonly engine: Commands,
    readonly source: string,
    readonly state: OpenSource,
    readonly claim: Claim,
    readonly message: Message,
    readonly meaning: Meaning,
  ) {
    this.#thread = new IssueThread(engine, source, meaning.key);
    this.#commandId = message.id === null ? null : commandIdOf(`source:${source}`, `message\n${message.id}`);
  }

  async done(): Promise<Taken> {
    const count = await this.#thread.count();
    const before = this.#commandId === null ? null : await this.#thread.knowing(this.#commandId, count);
    if (before !== null) return { outcome: 'known', issue: before.id };
    const last = await this.#thread.at(count);
    const open = last !== null && (last.issue.status === 'open' || last.issue.status === 'decided') ? last : null;
    const { action, file } = this.meaning;
    if (file !== null) return open === null ? this.#file(file, count + 1) : this.#reportedAgain(open);
    if (open === null) return { outcome: 'ignored', issue: null };
    return action === 'resolve' ? this.#resolve(open) : this.#note(open, 'acknowledged', 'somebody works on it there');
  }

  async #file(file: NonNullable<Meaning['file']>, number: number): Promise<Taken> {
    const id = this.#thread.idOf(number);
    const command: FileIssue = { ...file, externalReference: this.#reference(number) };
    try {
      await this.#give(id, command, this.#commandId ?? derivedId(id, 'filed'));
    } catch (error) {
      // Another message about the same was faster.
      if (!(error instanceof AlreadyExists)) throw error;
      return { outcome: 'known', issue: id };
    }
    return { outcome: 'filed', issue: id };
  }

  /** A message with an id leaves a trace, so that it is known when it comes again; one without says what is known. */
  async #reportedAgain({ id }: Occurrence): Promise<Taken> {
    if (this.#commandId === null) return { outcome: 'known', issue: id };
    await this.#give(id, { type: 'AddNote', text: `${this.state.name}: reported again.` }, this.#commandId);
    return { outcome: 'noted', issue: id };
  }

  /** Where it may not resolve, it says what it heard. */
  async #resolve(open: Occurrence): Promise<Taken> {
    try {
      await this.#give(open.id, { type: 'ResolveIssue', outcome: 'fixed', resolution: null }, this.#commandId);
      return { outcome: 'resolved', issue: open.id };
    } catch (error) {
      if (!(error instanceof DomainError) || error instanceof StreamContended) throw error;
      return this.#note(open, 'over', 'it is over, as it says');
    }
  }

  /** Once for each issue, or for each message with an id. */
  async #note({ id }: Occurrence, what: string, says: string): Promise<Taken> {
    await this.#give(id, { type: 'AddNote', text: `${this.state.name}: ${says}.` }, this.#commandId ?? derivedId(id, what));
    return { outcome: 'noted', issue: id };
  }

  async #give(id: string, command: IssueCommand, commandId: string | null): Promise<void> {
    const identity = commandId === null ? null : { commandId };
    await this.engine.handle('issue', { id, command, claim: this.claim, identity });
  }

  /** What people see of it, and what keeps another from filing the same: unique in the programme. */
  #reference(number: number): string {
    const { key } = this.meaning;
    const shown = key.length > MOST_REFERENCE - this.source.length || /[\p{Cc}\u2028\u2029]/u.test(key) ? sha256Hex(key) : key;
    return `${this.source}/${shown}${number === 1 ? '' : `#${number}`}`;
  }
}

/** Equal for equal messages. */
function canonicalText({ action, key, body }: Message): string {
  try {
    return canonicalJson({ action, key, body });
  } catch {
    return JSON.stringify({ action, key, body });
  }
}
