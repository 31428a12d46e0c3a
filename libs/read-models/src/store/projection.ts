import type { DomainEvent, Instant, Recorded } from '#domain';
import type { RecordedEvent } from '#event-store';
import type { Table } from './table.js';
import type { WorkingSet } from './working-set.js';

/** An event of the log as projections see it: its type is known, and so is the log time. */
export type Entry<E extends DomainEvent = DomainEvent> = Recorded<E> &
  Omit<RecordedEvent, keyof Recorded<E>> & { readonly logTime: Instant };

/** The entries of some event types. */
export type EntryOf<T extends DomainEvent['type']> = Entry<Extract<DomainEvent, { readonly type: T }>>;

/** One view's fold over the log into rows. */
export interface Projection {
  readonly name: string;
  /** Of what it derives: when it changes, its tables are dropped and filled from the log again. */
  readonly version: number;
  /** Tables that make up the view's canonical rows. */
  readonly tables: readonly Table[];
  /** Tables that hold people's words, or what is made of them: not part of any state hash. */
  readonly personalTables?: readonly Table[];
  /** Called before the transaction, for what takes its time elsewhere. */
  prepare?(entries: readonly Entry[]): Promise<void>;
  /** Loads what the batch touches, changes it entry by entry. The same entries give the same rows however they are cut into batches. */
  apply(entries: readonly Entry[], rows: WorkingSet): Promise<void>;
}

/** `issue-` of `issue-42`: no prefix holds a hyphen before its end. */
export function prefixOf(stream: string): string {
  return stream.slice(0, stream.indexOf('-') + 1);
}

/** `42` of `issue-42`. */
export function idOf(stream: string): string {
  return stream.slice(stream.indexOf('-') + 1);
}
