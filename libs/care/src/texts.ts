import type { RecordedEvent } from '#event-store';
import { keyIdsIn, type ReadableVault } from '#vault';

/** Personal texts of a log, by what became of their keys. */
export interface TextCount {
  readonly open: number;
  readonly erased: number;
  /** Neither there nor erased: they stay sealed until the vault that holds them is brought back. */
  readonly sealed: number;
  /** The first event with a text that stays sealed. */
  readonly firstSealedIndex: number | null;
}

/** Counts texts while a log is read. null as the vault: there is none. */
export class TextCounter {
  readonly #vault: Pick<ReadableVault, 'getKeys' | 'erasedKeys'> | null;
  #open = 0;
  #erased = 0;
  #sealed = 0;
  #firstSealedIndex: number | null = null;

  constructor(vault: Pick<ReadableVault, 'getKeys' | 'erasedKeys'> | null) {
    this.#vault = vault;
  }

  async take(events: readonly RecordedEvent[]): Promise<void> {
    const wanted = events.flatMap(({ index, data }) => keyIdsIn(data).map((keyId) => ({ index, keyId })));
    const ids = wanted.map(({ keyId }) => keyId);
    const there = (await this.#vault?.getKeys(ids)) ?? new Map<string, Buffer>();
    const erased = (await this.#vault?.erasedKeys(ids)) ?? new Set<string>();
    for (const { index, keyId } of wanted) {
      if (there.has(keyId)) this.#open += 1;
      else if (erased.has(keyId)) this.#erased += 1;
      else {
        this.#sealed += 1;
        this.#firstSealedIndex ??= index;
      }
    }
  }

  count(): TextCount {
    return { open: this.#open, erased: this.#erased, sealed: this.#sealed, firstSealedIndex: this.#firstSealedIndex };
  }
}
