import { KeyErased, VaultClosed } from '../errors.js';
import { checkKeys, type DataKey, type Vault } from '../vault.js';

interface Kept {
  readonly key: Buffer;
  readonly subjects: Set<string>;
}

/** The reference: the simplest thing that keeps the contract. Nothing survives the process. */
export class MemoryVault implements Vault {
  /** `erased` is remembered, so that an id is never used again. */
  readonly #keys = new Map<string, Kept | 'erased'>();
  #closed = false;

  async putKeys(keys: readonly DataKey[]): Promise<readonly Buffer[]> {
    this.#checkOpen();
    checkKeys(keys);
    for (const { keyId } of keys) if (this.#keys.get(keyId) === 'erased') throw new KeyErased(keyId);
    return keys.map(({ keyId, key, subjects }) => {
      const kept = this.#kept(keyId) ?? { key: Buffer.from(key), subjects: new Set() };
      this.#keys.set(keyId, kept);
      for (const subject of subjects) kept.subjects.add(subject);
      return Buffer.from(kept.key);
    });
  }

  async getKeys(keyIds: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
    this.#checkOpen();
    const found = new Map<string, Buffer>();
    for (const keyId of keyIds) {
      const kept = this.#kept(keyId);
      if (kept !== undefined) found.set(keyId, Buffer.from(kept.key));
    }
    return found;
  }

  async deleteKeys(keyIds: readonly string[]): Promise<void> {
    this.#checkOpen();
    for (const keyId of keyIds) if (this.#keys.has(keyId)) this.#keys.set(keyId, 'erased');
  }

  async erasedKeys(keyIds: readonly string[]): Promise<ReadonlySet<string>> {
    this.#checkOpen();
    return new Set(keyIds.filter((keyId) => this.#keys.get(keyId) === 'erased'));
  }

  async keysOfSubject(subject: string): Promise<readonly string[]> {
    this.#checkOpen();
    return [...this.#keys.keys()].filter((keyId) => this.#kept(keyId)?.subjects.has(subject)).sort();
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #kept(keyId: string): Kept | undefined {
    const kept = this.#keys.get(keyId);
    return kept === 'erased' ? undefined : kept;
  }

  #checkOpen(): void {
    if (this.#closed) throw new VaultClosed();
  }
}
