import type { Context } from '../decider.js';
import type { Instant } from '../instant.js';
import type { Money } from '../money.js';
import type { PersonState } from '../person/person.js';
import type { Pattern } from '../person/rights.js';
import type { PolicyBookState } from '../policy/policy-book.js';
import type { ProgrammeState } from '../programme/programme.js';
import type { Lever } from './playbook.js';

/** `playbook` is the id: stream `playbook-<id>`. Amounts are in the routing currency. */
export type PlaybookCommand = { readonly playbook: string } & (
  | {
      readonly type: 'OpenPlaybook';
      readonly programme: string;
      readonly pattern: Pattern;
      readonly levers: readonly Lever[];
      readonly model: string;
    }
  | { readonly type: 'ChangeLevers'; readonly levers: readonly Lever[] }
  | {
      readonly type: 'GiveHandOver';
      readonly to: string;
      readonly amountLimit: Money;
      readonly valueLimit: Money;
      readonly until: Instant | null;
    }
  | { readonly type: 'LimitHandOver'; readonly amountLimit: Money; readonly valueLimit: Money; readonly until: Instant | null }
  | { readonly type: 'EndHandOver'; readonly reason: string }
  | { readonly type: 'ReturnHandOver'; readonly reason: string }
  | {
      readonly type: 'AgreeStandingOrder';
      readonly option: 'recommended' | 'alternative' | 'no';
      /** null: whatever the ask says. */
      readonly maxAmount: Money | null;
      readonly text: string;
      readonly until: Instant | null;
    }
  | { readonly type: 'EndStandingOrder'; readonly reason: string }
);

export interface PlaybookContext extends Context {
  /** The organisation's policy book. */
  readonly book: PolicyBookState;
  /** The programme of the playbook (of the command when it opens one). */
  readonly programme: ProgrammeState;
  /** Who is to get a hand-over; the initial state for other commands. */
  readonly associate: PersonState;
}
