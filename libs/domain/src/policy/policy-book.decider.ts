import type { Context } from '../decider.js';
import type { ProgrammeState } from '../programme/programme.js';
import type { PolicyState } from './policy.js';

/** Stream `policybook-<scope>`: `organisation` or a programme's id. All but an activation are about the organisation's book. */
export type PolicyBookCommand =
  | { readonly type: 'SetUpOrganisation'; readonly name: string; readonly routingCurrency: string; readonly levels: readonly string[] }
  | { readonly type: 'ActivatePolicy'; readonly scope: string; readonly hash: string }
  | { readonly type: 'SwitchSoloMode'; readonly on: boolean }
  | {
      readonly type: 'RecordExchangeRate';
      readonly from: string;
      readonly to: string;
      readonly numerator: number;
      readonly denominator: number;
    };

export interface PolicyBookContext extends Context {
  /** The policy that an activation names; the initial state for other commands. */
  readonly policy: PolicyState;
  /** The programme whose book it is; the initial state for the organisation's. */
  readonly programme: ProgrammeState;
  /** How many people are administrators of the whole organisation now. */
  readonly administrators: number;
}
