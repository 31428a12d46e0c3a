import type { EventRef } from '../event.js';
import type { Instant } from '../instant.js';
import type { Personal } from '../personal.js';

/** Stream `callsheet-<id>`: one item for one counterpart of a key partner's senior person. id = v5(PartnerPutForward's id, "callsheet"). */
export type CallSheetEvent =
  | {
      readonly type: 'CallSheetOpened';
      readonly data: {
        readonly programme: string;
        readonly partner: string;
        readonly rank: number;
        readonly counterpart: string;
        readonly until: Instant;
        readonly putForward: EventRef;
      };
    }
  | { readonly type: 'PartnerContacted'; readonly data: { readonly by: string; readonly note: Personal; readonly minutes: number } }
  | { readonly type: 'CallSheetClosed'; readonly data: { readonly because: 'contacts' | 'time' | 'stood_down' | 'hand' } };

/** `contacts` so far; the place is what rights are held against. */
export interface CallSheetCase {
  readonly programme: string;
  readonly partner: string;
  readonly counterpart: string;
  readonly until: Instant;
  readonly contacts: number;
}

export type CallSheetState = { readonly status: 'none' } | (CallSheetCase & { readonly status: 'open' | 'closed' });
