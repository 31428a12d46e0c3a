import { WrongExpectedRevision, type AppendResult, type NewEvent, type RecordedEvent } from '#event-store';
import type { Vault } from '#vault';
import type { Accepted, CommandRequest } from './command.js';
import { CommandHandling, type HandlingParts } from './handle-command.js';
import type { CommandOf } from './noun.js';
import { nouns } from './nouns.js';
import { Reservations } from './reservations.js';
import { Streams, type LogOfCommands } from './streams.js';

/** Takes commands as the engine does, one upon the other, and tells what they would lead to; nothing of it is written. */
export interface Rehearsal extends Pick<LogOfCommands, 'readStream'> {
  handle<N extends keyof typeof nouns>(noun: N, request: CommandRequest<CommandOf<(typeof nouns)[N]>>): Promise<Accepted>;
}

export function rehearsalOn(log: LogOfCommands, parts: Omit<HandlingParts, 'store' | 'streams' | 'vault' | 'reservations'>): Rehearsal {
  const store = new LogOnTrial(log);
  const streams = new Streams(store);
  const handling = new CommandHandling({ ...parts, store, streams, vault: UNKEPT, reservations: new Reservations(store, parts.secret) });
  return {
    handle: (noun, request) => handling.handle<(typeof nouns)[typeof noun]>(nouns[noun], request),
    readStream: (stream, options) => store.readStream(stream, options),
  };
}

/** Keys of texts that nobody will ever open. */
const UNKEPT: Pick<Vault, 'putKeys'> = { putKeys: async (keys) => keys.map(({ key }) => Buffer.from(key)) };

/** Reads what another log holds, and after it what was appended here. */
class LogOnTrial implements LogOfCommands {
  readonly #under: LogOfCommands;
  readonly #added = new Map<string, readonly RecordedEvent[]>();

  constructor(under: LogOfCommands) {
    this.#under = under;
  }

  async append(stream: string, expected: 'noStream' | number, events: readonly NewEvent[]): Promise<AppendResult> {
    const actual = (await this.readStream(stream)).at(-1)?.revision ?? -1;
    if (actual !== (expected === 'noStream' ? -1 : expected)) throw new WrongExpectedRevision(stream, expected, actual);
    const recorded = events.map((event, n) => ({ ...event, stream, revision: actual + 1 + n, position: NOWHERE, index: -1 }));
    this.#added.set(stream, [...(this.#added.get(stream) ?? []), ...recorded]);
    return {
      stream,
      firstRevision: actual + 1,
      lastRevision: actual + events.length,
      events: recorded,
      position: NOWHERE,
      duplicate: false,
    };
  }

  async readStream(
    stream: string,
    { fromRevision = 0, limit = Infinity }: { readonly fromRevision?: number; readonly limit?: number } = {},
  ) {
    const stored = await this.#under.readStream(stream, { fromRevision, ...(limit === Infinity ? {} : { limit }) });
    const added = (this.#added.get(stream) ?? []).filter(({ revision }) => revision >= fromRevision);
    return [...stored, ...added].slice(0, limit);
  }
}

/** Where something stands that is in no log. */
const NOWHERE = '';
