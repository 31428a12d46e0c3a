import { commandIdOf, derivedId, type Engine } from '#application';
import type { FiledIssue } from '#domain';

/** An issue that a source filed about a key, and where it stands. */
export interface Occurrence {
  readonly id: string;
  readonly issue: FiledIssue;
  /** True if a command with this id led to an event of it. */
  knows(commandId: string): boolean;
}

/** A repetition of a message is known by the last so many issues of its key. */
const REMEMBERED = 8;

/**
 * The issues that a source filed about one key, one after the other: when the last is closed, the next trigger is about a new one.
 * Their ids follow from source, key and number, so that nothing else has to be remembered.
 */
export class IssueThread {
  readonly #engine: Pick<Engine, 'look'>;
  readonly #root: string;

  constructor(engine: Pick<Engine, 'look'>, source: string, key: string) {
    this.#engine = engine;
    this.#root = commandIdOf(`source:${source}`, key);
  }

  idOf(number: number): string {
    return derivedId(this.#root, `issue ${number}`);
  }

  /** How many there are. They are numbered from 1 without a gap, so it is found by doubling and halving. */
  async count(): Promise<number> {
    let [there, missing] = [0, 1];
    for (; (await this.at(missing)) !== null; missing *= 2) there = missing;
    while (missing - there > 1) {
      const middle = Math.floor((there + missing) / 2);
      if ((await this.at(middle)) === null) missing = middle;
      else there = middle;
    }
    return there;
  }

  async at(number: number): Promise<Occurrence | null> {
    const id = this.idOf(number);
    const found = await this.#engine.look('issue', id);
    return found.state.status === 'none' ? null : { id, issue: found.state, knows: (commandId) => found.knows(commandId) };
  }

  /** The one that a message led to before; null: none, as far as is remembered. */
  async knowing(commandId: string, count: number): Promise<Occurrence | null> {
    for (let number = count; number > Math.max(0, count - REMEMBERED); number--) {
      const occurrence = await this.at(number);
      if (occurrence?.knows(commandId) === true) return occurrence;
    }
    return null;
  }
}
