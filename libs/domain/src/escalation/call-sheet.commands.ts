import type { Context } from '../decider.js';
import type { EventRef } from '../event.js';
import type { Instant } from '../instant.js';
import type { HolderNow } from './escalation.commands.js';

/** Stream `callsheet-<id>`. */
export type CallSheetCommand =
  | {
      readonly type: 'OpenCallSheet';
      readonly programme: string;
      readonly partner: string;
      readonly rank: number;
      readonly counterpart: string;
      readonly until: Instant;
      /** The `PartnerPutForward` that it answers. */
      readonly putForward: EventRef;
    }
  /** `minutes` of attention, 1 to 1440. */
  | { readonly type: 'RecordContact'; readonly note: string; readonly minutes: number; readonly occurredAt?: Instant }
  /** `time`: the timekeeper; `hand`: the counterpart; `stood_down`: the router, when the partner's person has stood down. */
  | { readonly type: 'CloseCallSheet'; readonly because: 'time' | 'stood_down' | 'hand' };

export interface CallSheetContext extends Context {
  readonly callSheetId: string;
  /** The counterpart now, and who stands in; null only for `OpenCallSheet`. */
  readonly counterpart: HolderNow | null;
  /** How many contacts close it: the policy's `parity.contacts`. */
  readonly contactsToClose: number;
}
