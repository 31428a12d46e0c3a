import type { Context } from '../decider.js';
import type { PolicyBookState } from '../policy/policy-book.js';
import type { ProgrammeState } from '../programme/programme.js';
import type { Partner } from './partner.js';

/** Stream: `partner-<programme>.<code>`. Registering and changing carry the whole partner. */
export type PartnerCommand =
  | ({ readonly type: 'RegisterPartner' | 'ChangePartner' } & Partner)
  | {
      readonly type: 'PutPersonForward';
      readonly programme: string;
      readonly code: string;
      readonly rank: number;
      readonly name: string;
      readonly title: string;
    }
  | { readonly type: 'StandPersonDown'; readonly programme: string; readonly code: string; readonly reason: string };

export interface PartnerContext extends Context {
  /** The programme that the command names. */
  readonly programme: ProgrammeState;
  /** The organisation's policy book: a rank is one of its levels. */
  readonly book: PolicyBookState;
}
