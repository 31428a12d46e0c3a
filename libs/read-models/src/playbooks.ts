import type { Instant, Lever, Money, Pattern } from '#domain';
import type { PersonLabel } from './reading.js';

export interface PlaybookRow {
  readonly id: string;
  /** Of the playbook's stream, for If-Match. */
  readonly revision: number;
  readonly programme: string;
  readonly pattern: Pattern;
  readonly levers: readonly Lever[];
  readonly model: string | null;
  readonly handOver: {
    readonly to: PersonLabel;
    readonly by: PersonLabel;
    readonly amountLimit: Money;
    readonly valueLimit: Money;
    readonly until: Instant | null;
    readonly since: Instant;
  } | null;
  readonly standingOrder: {
    readonly by: PersonLabel;
    readonly option: 'recommended' | 'alternative' | 'no';
    readonly maxAmount: Money | null;
    readonly text: string | null;
    readonly until: Instant | null;
  } | null;
}

/** Hand-overs and standing orders whose time has run out at `now` are left out of the rows. */
export interface Playbooks {
  list(request: { readonly programme?: string; readonly now: Instant }): Promise<readonly PlaybookRow[]>;
  playbook(id: string, now: Instant): Promise<PlaybookRow | null>;
}
