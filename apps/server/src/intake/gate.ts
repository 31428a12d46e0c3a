import { Inject, Injectable } from '@nestjs/common';
import { Engine, NotAuthenticated, type Clock } from '#application';
import { Intake, readWebhook, SourceRates, type Message, type Taken, type WebhookHeaders } from '#connect';
import { SourceIsClosed, type OpenSource } from '#domain';
import { sha256Hex } from '#ledger';
import { openSecret } from '#vault';
import { HttpProblem } from '../http/problem.js';
import { CLOCK, SECRET } from '../http/tokens.js';

/** A source that has proved itself. */
export interface KnownSource {
  readonly source: string;
  readonly state: OpenSource;
}

/** Comes too often. */
export class SourceTooFast extends HttpProblem {
  constructor(
    perMinute: number,
    readonly waitSeconds: number,
  ) {
    super('too-many-requests', `too many messages of this source: at most ${perMinute} in a minute`, {
      headers: { 'retry-after': String(waitSeconds) },
    });
  }
}

/** Where machines come in: who they are, how often they come, and what becomes of what they say. */
@Injectable()
export class Gate {
  readonly #engine: Engine;
  readonly #clock: Clock;
  readonly #secret: Uint8Array;
  readonly #intake: Intake;
  readonly #rates = new SourceRates();

  constructor(engine: Engine, @Inject(CLOCK) clock: Clock, @Inject(SECRET) secret: Uint8Array) {
    this.#engine = engine;
    this.#clock = clock;
    this.#secret = secret;
    this.#intake = new Intake(engine);
  }

  /** @throws NotAuthenticated without a reason, which would help who guesses */
  async byToken(token: string): Promise<KnownSource> {
    const hash = sha256Hex(token);
    const source = token === '' ? null : await this.#engine.sourceOfToken(hash);
    const state = source === null ? null : await this.#open(source);
    if (source === null || state?.keys.some(({ use, proof }) => use === 'token' && proof === hash) !== true) throw new NotAuthenticated();
    return { source, state };
  }

  /** Who signed a message, and what it says. @throws SignatureRefused, MessageMalformed */
  async bySignature(source: string, headers: WebhookHeaders, bytes: Buffer): Promise<KnownSource & { readonly message: Message }> {
    const state = await this.#open(source);
    const keys = state?.keys.filter(({ use }) => use === 'signature') ?? [];
    const secrets = keys.map(({ keyId, proof }) => openSecret(this.#secret, `source/${source}/${keyId}`, proof));
    const message = readWebhook(headers, bytes, secrets, this.#clock.now());
    if (state === null) throw new NotAuthenticated();
    return { source, state, message };
  }

  /** @throws SourceTooFast, DeadLettersFull, NotAuthenticated */
  async take(from: KnownSource, message: Message): Promise<Taken> {
    return (await this.takeAll(from, [message]))[0] as Taken;
  }

  /**
   * One after the other: what one leads to, the next may be about. Too many of them are refused before the first is taken, else a batch
   * that is sent again would use up its rate for what is known already, and never come to its end.
   * @throws as `take`
   */
  async takeAll({ source, state }: KnownSource, messages: readonly Message[]): Promise<readonly Taken[]> {
    const tooFast = this.#rates.take(source, state.perMinute, this.#clock.now(), messages.length);
    if (tooFast !== null) throw new SourceTooFast(state.perMinute, tooFast.waitSeconds);
    const taken: Taken[] = [];
    for (const message of messages) taken.push(await this.#intake.take(source, state, message));
    return taken;
  }

  /** A message that was kept. @throws MessageRefused it is still not understood */
  async again(source: string, message: Message): Promise<Taken> {
    const state = await this.#open(source);
    if (state === null) throw new SourceIsClosed(source);
    return this.#intake.again(source, state, message);
  }

  async #open(source: string): Promise<OpenSource | null> {
    const { state } = await this.#engine.look('source', source);
    return state.status === 'open' ? state : null;
  }
}
