import type { Personal } from '../personal.js';
import type { EventRef } from '../event.js';
import type { Policy } from '../routing/policy-document.js';

/** Stream `policy-<hash>`; the hash is the SHA-256 of the policy's RFC 8785 bytes. */
export type PolicyEvent =
  | {
      readonly type: 'PolicyProposed';
      readonly data: {
        readonly hash: string;
        readonly policy: Policy;
        /** Its author, who does not approve it. */ readonly by: string;
        readonly builtIn: boolean;
        readonly note: Personal | null;
      };
    }
  /** `selfApproved`: by its own author, possible only in solo mode. */
  | {
      readonly type: 'PolicyApproved';
      readonly data: { readonly hash: string; readonly selfApproved: boolean; readonly note: Personal | null };
    }
  | { readonly type: 'PolicyRejected'; readonly data: { readonly hash: string; readonly reason: Personal } };

interface Proposal {
  readonly hash: string;
  readonly policy: Policy;
  readonly by: string;
}

export type PolicyState =
  | { readonly status: 'none' }
  | ({ readonly status: 'proposed' } & Proposal)
  | ({ readonly status: 'rejected' } & Proposal)
  | ({ readonly status: 'approved'; readonly selfApproved: boolean; readonly approvedIn: EventRef } & Proposal)
  /** The first policy: approved by nobody. */
  | ({ readonly status: 'built_in' } & Proposal);
