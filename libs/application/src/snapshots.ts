import type { Position } from '#event-store';

export type KeptKey = string | number;

/** Where a fold stood when its state was stored: after the event at `index`, with the log read through `position`. */
export interface SnapshotMark {
  readonly index: number;
  readonly position: Position;
  /** SHA-256 of that event's leaf, in hex: another log, or one that was set back and went on differently, has another event there. */
  readonly event: string;
}

/**
 * The stored states of one fold, as rows by part, key and page: each row says from which mark on it holds, so that the state as of any
 * mark can be read, a row at a time. Synchronous, because folds are. Values are plain data as structured clones know it.
 */
export interface SnapshotRows {
  /** The newest mark, or the newest that is not after an index; null: there is none. */
  mark(notAfter?: number): SnapshotMark | null;
  /** A row as of a mark; undefined: there is none. @throws SnapshotDamaged */
  read(part: string, key: KeptKey, page: number, asOf: number): unknown;
  /** First pages of a part's rows as of a mark, in the order in which their keys came. @throws SnapshotDamaged */
  first(part: string, asOf: number): Iterable<readonly [key: KeptKey, value: unknown]>;
  /** Begins the rows of a new mark. Until it is committed, reads as of earlier marks know nothing of them. */
  begin(index: number): void;
  /** undefined: from the new mark on there is no such row. `replaces`: what it was as of earlier marks is not wanted any more. */
  write(part: string, key: KeptKey, page: number, value: unknown, replaces: boolean): void;
  commit(mark: SnapshotMark): void;
  rollback(): void;
  /** Forgets everything. */
  clear(): void;
}

/** Stored states of folds. They are derived data: whatever does not fit is dropped, and folded from the log again. */
export interface Snapshots {
  /** null: they cannot be kept now, because another process keeps them here. `version` names all that the state depends on. */
  of(fold: string, version: string): SnapshotRows | null;
  close(): void;
}
