import type { Context } from '../decider.js';
import type { PolicyBookState } from './policy-book.js';

/** Stream `policy-<hash>`; the caller computes the hash: SHA-256 in hex of the policy's RFC 8785 bytes. */
export type PolicyCommand = { readonly hash: string } & (
  | { readonly type: 'ProposePolicy'; readonly policy: unknown; readonly builtIn: boolean; readonly note: string | null }
  | { readonly type: 'ApprovePolicy'; readonly note: string | null }
  | { readonly type: 'RejectPolicy'; readonly reason: string }
);

export interface PolicyContext extends Context {
  /** The organisation's policy book. */
  readonly book: PolicyBookState;
  /** How many people are administrators of the whole organisation now. */
  readonly administrators: number;
}
