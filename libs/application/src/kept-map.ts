import { fromPages, toPages, type Stored } from './paged-value.js';
import type { KeptKey, SnapshotRows } from './snapshots.js';

/** Stores a page of a value; undefined: it is gone. Must not throw. */
type Write = (part: string, key: KeptKey, page: number, value: unknown, replaces: boolean) => void;

/** The stored rows of a mark. */
interface Source {
  readonly rows: SnapshotRows;
  readonly asOf: number;
}

/**
 * How a map is stored. `past`: a value is read from the snapshot when it is asked for, as of any mark; `lazily`: so, but as of the newest mark
 * alone; `wholly`: all of it is loaded at once, and is there in full, because it stays small or goes with what is open.
 */
type Keeping = 'past' | 'lazily' | 'wholly';

/**
 * A map of a fold whose values are stored with a snapshot: those that were looked at since the last one, because who folds changes
 * values in place. What is not loaded wholly is forgotten when nobody asked for it for two snapshots; so the memory does not grow with
 * the log. Iterating reads all of it, and is for looking only.
 */
export class KeptMap<K extends KeptKey, V> extends Map<K, V> {
  readonly part: string;
  readonly #lazily: boolean;
  readonly #replaces: boolean;
  #tracked = false;
  #source: Source | null = null;
  /** Looked at or changed since the last snapshot began. */
  #touched = new Set<K>();
  /** Touched before the last snapshot began; and which of these it still has to write, as they were then. */
  #round: ReadonlySet<K> = new Set();
  #pending = new Set<K>();
  #write: Write = () => undefined;
  /** Not there, whatever the source says; and not there, as the source says. */
  readonly #gone = new Set<K>();
  readonly #absent = new Set<K>();
  readonly #stored = new Map<K, Stored>();

  constructor(part: string, keeping: Keeping) {
    super();
    this.part = part;
    this.#lazily = keeping !== 'wholly';
    this.#replaces = keeping !== 'past';
  }

  /** From now on it remembers what is touched; before, and where nothing is stored, it is a map like any other. */
  track(): void {
    this.#tracked = true;
  }

  override get(key: K): V | undefined {
    if (!this.#tracked) return super.get(key);
    this.#writeBeforeChange(key);
    const value = super.get(key) ?? this.#load(key);
    if (value !== undefined) this.#touched.add(key);
    return value;
  }

  override has(key: K): boolean {
    return super.has(key) || this.#load(key) !== undefined;
  }

  override set(key: K, value: V): this {
    if (!this.#tracked) return super.set(key, value);
    this.#writeBeforeChange(key);
    this.#touched.add(key);
    this.#gone.delete(key);
    this.#absent.delete(key);
    return super.set(key, value);
  }

  override delete(key: K): boolean {
    if (!this.#tracked) return super.delete(key);
    if (!this.has(key)) return false;
    this.#writeBeforeChange(key);
    this.#touched.add(key);
    this.#gone.add(key);
    this.#stored.delete(key);
    return super.delete(key);
  }

  override clear(): void {
    for (const key of this.keys()) this.delete(key);
  }

  override get size(): number {
    this.#loadAll();
    return super.size;
  }

  override keys(): MapIterator<K> {
    this.#loadAll();
    return super.keys();
  }

  override values(): MapIterator<V> {
    this.#loadAll();
    return super.values();
  }

  override entries(): MapIterator<[K, V]> {
    this.#loadAll();
    return super.entries();
  }

  override [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  override forEach(callback: (value: V, key: K, map: Map<K, V>) => void): void {
    for (const [key, value] of this.entries()) callback(value, key, this);
  }

  /** Becomes what was stored at a mark. To be called while it is empty. */
  restore(rows: SnapshotRows, asOf: number): void {
    this.#source = { rows, asOf };
    if (!this.#lazily) this.#readAll();
  }

  /** Becomes empty, with nothing stored, as before the first event. */
  reset(): void {
    super.clear();
    this.#source = null;
    this.#touched.clear();
    this.#gone.clear();
    this.#absent.clear();
    this.#stored.clear();
  }

  /** A snapshot begins: what was touched so far is to be written as it is now, by and by or when it is about to change. */
  beginSnapshot(write: Write): void {
    this.#write = write;
    this.#round = this.#touched;
    this.#pending = new Set(this.#touched);
    this.#touched = new Set();
  }

  /** Writes at most so many; false: nothing is left to write. */
  writeSome(most: number): boolean {
    let left = most;
    for (const key of this.#pending) {
      if (left-- === 0) return true;
      this.#writeNow(key);
    }
    return false;
  }

  /** The snapshot stands: what is in memory and was not touched lately is forgotten. */
  committed(rows: SnapshotRows, asOf: number): void {
    this.#source = { rows, asOf };
    this.#absent.clear();
    for (const key of this.#gone) if (!this.#touched.has(key)) this.#gone.delete(key);
    if (this.#lazily) for (const key of super.keys()) if (!this.#round.has(key) && !this.#touched.has(key)) this.#forget(key);
    this.#round = new Set();
  }

  /** The snapshot does not stand: the next one is to write it all. */
  abandoned(): void {
    for (const key of this.#round) this.#touched.add(key);
    this.#pending.clear();
    this.#stored.clear();
    this.#round = new Set();
  }

  #writeBeforeChange(key: K): void {
    if (this.#pending.size > 0 && this.#pending.has(key)) this.#writeNow(key);
  }

  #writeNow(key: K): void {
    this.#pending.delete(key);
    const value = super.get(key);
    if (value === undefined) {
      this.#write(this.part, key, 0, undefined, this.#replaces);
      return;
    }
    const { pages, stored } = toPages(value, this.#stored.get(key));
    for (const [page, part] of pages) this.#write(this.part, key, page, part, this.#replaces);
    if (stored.size > 0) this.#stored.set(key, stored);
    else this.#stored.delete(key);
  }

  #load(key: K): V | undefined {
    if (!this.#lazily || this.#source === null || this.#gone.has(key) || this.#absent.has(key)) return undefined;
    const { rows, asOf } = this.#source;
    const first = rows.read(this.part, key, 0, asOf);
    if (first === undefined) {
      this.#absent.add(key);
      return undefined;
    }
    return this.#adopt(this.#source, key, first);
  }

  #loadAll(): void {
    if (this.#lazily && this.#source !== null) this.#readAll();
  }

  #readAll(): void {
    const source = this.#source as Source;
    for (const [key, first] of source.rows.first(this.part, source.asOf)) {
      if (!super.has(key as K) && !this.#gone.has(key as K)) this.#adopt(source, key as K, first);
    }
  }

  #adopt({ rows, asOf }: Source, key: K, first: unknown): V {
    const { value, stored } = fromPages(first, (page) => rows.read(this.part, key, page, asOf));
    if (stored.size > 0) this.#stored.set(key, stored);
    super.set(key, value as V);
    return value as V;
  }

  #forget(key: K): void {
    super.delete(key);
    this.#stored.delete(key);
  }
}
