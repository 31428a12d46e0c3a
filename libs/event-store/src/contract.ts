import { describe } from '@jest/globals';
import { appendContract } from './contract/appends.js';
import { limitContract } from './contract/limits.js';
import { modelContract } from './contract/model.js';
import { readContract } from './contract/reads.js';
import { subscriptionContract } from './contract/subscriptions.js';
import type { EventStore } from './event-store.js';

export interface OpenedStore {
  readonly store: EventStore;
  /** Closes the store and opens what it kept; only where something is kept. */
  readonly reopen?: () => Promise<EventStore>;
  readonly close: () => Promise<void>;
}

/** Opens a store with an empty log. */
export type OpenStore = () => Promise<OpenedStore>;

/** What every adapter must keep; an adapter's own spec calls this and adds only what is particular to it. */
export function eventStoreContract(name: string, open: OpenStore): void {
  describe(`event store contract: ${name}`, () => {
    appendContract(open);
    limitContract(open);
    readContract(open);
    subscriptionContract(open);
    modelContract(open);
  });
}
