import type { Position } from '#event-store';

/** What the thread of the views reads, and the file that it writes. */
export interface ViewFiles {
  readonly log: string;
  readonly vault: string;
  readonly readModels: string;
}

/** To the thread. It reads the entries to apply by itself: copying them over costs the main loop as much as parsing them. */
export type ToViews =
  | { readonly kind: 'position' }
  | { readonly kind: 'apply'; readonly from: number; readonly count: number; readonly through: Position }
  | { readonly kind: 'forget'; readonly keys: readonly string[] }
  | 'close';

/** An error as it comes over from the thread: of its class only the name is left. */
export interface ErrorParts {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** Its own properties. */
  readonly fields: object;
}

/** From the thread, in the order of what was asked. */
export type FromViews = { readonly answer: Position | null } | { readonly error: ErrorParts };
