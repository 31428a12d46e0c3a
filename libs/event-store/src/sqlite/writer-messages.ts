export interface WriterOptions {
  readonly file: string;
  /** `full` survives power loss; the others are for measuring what that costs. */
  readonly durability: 'full' | 'normal' | 'off';
  /** Appends that would make the file larger are refused as if the disk were full. */
  readonly maxBytes: number | null;
}

/**
 * Appends on their way to the writer, in columns, since objects cost twice as much to copy between threads; everything that
 * can be checked without the log has been.
 */
export interface AppendColumns {
  readonly streams: string[];
  readonly firstRevisions: number[];
  /** Events in each append. */
  readonly counts: number[];
  /** Canonical JSON of each envelope, of all appends. */
  readonly bodies: string[];
  /** The last 32 bits of each event's id: what the index over ids holds. */
  readonly idTails: number[];
}

/**
 * To the writer. Appends are inserted as they come; at the end of a tick of the main loop all that came are committed.
 * `waiting` counts the appends that are not answered yet, these included.
 */
export type ToWriter = { readonly appends: AppendColumns; readonly endOfTick: boolean; readonly waiting: number } | 'close';

/** The position of the first event, or why there is none. */
export type Outcome =
  | number
  | { readonly refusal: 'duplicate' | 'partialDuplicate' }
  | { readonly refusal: 'wrongRevision'; readonly actual: number }
  | { readonly refusal: 'duplicateId'; readonly id: string };

export interface DriverError {
  readonly code: string;
  readonly message: string;
}

/** From the writer: `done` answers the oldest appends in order, once they are durable. */
export type FromWriter =
  | { readonly kind: 'ready' }
  | { readonly kind: 'notOpened'; readonly error: DriverError }
  | { readonly kind: 'done'; readonly outcomes: readonly Outcome[] }
  | { readonly kind: 'failed'; readonly count: number; readonly error: DriverError };
