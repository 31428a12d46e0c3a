import { unreachable } from '../decider.js';
import { BrokenHistory } from '../errors.js';
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
        /** Its author, who does not approve it. */
        readonly by: string;
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
  /** How many events the stream has; the next one stands at this revision. */
  readonly revision: number;
}

export type PolicyState =
  | { readonly status: 'none' }
  | ({ readonly status: 'proposed' } & Proposal)
  | ({ readonly status: 'rejected' } & Proposal)
  | ({ readonly status: 'approved'; readonly selfApproved: boolean; readonly approvedIn: EventRef } & Proposal)
  /** The first policy: approved by nobody. */
  | ({ readonly status: 'built_in' } & Proposal);

export function evolvePolicy(state: PolicyState, event: PolicyEvent): PolicyState {
  const revision = state.status === 'none' ? 1 : state.revision + 1;
  if (event.type === 'PolicyProposed') {
    const { hash, policy, by, builtIn } = event.data;
    return { status: builtIn ? 'built_in' : 'proposed', hash, policy, by, revision };
  }
  if (state.status !== 'proposed') throw new BrokenHistory(event.type, state.status);
  switch (event.type) {
    case 'PolicyApproved': {
      const approvedIn = { stream: `policy-${state.hash}`, revision: state.revision };
      return { ...state, status: 'approved', selfApproved: event.data.selfApproved, approvedIn, revision };
    }
    case 'PolicyRejected':
      return { ...state, status: 'rejected', revision };
    default:
      return unreachable(event);
  }
}
