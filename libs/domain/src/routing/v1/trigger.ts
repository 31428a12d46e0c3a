import type { EventRef } from '../../event.js';

/** The event that a route answers, and how. */
export interface Trigger {
  readonly id: string;
  readonly at: EventRef;
  /** When nothing changed, only that and the next review are recorded. */
  readonly isReview: boolean;
}
