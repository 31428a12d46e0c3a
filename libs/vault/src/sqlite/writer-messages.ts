/** One key on its way to the writer. */
export interface KeyRow {
  readonly keyId: string;
  readonly key: Uint8Array;
  readonly subjects: readonly string[];
}

export type Change =
  { readonly kind: 'put'; readonly keys: readonly KeyRow[] } | { readonly kind: 'delete'; readonly keyIds: readonly string[] };

/** To the writer: the changes of one tick, or the wish to close once they are done. */
export type ToWriter = readonly Change[] | 'close';

/** Of a put, the keys in force; of a delete, none; or the id that was erased, and then nothing of the change was done. */
export type Outcome = readonly Uint8Array[] | { readonly erased: string };

export interface DriverError {
  readonly code: string;
  readonly message: string;
}

/** From the writer: `done` and `failed` answer the oldest changes in order. */
export type FromWriter =
  | { readonly kind: 'ready' }
  | { readonly kind: 'notOpened'; readonly error: DriverError }
  | { readonly kind: 'done'; readonly outcomes: readonly Outcome[] }
  | { readonly kind: 'failed'; readonly count: number; readonly error: DriverError };
