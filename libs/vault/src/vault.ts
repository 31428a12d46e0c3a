import { InvalidKey } from './errors.js';

/** Bytes of a data key: AES-256. */
export const KEY_BYTES = 32;

/** The key of one text or attribute, and the people whose erasure ends it. */
export interface DataKey {
  /** See `keyIdOf`. */
  readonly keyId: string;
  readonly key: Uint8Array;
  /** Person ids: the author, and the people linked in a text. */
  readonly subjects: readonly string[];
}

/**
 * Keys of personal data, kept apart from the log: the log is never changed, so a person is erased by deleting keys here. Every
 * adapter passes the suite in contract.ts. Any method throws `VaultClosed` after `close()`.
 */
export interface Vault {
  /**
   * Adds all keys or none, durable before it resolves, and answers the keys in force, in order: a key that is there already is
   * kept, so that a repeated command seals to the same bytes. Its subjects are added to those it has.
   * @throws KeyErased, InvalidKey, VaultBusy, VaultFull, VaultFailed
   */
  putKeys(keys: readonly DataKey[]): Promise<readonly Buffer[]>;
  /** The keys that are there, by id; those erased, or never there, are left out. */
  getKeys(keyIds: readonly string[]): Promise<ReadonlyMap<string, Buffer>>;
  /** Erases keys for good, durable before it resolves. What is remembered is the id alone; ids never put are ignored. */
  deleteKeys(keyIds: readonly string[]): Promise<void>;
  /** Which of these were erased, and so are not merely missing. */
  erasedKeys(keyIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Ids of the keys of a person that are not erased, sorted. */
  keysOfSubject(subject: string): Promise<readonly string[]>;
  /**
   * Only in a vault of several processes: what keys the hashes of a log, the same for all of them. `first` makes it the first time; at
   * least 32 bytes.
   */
  secret?(first: () => Uint8Array): Promise<Buffer>;
  close(): Promise<void>;
}

/** A key as a backup of the vault holds it; null: it was erased, and its id is never used again. */
export interface KeptKey {
  readonly keyId: string;
  readonly key: Buffer | null;
  readonly subjects: readonly string[];
}

/** A vault that is read and never written, and read through whole: all that checks and backups ask of it. */
export interface ReadableVault extends Pick<Vault, 'getKeys' | 'erasedKeys' | 'close'> {
  /** At most `limit` of what is kept, after an id (null: from the start), in the order of ids. */
  list(after: string | null, limit: number): Promise<readonly KeptKey[]>;
}

/** Refuses keys that no adapter may store. @throws InvalidKey */
export function checkKeys(keys: readonly DataKey[]): void {
  for (const { keyId, key, subjects } of keys) {
    if (!/^[A-Za-z0-9_-]{22}$/.test(keyId)) throw new InvalidKey('keyId', 'must be 22 base64url characters');
    if (key.length !== KEY_BYTES) throw new InvalidKey('key', `must have ${String(KEY_BYTES)} bytes`);
    if (subjects.length === 0 || subjects.includes('')) throw new InvalidKey('subjects', 'must name at least one person');
  }
}
